-- R1: judges every record of the touched LEG1 keys by counts for each key, currency and gross. Never pairs by rank.

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
        when unit_ledger = unit_processor then
          case when bool_and(amount_ledger = amount_processor) over (partition by leg1_key, currency) then 'MATCHED'
               else 'EX:AMBIGUOUS_REFERENCE' end
        when decide_before is null or youngest >= decide_before then 'OPEN'
        when unit_ledger > 0 and unit_processor > 0 then 'EX:AMBIGUOUS_REFERENCE'
        when bool_or(unit_processor = 0) over (partition by leg1_key) and bool_or(unit_ledger = 0) over (partition by leg1_key)
          then 'EX:CURRENCY_MISMATCH'
        when side = 'ledger' then 'EX:MISSING_AT_PROCESSOR'
        else 'EX:MISSING_IN_LEDGER'
      end as state
    from (
      select r.merchant_key, r.identity, r.content, r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, r.side,
        r.leg1_key, r.currency, r.gross_minor,
        count(*) filter (where r.side = 'ledger') over in_unit as unit_ledger,
        count(*) filter (where r.side = 'processor') over in_unit as unit_processor,
        max(r.gross_minor) filter (where r.side = 'ledger') over in_unit as ledger_gross,
        max(r.gross_minor) filter (where r.side = 'processor') over in_unit as processor_gross,
        count(*) filter (where r.side = 'ledger') over in_amount as amount_ledger,
        count(*) filter (where r.side = 'processor') over in_amount as amount_processor,
        -- Over all currencies, decided records included.
        max(r.business_date) over (partition by r.leg1_key) as youngest,
        t.cause_partition, t.cause_offset, t.cause_close, t.decide_before
      from (
        select merchant_key, leg1_key, max(cause_partition) as cause_partition, max(cause_offset) as cause_offset,
          max(cause_close) as cause_close, max(decide_before) as decide_before
        from touched_leg1 group by merchant_key, leg1_key
      ) t cross join lateral (
        select * from record r where r.leg1_key = t.leg1_key and r.merchant_key = t.merchant_key and not r.conflicted offset 0
      ) r
      window in_amount as (partition by r.leg1_key, r.currency, r.gross_minor),
             in_unit as (partition by r.leg1_key, r.currency)
    ) unit
  ) stated
$$;
