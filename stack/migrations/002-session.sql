-- The working tables of a matcher's session. They are empty outside a transaction.
--
-- A commit empties them, and where a table may hold values out of line that costs a quarter of a millisecond each. So those that every batch
-- fills keep all values in the row (`storage plain`: a row must fit its page, which the limits of docs/wire.md see to, and a test), and
-- those of closes are emptied by closes. Where the server has a tablespace `scratch`, best in memory, those of batches lie there: on a disk the
-- emptying may wait for the file system.
--
-- What stands in the database is read through `known_record`, `known_reference`, `known_decision` and `known_history`: the tables themselves,
-- or copies of what a batch needs of them, where the tables lie on other servers. 007-access.*.sql says which.

create function open_matcher_session(p_in_scratch boolean) returns void language plpgsql as $$
begin
  create temp table if not exists closing (
    close_id text, log_partition int, tenant text, decide_before date, applied_at timestamptz
  );
  create temp table if not exists undecided (
    merchant_key bytea, identity bytea, content bytea, leg1_key bytea, kind text, side text, business_date date,
    tenant text, merchant text, source text, account text, record_id text,
    close_id text, log_partition int, decide_before date
  );
  -- All that follow.
  if p_in_scratch and exists (select from pg_tablespace where spcname = 'scratch') then
    perform set_config('temp_tablespaces', 'scratch', true);
  end if;
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
    merchant_key bytea storage plain, leg1_key bytea storage plain,
    cause_partition int, cause_offset bigint, cause_close text storage plain, decide_before date
  ) on commit delete rows;
  create temp table if not exists touched_record (
    merchant_key bytea storage plain, identity bytea storage plain, content bytea storage plain,
    cause_partition int, cause_offset bigint, cause_close text storage plain, decide_before date
  ) on commit delete rows;
  -- Payouts and bank lines, with the component that they belong to.
  create temp table if not exists node (
    node_id int generated always as identity, component int, round int,
    merchant_key bytea storage plain, identity bytea storage plain, content bytea storage plain,
    is_line boolean, reference_keys bytea[] storage plain, net_minor bigint, business_date date,
    cause_partition int, cause_offset bigint, cause_close text storage plain, decide_before date
  ) on commit delete rows;
  create temp table if not exists judged (
    merchant_key bytea storage plain, identity bytea storage plain, content bytea storage plain,
    tenant text storage plain, merchant text storage plain, source text storage plain, account text storage plain,
    record_id text storage plain, kind text storage plain,
    state text storage plain, rule_id text storage plain, variance_minor bigint,
    leg1_group text storage plain, leg2b_group text storage plain,
    member_count int, residual_minor numeric(38) storage plain, detail text storage plain,
    cause_partition int, cause_offset bigint, cause_close text storage plain
  ) on commit delete rows;
  if reads_copies() then
    perform open_copies();
  end if;
  -- What of `judged` differs from the decisions that stand.
  create or replace temp view changed_decision as
    select j.*, coalesce(d.version, 0) + 1 as version
    from judged j left join lateral (
      select * from known_decision d where (d.merchant_key, d.identity, d.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) d on true
    where (d.version is not null or j.state <> 'OPEN')
      and (d.state, d.rule_id, d.variance_minor, d.leg1_group, d.leg2b_group, d.member_count, d.residual_minor, d.detail)
        is distinct from (j.state, j.rule_id, j.variance_minor, j.leg1_group, j.leg2b_group, j.member_count, j.residual_minor, j.detail);
  -- Plans are kept for the session and made while the tables may be empty: what suits an empty table must never be kept for a full one.
  set enable_seqscan = off;
  -- A matcher whose host has gone in the middle of a batch must not keep its partitions locked.
  set idle_in_transaction_session_timeout = '60s';
  set enable_hashjoin = off;
  set enable_mergejoin = off;
  set jit = off;
end $$;

-- Empties the working tables between two steps of one transaction.
create function next_step() returns void language plpgsql as $$
begin
  delete from incoming; delete from replayed; delete from touched_leg1; delete from touched_record;
  delete from node; delete from judged;
  if reads_copies() then
    perform forget_copies();
  end if;
end $$;

-- Up to so many undecided records a close is judged in `scratch`: room for batches, not for what a day has left.
create function scratch_records_max() returns bigint language sql immutable as 'select 20000';

-- Moves the working tables of batches that lie in one tablespace to another; says whether there were any. Back to `scratch` they come empty.
-- Out of it they are copied as they are: emptied, they would begin new files there, and a full one has room for none.
create function move_working_tables(p_from name, p_to name) returns boolean language plpgsql as $$
declare
  v_kind text;
  v_name regclass;
  v_moved boolean := false;
begin
  for v_kind, v_name in
    select case c.relkind when 'i' then 'index' else 'table' end, c.oid
    from pg_class c left join pg_tablespace t on t.oid = c.reltablespace
    where c.relnamespace = pg_my_temp_schema() and c.relkind in ('r', 'i') and coalesce(t.spcname, 'pg_default') = p_from
      and c.relname not in ('closing', 'undecided')
  loop
    if v_kind = 'table' and p_to = 'scratch' then
      execute format('truncate %s', v_name);
    end if;
    execute format('alter %s %s set tablespace %I', v_kind, v_name, p_to);
    v_moved := true;
  end loop;
  return v_moved;
end $$;
