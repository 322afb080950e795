-- R3 and R4: payouts with their members, payouts with their bank lines.

-- Fills `node` with the touched payouts and lines and with everything that is connected to them by references.
-- Hash joins inside `node`: a close may put every undecided payout and line of a tenant there, and nested loops would be quadratic.
create function gather_components() returns void language plpgsql set enable_hashjoin = on as $$
declare
  v_round int := 0;
begin
  if reads_copies() then
    perform copy_touched_records();
  end if;
  insert into node (round, merchant_key, identity, content, is_line, reference_keys, net_minor, business_date,
                    cause_partition, cause_offset, cause_close, decide_before)
    select 0, r.merchant_key, r.identity, r.content, r.kind = 'bank_line', r.reference_keys, r.net_minor, r.business_date,
           t.cause_partition, t.cause_offset, t.cause_close, t.decide_before
    from (
      select merchant_key, identity, content, max(cause_partition) as cause_partition, max(cause_offset) as cause_offset,
             max(cause_close) as cause_close, max(decide_before) as decide_before
      from touched_record group by merchant_key, identity, content
    ) t cross join lateral (
      select * from known_record r
      where (r.merchant_key, r.identity, r.content) = (t.merchant_key, t.identity, t.content) and not r.conflicted offset 0
    ) r;
  loop
    if reads_copies() then
      perform copy_neighbours(v_round);
    end if;
    insert into node (round, merchant_key, identity, content, is_line, reference_keys, net_minor, business_date, decide_before)
      select distinct on (r.merchant_key, r.identity)
             v_round + 1, r.merchant_key, r.identity, r.content, r.kind = 'bank_line', r.reference_keys, r.net_minor, r.business_date, n.decide_before
      from node n cross join unnest(n.reference_keys) k cross join lateral (
        select * from known_reference b where b.merchant_key = n.merchant_key and b.reference_key = k and b.is_line <> n.is_line offset 0
      ) b cross join lateral (
        select * from known_record r
        where (r.merchant_key, r.identity, r.content) = (b.merchant_key, b.identity, b.content) and not r.conflicted offset 0
      ) r
      where n.round = v_round and n.reference_keys is not null
        and not exists (select from node x where x.merchant_key = r.merchant_key and x.identity = r.identity);
    exit when not found;
    v_round := v_round + 1;
  end loop;
  -- Who shares a key with the other side shares a component: each node takes the least number of its keys until nothing moves. Key by key, not
  -- pair by pair: on the day of the payouts a batch holds thousands of nodes.
  update node set component = node_id;
  loop
    with reference as materialized (
      select n.node_id, n.component, n.merchant_key, n.is_line, k from node n cross join unnest(n.reference_keys) k
    ), shared as materialized (
      select merchant_key, k, min(component) as component from reference
      group by merchant_key, k having bool_or(is_line) and not bool_and(is_line)
    ), least_of as (
      select r.node_id, min(s.component) as component
      from reference r join shared s on s.k = r.k and s.merchant_key = r.merchant_key group by r.node_id
    )
    update node n set component = l.component from least_of l where n.node_id = l.node_id and l.component < n.component;
    exit when not found;
  end loop;
end $$;

-- Judges every payout and bank line in `node`. A hash join for the same reason.
create function judge_leg2() returns void language sql set enable_hashjoin = on as $$
  insert into judged
  with component as (
    select component, count(*) filter (where not is_line) as payouts, count(*) filter (where is_line) as lines, sum(net_minor) as total,
           max(business_date) as youngest, min(encode(identity, 'hex')) filter (where not is_line) as first_payout,
           max(cause_partition) as cause_partition, max(cause_offset) as cause_offset, max(cause_close) as cause_close
    from node group by component
  ), leg2b as (
    select n.merchant_key, n.identity, n.content, n.is_line, n.decide_before, c.total, c.first_payout,
           coalesce(n.cause_partition, c.cause_partition) as cause_partition,
           case when n.cause_close is null then greatest(n.cause_offset, c.cause_offset) end as cause_offset,
           coalesce(n.cause_close, c.cause_close) as cause_close,
           case
             when c.payouts = 1 and c.lines = 1 then case when c.total = 0 then 'MATCHED' else 'EX:BANK_AMOUNT_MISMATCH' end
             when n.decide_before is null or c.youngest >= n.decide_before then 'OPEN'
             when c.payouts > 0 and c.lines > 0 then 'EX:AMBIGUOUS_REFERENCE'
             when n.is_line then 'EX:UNEXPECTED_AT_BANK'
             else 'EX:MISSING_AT_BANK'
           end as state
    from node n join component c using (component)
  ), legs as (
    select l.*, r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, r.automatic,
           l.state in ('MATCHED', 'EX:BANK_AMOUNT_MISMATCH') as paired,
           case when not l.is_line and r.automatic then coalesce(m.member_count, 0) end as member_count,
           case when not l.is_line and r.automatic then coalesce(m.net_minor, 0) + r.net_minor end as residual_minor,
           greatest(r.business_date, m.youngest) as youngest
    from leg2b l cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (l.merchant_key, l.identity, l.content) offset 0
    ) r left join lateral (
      select count(*) as member_count, sum(m.net_minor) as net_minor, max(m.business_date) as youngest
      from known_record m
      where m.payout_key = r.payout_key and m.kind <> 'payout' and m.merchant_key = r.merchant_key and not m.conflicted and r.kind = 'payout'
    ) m on true
  ), stated as (
    -- The payout's own order: imbalance, then open while its members do not add up, then what the bank says.
    select legs.*, case
        when coalesce(residual_minor, 0) = 0 then state
        when decide_before is not null and youngest < decide_before then 'EX:PAYOUT_IMBALANCE'
        else 'OPEN'
      end as final_state
    from legs
  )
  select merchant_key, identity, content, tenant, merchant, source, account, record_id, kind,
         final_state,
         case final_state when 'OPEN' then null when 'EX:PAYOUT_IMBALANCE' then 'R3' else 'R4' end,
         case when final_state <> 'OPEN' and paired then total else 0 end,
         null,
         case when final_state <> 'OPEN' and paired then 'p:' || first_payout end,
         case when final_state <> 'OPEN' then member_count end,
         case when final_state <> 'OPEN' then residual_minor end,
         case when final_state <> 'OPEN' and not is_line and not automatic then 'NOT_DECOMPOSABLE' end,
         cause_partition, cause_offset, cause_close
  from stated
$$;
