-- The working tables of a matcher's session. They are empty outside a transaction.

create function open_matcher_session() returns void language plpgsql as $$
begin
  create temp table if not exists incoming (
    merchant_key bytea, identity bytea, content bytea, leg1_key bytea, payout_key bytea, reference_keys bytea[],
    tenant text, merchant text, side text, source text, account text, record_id text, kind text,
    ref text, parent_ref text, payout_ref text, trace_ref text, reference_list text[], automatic boolean, currency text,
    gross_minor bigint, fee_minor bigint, net_minor bigint, presentment text, occurred_at timestamptz, business_date date,
    status text, source_version int, log_partition int, log_offset bigint
  ) on commit delete rows;
  -- What comes again from the log although it is held already: its decisions are published once more.
  create temp table if not exists replayed (log_partition int, log_offset bigint, inserted_at timestamptz) on commit delete rows;
  -- Units to judge. `decide_before`: a close decides what is younger in none of its records; null between closes.
  create temp table if not exists touched_leg1 (
    merchant_key bytea, leg1_key bytea, cause_partition int, cause_offset bigint, cause_close text, decide_before date
  ) on commit delete rows;
  create temp table if not exists touched_record (
    merchant_key bytea, identity bytea, content bytea, cause_partition int, cause_offset bigint, cause_close text, decide_before date
  ) on commit delete rows;
  -- Payouts and bank lines, with the component that they belong to.
  create temp table if not exists node (
    node_id int generated always as identity, component int, round int,
    merchant_key bytea, identity bytea, content bytea, is_line boolean, reference_keys bytea[],
    net_minor bigint, business_date date,
    cause_partition int, cause_offset bigint, cause_close text, decide_before date
  ) on commit delete rows;
  create temp table if not exists judged (
    merchant_key bytea, identity bytea, content bytea,
    tenant text, merchant text, source text, account text, record_id text, kind text,
    state text, rule_id text, variance_minor bigint, leg1_group text, leg2b_group text,
    member_count int, residual_minor numeric(38), detail text,
    cause_partition int, cause_offset bigint, cause_close text
  ) on commit delete rows;
  create temp table if not exists closing (
    close_id text, log_partition int, tenant text, decide_before date, applied_at timestamptz
  ) on commit delete rows;
  create temp table if not exists undecided (
    merchant_key bytea, identity bytea, content bytea, leg1_key bytea, kind text, side text, business_date date,
    tenant text, merchant text, source text, account text, record_id text,
    close_id text, log_partition int, decide_before date
  ) on commit delete rows;
  -- Plans are kept for the session and made while the tables may be empty: what suits an empty table must never be kept for a full one.
  set enable_seqscan = off;
  set enable_hashjoin = off;
  set enable_mergejoin = off;
  set jit = off;
end $$;

-- Empties the working tables between two steps of one transaction.
create function next_step() returns void language sql as $$
  delete from incoming; delete from replayed; delete from touched_leg1; delete from touched_record;
  delete from node; delete from judged; delete from closing; delete from undecided;
$$;
