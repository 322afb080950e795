-- The entry points of a matcher, and what they answer with.

create type decided as (
  tenant text, merchant text, source text, account text, record_id text, kind text, content text,
  state text, rule_id text, variance_minor bigint, leg1_group text, leg2b_group text,
  member_count int, residual_minor numeric(38), detail text, version int,
  log_partition int, cause_offset bigint, cause_close text
);

-- What a batch that came again had decided, every version of it.
-- Rare and possibly large: a hash join, where everything else of a batch wants none.
create function decided_before() returns setof decided language sql set enable_hashjoin = on as $$
  select r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, encode(h.content, 'hex'),
         h.state, h.rule_id, h.variance_minor, h.leg1_group, h.leg2b_group, h.member_count, h.residual_minor, h.detail, h.version,
         h.cause_partition, h.cause_offset, h.cause_close
  from (
    select h.* from known_history h
    where h.decided_at >= (select min(inserted_at) from replayed)
      and (h.cause_partition, h.cause_offset) in (select log_partition, log_offset from replayed)
    offset 0
  ) h cross join lateral (
    select * from known_record r where (r.merchant_key, r.identity, r.content) = (h.merchant_key, h.identity, h.content) offset 0
  ) r
  order by h.version
$$;

-- Judges the touched LEG1 keys, payouts and bank lines.
create function judge_touched() returns void language plpgsql as $$
begin
  if reads_copies() then
    perform copy_leg1();
  end if;
  perform judge_leg1();
  if exists (select from touched_record) then
    perform gather_components();
    if reads_copies() then
      perform copy_members();
    end if;
    perform judge_leg2();
  end if;
end $$;

-- One batch of records that stand in `incoming`: stored, judged, written. Answers with the decisions to publish.
create function apply_batch(p_partitions int[], p_epochs bigint[]) returns setof decided language plpgsql as $$
begin
  perform fence_partitions(p_partitions, p_epochs);
  perform store_incoming();
  perform unseat_conflicts();
  perform touch_incoming();
  perform judge_touched();
  return query select * from settle();
  if exists (select from replayed) then
    if reads_copies() then
      perform copy_replayed_history();
    end if;
    return query select * from decided_before();
  end if;
end $$;

-- What the closes in `closing` may decide. The one query that reads whole tables, and so the one that wants a hash join.
-- It reads the tables themselves in every form: copies of them would be all of them. Planned anew for each close, as the tables are by then.
create function find_undecided() returns void language plpgsql
set enable_hashjoin = on set enable_seqscan = on set work_mem = '64MB' as $$
begin
  execute $find$
    insert into undecided
      with due as materialized (select close_id, log_partition, tenant, decide_before from closing where applied_at is null)
      select r.merchant_key, r.identity, r.content, r.leg1_key, r.kind, r.side, r.business_date,
             r.tenant, r.merchant, r.source, r.account, r.record_id, c.close_id, c.log_partition, c.decide_before
      from record r
      left join decision d on d.merchant_key = r.merchant_key and d.identity = r.identity and d.content = r.content
      join due c on r.tenant = c.tenant and r.log_partition = c.log_partition
      where not r.conflicted
        and (d.state is null or d.state in ('OPEN', 'EX:AMBIGUOUS_REFERENCE', 'EX:CURRENCY_MISMATCH', 'EX:PAYOUT_IMBALANCE',
          'EX:MISSING_AT_PROCESSOR', 'EX:MISSING_IN_LEDGER', 'EX:MISSING_AT_BANK', 'EX:UNEXPECTED_AT_BANK'))
  $find$;
end $$;

-- What closes that come again had decided. Rare and large: hash joins.
create function closed_before() returns setof decided language sql set enable_hashjoin = on as $$
  select r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, encode(h.content, 'hex'),
         h.state, h.rule_id, h.variance_minor, h.leg1_group, h.leg2b_group, h.member_count, h.residual_minor, h.detail, h.version,
         h.cause_partition, h.cause_offset, h.cause_close
  from closing c join known_history h on h.cause_close = c.close_id and h.decided_at >= c.applied_at and h.cause_partition = c.log_partition
  join known_record r on (r.merchant_key, r.identity, r.content) = (h.merchant_key, h.identity, h.content)
  where c.applied_at is not null
$$;

-- Judges again, with the closes' dates, what is undecided or was decided by a close: a partition, tenant and date for each marker.
create function apply_close(p_partitions int[], p_epochs bigint[], p_close_ids text[], p_close_partitions int[], p_tenants text[], p_dates date[])
returns setof decided language plpgsql as $$
declare
  v_moved boolean := false;
begin
  perform fence_partitions(p_partitions, p_epochs);
  insert into closing
    select c.close_id, c.log_partition, c.tenant, c.close_date - t.carry_days, a.applied_at
    from unnest(p_close_ids, p_close_partitions, p_tenants, p_dates) as c (close_id, log_partition, tenant, close_date)
    join tenant t on t.tenant = c.tenant
    left join close_applied a on a.close_id = c.close_id and a.log_partition = c.log_partition;
  -- A marker that comes again changes nothing: records that stand behind it in the log may be here already.
  insert into close_applied select close_id, log_partition, now() from closing where applied_at is null;

  perform find_undecided();
  if (select count(*) from undecided) > scratch_records_max() then
    v_moved := move_working_tables('scratch', 'pg_default');
  end if;
  insert into touched_leg1
    select distinct merchant_key, leg1_key, log_partition, null::bigint, close_id, decide_before from undecided where leg1_key is not null;
  -- A record of these kinds without a ref is a unit of its own.
  insert into judged
    select merchant_key, identity, content, tenant, merchant, source, account, record_id, kind,
           case when business_date >= decide_before then 'OPEN' when side = 'ledger' then 'EX:MISSING_AT_PROCESSOR' else 'EX:MISSING_IN_LEDGER' end,
           case when business_date >= decide_before then null else 'R1' end,
           0, null, null, null, null, null, log_partition, null, close_id
    from undecided
    where leg1_key is null and kind in ('charge', 'refund', 'dispute', 'dispute_reversal');
  insert into touched_record
    select merchant_key, identity, content, log_partition, null, close_id, decide_before from undecided where kind in ('payout', 'bank_line');
  perform judge_touched();
  return query select * from settle();
  if exists (select from closing where applied_at is not null) then
    if reads_copies() then
      perform copy_closed_history();
    end if;
    return query select * from closed_before();
  end if;
  truncate closing, undecided;
  if v_moved then
    perform move_working_tables('pg_default', 'scratch');
  end if;
end $$;
