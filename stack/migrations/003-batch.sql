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
  if v_inserted < v_staged then
    -- The same place in the log means that we were here before; another place means that the producer sent it twice.
    insert into replayed
      select i.log_partition, i.log_offset, r.inserted_at
      from incoming i cross join lateral (
        select * from record r where (r.merchant_key, r.identity, r.content) = (i.merchant_key, i.identity, i.content) offset 0
      ) r
      where r.inserted_at <> now() and (r.log_partition, r.log_offset) = (i.log_partition, i.log_offset);
    delete from incoming i where exists (
      select from record r
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

-- Records of one identity with different contents leave every rule; what they stood in is touched.
create function unseat_conflicts() returns void language plpgsql as $$
begin
  perform 1 from incoming i
    where exists (
      select from record r where r.merchant_key = i.merchant_key and r.identity = i.identity and r.content <> i.content
    ) limit 1;
  if not found then
    return;
  end if;
  with hit as (
    select i.merchant_key, i.identity, max(i.log_partition) as log_partition, max(i.log_offset) as log_offset
    from incoming i
    where exists (
      select from record r where r.merchant_key = i.merchant_key and r.identity = i.identity and r.content <> i.content
    )
    group by i.merchant_key, i.identity
  ), unseated as (
    update record r set conflicted = true
    from (
      select h.log_partition, h.log_offset, r.ctid as row_id
      from hit h cross join lateral (
        select r.ctid from record r where r.merchant_key = h.merchant_key and r.identity = h.identity and not r.conflicted offset 0
      ) r
    ) h
    where r.ctid = h.row_id
    returning r.*, h.log_partition as cause_partition, h.log_offset as cause_offset
  ), stated as (
    insert into judged
      select merchant_key, identity, content, tenant, merchant, source, account, record_id, kind,
             'EX:IDENTITY_CONFLICT', null, 0, null, null, null, null, null, cause_partition, cause_offset, null
      from unseated
  ), leg1 as (
    insert into touched_leg1
      select merchant_key, leg1_key, cause_partition, cause_offset, null, null from unseated where leg1_key is not null
  ), payouts as (
    insert into touched_record
      select p.merchant_key, p.identity, p.content, u.cause_partition, u.cause_offset, null, null
      from unseated u cross join lateral (
        select * from record p where p.payout_key = u.payout_key and p.kind = 'payout' offset 0
      ) p
      where u.payout_key is not null and u.kind <> 'payout'
  )
  insert into touched_record
    select b.merchant_key, b.identity, b.content, u.cause_partition, u.cause_offset, null, null
    from unseated u cross join unnest(u.reference_keys) k cross join lateral (
      select * from bank_reference b where b.merchant_key = u.merchant_key and b.reference_key = k offset 0
    ) b
    where u.reference_keys is not null;
end $$;

-- What the new records touch: their LEG1 keys, the payouts that they are members of, and payouts and lines themselves.
create function touch_incoming() returns void language plpgsql as $$
begin
  insert into touched_leg1
    select i.merchant_key, i.leg1_key, i.log_partition, i.log_offset, null, null from incoming i where i.leg1_key is not null;
  insert into touched_record
    select p.merchant_key, p.identity, p.content, t.log_partition, t.log_offset, null, null
    from (
      select payout_key, max(log_partition) as log_partition, max(log_offset) as log_offset
      from incoming where payout_key is not null and kind <> 'payout' group by payout_key
    ) t cross join lateral (
      select * from record p where p.payout_key = t.payout_key and p.kind = 'payout' offset 0
    ) p;
  insert into touched_record
    select merchant_key, identity, content, log_partition, log_offset, null, null from incoming where kind in ('payout', 'bank_line');
  insert into judged
    select i.merchant_key, i.identity, i.content, i.tenant, i.merchant, i.source, i.account, i.record_id, i.kind,
           'EXPLAINED_STANDALONE', 'R8', 0, null, null, null, null, null, i.log_partition, i.log_offset, null
    from incoming i cross join lateral (
      select r.conflicted from record r where (r.merchant_key, r.identity, r.content) = (i.merchant_key, i.identity, i.content) offset 0
    ) r
    where i.kind in ('fee', 'adjustment', 'fx', 'other', 'payout_return') and not r.conflicted;
end $$;
