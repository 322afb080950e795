-- One batch of a matcher: `incoming` was filled by COPY in the same transaction; each function below takes one step.

-- Raises when a partition has another owner by now. Rows are locked in partition order, so that two matchers cannot wait for each other.
create function fence_partitions(p_partitions int[], p_epochs bigint[]) returns void language plpgsql as $$
declare
  v_held int;
begin
  select count(*) into v_held from (
    select o.epoch, e.epoch as expected
    from partition_owner o join unnest(p_partitions, p_epochs) as e (log_partition, epoch) using (log_partition)
    order by o.log_partition for update of o
  ) held where held.epoch = held.expected;
  if v_held <> cardinality(p_partitions) then
    raise exception 'STALE_EPOCH: % of % partitions are still owned', v_held, cardinality(p_partitions) using errcode = 'TF001';
  end if;
end $$;

-- Takes partitions over under a new epoch each; whoever held them before can commit nothing any more.
create function own_partitions(p_owner text, p_partitions int[]) returns table (log_partition int, epoch bigint) language plpgsql as $$
declare
  v_partition int;
begin
  for v_partition in select p from unnest(p_partitions) p order by p loop
    return query
      insert into partition_owner as o (log_partition, owner, epoch) values (v_partition, p_owner, 1)
      on conflict on constraint partition_owner_pkey do update set owner = p_owner, epoch = o.epoch + 1
      returning o.log_partition, o.epoch;
  end loop;
end $$;

-- Moves what is new from `incoming` into the tables; leaves in `incoming` exactly the records that were inserted.
create function store_incoming() returns void language plpgsql as $$
declare
  v_staged bigint;
  v_inserted bigint;
begin
  select count(*) into v_staged from incoming;
  insert into record
    select merchant_key, identity, content, leg1_key, payout_key, reference_keys, tenant, merchant, side, source, account, record_id, kind,
           ref, parent_ref, payout_ref, trace_ref, reference_list, automatic, currency, gross_minor, fee_minor, net_minor, presentment,
           occurred_at, business_date, status, source_version, log_partition, log_offset, false, now()
    from incoming
  on conflict do nothing;
  get diagnostics v_inserted = row_count;
  if reads_copies() then
    perform copy_incoming();
  end if;
  if v_inserted < v_staged then
    -- The same place in the log means that we were here before; another place means that the producer sent it twice.
    insert into replayed
      select i.log_partition, i.log_offset, r.inserted_at
      from incoming i cross join lateral (
        select * from known_record r where (r.merchant_key, r.identity, r.content) = (i.merchant_key, i.identity, i.content) offset 0
      ) r
      where r.inserted_at <> now() and (r.log_partition, r.log_offset) = (i.log_partition, i.log_offset);
    delete from incoming i where exists (
      select from known_record r
      where (r.merchant_key, r.identity, r.content) = (i.merchant_key, i.identity, i.content)
        and (r.inserted_at <> now() or (r.log_partition, r.log_offset) <> (i.log_partition, i.log_offset))
      offset 0
    );
  end if;
  insert into bank_reference
    select i.merchant_key, k, i.identity, i.content, i.kind = 'bank_line'
    from incoming i cross join unnest(i.reference_keys) k
    where i.reference_keys is not null
  on conflict do nothing;
end $$;

-- Records of one identity with different contents leave every rule; what they stood in is touched. Nothing else is in `judged` yet.
create function unseat_conflicts() returns void language plpgsql as $$
begin
  perform 1 from incoming i
    where exists (
      select from known_record r where r.merchant_key = i.merchant_key and r.identity = i.identity and r.content <> i.content
    ) limit 1;
  if not found then
    return;
  end if;
  insert into judged
    select r.merchant_key, r.identity, r.content, r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind,
           'EX:IDENTITY_CONFLICT', null, 0, null, null, null, null, null, h.log_partition, h.log_offset, null
    from (
      select i.merchant_key, i.identity, max(i.log_partition) as log_partition, max(i.log_offset) as log_offset
      from incoming i
      where exists (
        select from known_record r where r.merchant_key = i.merchant_key and r.identity = i.identity and r.content <> i.content
      )
      group by i.merchant_key, i.identity
    ) h cross join lateral (
      select * from known_record r where r.merchant_key = h.merchant_key and r.identity = h.identity and not r.conflicted offset 0
    ) r;
  if reads_copies() then
    perform copy_around_conflicts();
  end if;
  insert into touched_leg1
    select r.merchant_key, r.leg1_key, j.cause_partition, j.cause_offset, null, null
    from judged j cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) r
    where r.leg1_key is not null;
  insert into touched_record
    select p.merchant_key, p.identity, p.content, j.cause_partition, j.cause_offset, null, null
    from judged j cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) r cross join lateral (
      select * from known_record p
      where p.payout_key = r.payout_key and p.kind = 'payout' and p.merchant_key = r.merchant_key and r.kind <> 'payout' offset 0
    ) p;
  insert into touched_record
    select b.merchant_key, b.identity, b.content, j.cause_partition, j.cause_offset, null, null
    from judged j cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) r cross join unnest(r.reference_keys) k cross join lateral (
      select * from known_reference b where b.merchant_key = r.merchant_key and b.reference_key = k offset 0
    ) b
    where r.reference_keys is not null;
  -- Planned anew each time: an update's joins have no order of ours, and one that suits a small `record` must not be kept for a large one.
  execute 'update record r set conflicted = true
    from judged j where r.merchant_key = j.merchant_key and r.identity = j.identity and r.content = j.content';
  if reads_copies() then
    execute 'update known_record r set conflicted = true
      from judged j where r.merchant_key = j.merchant_key and r.identity = j.identity and r.content = j.content';
  end if;
  -- Whatever these would touch is touched by now; the steps that follow need not ask whether a new record is in conflict.
  delete from incoming i where exists (
    select from known_record r where r.merchant_key = i.merchant_key and r.identity = i.identity and r.content <> i.content offset 0
  );
end $$;

-- What the new records touch: their LEG1 keys, the payouts that they are members of, and payouts and lines themselves.
create function touch_incoming() returns void language plpgsql as $$
begin
  insert into touched_leg1
    select i.merchant_key, i.leg1_key, i.log_partition, i.log_offset, null, null from incoming i where i.leg1_key is not null;
  if reads_copies() then
    perform copy_payouts();
  end if;
  insert into touched_record
    select p.merchant_key, p.identity, p.content, t.log_partition, t.log_offset, null, null
    from (
      select merchant_key, payout_key, max(log_partition) as log_partition, max(log_offset) as log_offset
      from incoming where payout_key is not null and kind <> 'payout' group by merchant_key, payout_key
    ) t cross join lateral (
      select * from known_record p where p.payout_key = t.payout_key and p.kind = 'payout' and p.merchant_key = t.merchant_key offset 0
    ) p;
  insert into touched_record
    select merchant_key, identity, content, log_partition, log_offset, null, null from incoming where kind in ('payout', 'bank_line');
  insert into judged
    select i.merchant_key, i.identity, i.content, i.tenant, i.merchant, i.source, i.account, i.record_id, i.kind,
           'EXPLAINED_STANDALONE', 'R8', 0, null, null, null, null, null, i.log_partition, i.log_offset, null
    from incoming i
    where i.kind in ('fee', 'adjustment', 'fx', 'other', 'payout_return');
end $$;
