-- R1: judges every record of the touched LEG1 keys by counts for each gross, currency and key. Never pairs by rank.

-- Three windows, each over the one below it, so that one sort serves them all.
create function judge_leg1() returns void language sql as $$
  insert into judged
  select merchant_key, identity, content, tenant, merchant, source, account, record_id, kind,
         state,
         case when state <> 'OPEN' then 'R1' end,
         case when state in ('MATCHED_VARIANCE', 'EX:AMOUNT_MISMATCH', 'EX:DIRECTION_MISMATCH') then ledger_gross - processor_gross else 0 end,
         case
           when state in ('MATCHED_VARIANCE', 'EX:AMOUNT_MISMATCH', 'EX:DIRECTION_MISMATCH') then encode(leg1_key, 'hex') || ':' || currency
           -- Nobody can say who belongs to whom among equal amounts: a class of its own for each gross.
           when state = 'MATCHED' then encode(leg1_key, 'hex') || ':' || currency || ':' || gross_minor
         end,
         null, null, null, null,
         cause_partition, cause_offset, cause_close
  from (
    select unit.*,
      case
        when unit_ledger = unit_processor and unit_ledger = 1 then case
          when ledger_gross = processor_gross then 'MATCHED'
          when (ledger_gross > 0 and processor_gross < 0) or (ledger_gross < 0 and processor_gross > 0) then 'EX:DIRECTION_MISMATCH'
          when abs(ledger_gross - processor_gross) <= (
            select greatest(t.tolerance_abs, floor(abs(ledger_gross)::numeric * t.tolerance_bps / 10000)) from tenant t where t.tenant = unit.tenant
          ) then 'MATCHED_VARIANCE'
          else 'EX:AMOUNT_MISMATCH' end
        when unit_ledger = unit_processor then case when amounts_balance then 'MATCHED' else 'EX:AMBIGUOUS_REFERENCE' end
        -- The youngest of the key: over all its currencies, decided records included.
        when decide_before is null or max(business_date) over in_key >= decide_before then 'OPEN'
        when unit_ledger > 0 and unit_processor > 0 then 'EX:AMBIGUOUS_REFERENCE'
        when bool_or(unit_processor = 0) over in_key and bool_or(unit_ledger = 0) over in_key then 'EX:CURRENCY_MISMATCH'
        when side = 'ledger' then 'EX:MISSING_AT_PROCESSOR'
        else 'EX:MISSING_IN_LEDGER'
      end as state
    from (
      select amount.*,
        count(*) filter (where side = 'ledger') over in_unit as unit_ledger,
        count(*) filter (where side = 'processor') over in_unit as unit_processor,
        max(gross_minor) filter (where side = 'ledger') over in_unit as ledger_gross,
        max(gross_minor) filter (where side = 'processor') over in_unit as processor_gross,
        bool_and(amount_excess = 0) over in_unit as amounts_balance
      from (
        select r.merchant_key, r.identity, r.content, r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, r.side,
          r.leg1_key, r.currency, r.gross_minor, r.business_date,
          sum(case r.side when 'ledger' then 1 else -1 end) over (partition by r.leg1_key, r.currency, r.gross_minor) as amount_excess,
          t.cause_partition, t.cause_offset, t.cause_close, t.decide_before
        from (
          select merchant_key, leg1_key, max(cause_partition) as cause_partition, max(cause_offset) as cause_offset,
            max(cause_close) as cause_close, max(decide_before) as decide_before
          from touched_leg1 group by merchant_key, leg1_key
        ) t cross join lateral (
          select * from known_record r where r.leg1_key = t.leg1_key and r.merchant_key = t.merchant_key and not r.conflicted offset 0
        ) r
      ) amount
      window in_unit as (partition by leg1_key, currency)
    ) unit
    window in_key as (partition by leg1_key)
  ) stated
$$;
