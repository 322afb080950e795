-- How a batch reaches the tables when they lie in this database, whole or as hash partitions: it reads and writes them as they are.

-- A constant: PostgreSQL folds it, so that asking costs nothing.
create function reads_copies() returns boolean language sql immutable as 'select false';

create view known_record as select * from record;
create view known_reference as select * from bank_reference;
create view known_decision as select * from decision;
create view known_history as select * from decision_history;

-- Writes and returns what of `judged` differs from the decisions that stand.
create function settle() returns setof decided language sql as $$
  with changed as materialized (
    select * from changed_decision
  ), written as (
    insert into decision as d
      select merchant_key, identity, content, state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail,
             version, cause_partition, cause_offset, cause_close, now()
      from changed
    on conflict (merchant_key, identity, content) do update set
      state = excluded.state, rule_id = excluded.rule_id, variance_minor = excluded.variance_minor,
      leg1_group = excluded.leg1_group, leg2b_group = excluded.leg2b_group, member_count = excluded.member_count,
      residual_minor = excluded.residual_minor, detail = excluded.detail, version = excluded.version,
      cause_partition = excluded.cause_partition, cause_offset = excluded.cause_offset, cause_close = excluded.cause_close,
      decided_at = excluded.decided_at
  ), kept as (
    insert into decision_history
      select merchant_key, identity, content, state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail,
             version, cause_partition, cause_offset, cause_close, now()
      from changed
  )
  select tenant, merchant, source, account, record_id, kind, encode(content, 'hex'),
         state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail, version,
         cause_partition, cause_offset, cause_close
  from changed
$$;
