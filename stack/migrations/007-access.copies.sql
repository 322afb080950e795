-- How a batch reaches the tables when they lie on other servers (Citus): what it needs is copied into the session first, judged there, and
-- written back. Nothing here is of Citus alone, so that a plain PostgreSQL runs it too, with the same answers.
--
-- Every statement that names a distributed table has one of four shapes, which Citus plans (docs/decisions/0011): an insert of local rows;
-- an insert into a local table of an inner join between a distributed table and a `materialized` list of local keys; an update from a local
-- table; the close's left join on the whole key. No `lateral` with `offset`, no window, no `for update`, no two modifications in one statement.
-- PL/pgSQL throughout: in an SQL function Citus plans no parameters.

create function reads_copies() returns boolean language sql immutable as 'select true';

create function open_copies() returns void language plpgsql as $$
begin
  create temp table if not exists known_record (like record including indexes) on commit delete rows;
  create temp table if not exists known_reference (like bank_reference including indexes) on commit delete rows;
  create temp table if not exists known_decision (like decision including indexes) on commit delete rows;
  -- A version of a decision is here once, however often it is asked for.
  create temp table if not exists known_history (
    like decision_history, primary key (merchant_key, identity, content, version)
  ) on commit delete rows;
  -- Lists for one statement each: what is joined to make them is local, and the joins keep to the indexes of the copies.
  create temp table if not exists wanted_key (merchant_key bytea, key bytea) on commit delete rows;
  create temp table if not exists wanted_record (merchant_key bytea, identity bytea, content bytea) on commit delete rows;
  create temp table if not exists settled (like judged, version int) on commit delete rows;
  -- Citus lets one transaction at a time write to all shards of a table, since two of them could wait for each other's rows. Matchers have no
  -- rows in common: a merchant is in one partition, and a partition has one owner. A PostgreSQL without Citus takes any name with a dot in it.
  set citus.all_modifications_commutative = on;
end $$;

create function forget_copies() returns void language plpgsql as $$
begin
  delete from known_record; delete from known_reference; delete from known_decision; delete from known_history;
  delete from wanted_key; delete from wanted_record; delete from settled;
end $$;

-- All records of the identities of a batch: the new ones, those held already, and those they contradict.
create function copy_incoming() returns void language plpgsql as $$
begin
  insert into known_record
    with wanted as materialized (select distinct merchant_key, identity from incoming)
    select r.* from wanted w join record r on r.merchant_key = w.merchant_key and r.identity = w.identity
  on conflict do nothing;
end $$;

-- The payouts that new records are members of.
create function copy_payouts() returns void language plpgsql as $$
begin
  insert into known_record
    with wanted as materialized (
      select distinct merchant_key, payout_key from incoming where payout_key is not null and kind <> 'payout'
    )
    select r.* from wanted w join record r on r.payout_key = w.payout_key and r.merchant_key = w.merchant_key where r.kind = 'payout'
  on conflict do nothing;
end $$;

-- What the records in conflict stood in: their payouts, and who shares a reference with them.
create function copy_around_conflicts() returns void language plpgsql as $$
begin
  delete from wanted_key;
  insert into wanted_key
    select distinct r.merchant_key, r.payout_key
    from judged j cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) r
    where r.payout_key is not null and r.kind <> 'payout';
  insert into known_record
    with wanted as materialized (select merchant_key, key from wanted_key)
    select r.* from wanted w join record r on r.payout_key = w.key and r.merchant_key = w.merchant_key where r.kind = 'payout'
  on conflict do nothing;
  delete from wanted_key;
  insert into wanted_key
    select distinct r.merchant_key, k
    from judged j cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (j.merchant_key, j.identity, j.content) offset 0
    ) r cross join unnest(r.reference_keys) k;
  perform copy_references();
end $$;

create function copy_references() returns void language plpgsql as $$
begin
  insert into known_reference
    with wanted as materialized (select merchant_key, key from wanted_key)
    select b.* from wanted w join bank_reference b on b.merchant_key = w.merchant_key and b.reference_key = w.key
  on conflict do nothing;
end $$;

create function copy_leg1() returns void language plpgsql as $$
begin
  insert into known_record
    with wanted as materialized (select distinct merchant_key, leg1_key from touched_leg1)
    select r.* from wanted w join record r on r.leg1_key = w.leg1_key and r.merchant_key = w.merchant_key where not r.conflicted
  on conflict do nothing;
end $$;

create function copy_touched_records() returns void language plpgsql as $$
begin
  delete from wanted_record;
  insert into wanted_record select distinct merchant_key, identity, content from touched_record;
  perform copy_records();
end $$;

-- Who shares a reference with the nodes of this round.
create function copy_neighbours(p_round int) returns void language plpgsql as $$
begin
  delete from wanted_key;
  insert into wanted_key
    select distinct n.merchant_key, k from node n cross join unnest(n.reference_keys) k where n.round = p_round;
  perform copy_references();
  delete from wanted_record;
  insert into wanted_record
    select distinct b.merchant_key, b.identity, b.content
    from wanted_key w cross join lateral (
      select * from known_reference b where b.merchant_key = w.merchant_key and b.reference_key = w.key offset 0
    ) b;
  perform copy_records();
end $$;

create function copy_records() returns void language plpgsql as $$
begin
  insert into known_record
    with wanted as materialized (select merchant_key, identity, content from wanted_record)
    select r.* from wanted w join record r on r.merchant_key = w.merchant_key and r.identity = w.identity and r.content = w.content
  on conflict do nothing;
end $$;

-- The members of the payouts in `node`.
create function copy_members() returns void language plpgsql as $$
begin
  delete from wanted_key;
  insert into wanted_key
    select distinct r.merchant_key, r.payout_key
    from node n cross join lateral (
      select * from known_record r where (r.merchant_key, r.identity, r.content) = (n.merchant_key, n.identity, n.content) offset 0
    ) r
    where r.payout_key is not null and r.kind = 'payout';
  insert into known_record
    with wanted as materialized (select merchant_key, key from wanted_key)
    select r.* from wanted w join record r on r.payout_key = w.key and r.merchant_key = w.merchant_key where r.kind <> 'payout'
  on conflict do nothing;
end $$;

create function copy_replayed_history() returns void language plpgsql as $$
begin
  insert into known_history
    with wanted as materialized (select log_partition, log_offset, (select min(inserted_at) from replayed) as since from replayed)
    select h.*
    from wanted w join decision_history h on h.cause_partition = w.log_partition and h.cause_offset = w.log_offset and h.decided_at >= w.since
  on conflict do nothing;
  perform copy_records_of_history();
end $$;

create function copy_closed_history() returns void language plpgsql as $$
begin
  insert into known_history
    with wanted as materialized (select close_id, log_partition, applied_at from closing where applied_at is not null)
    select h.*
    from wanted w join decision_history h on h.cause_close = w.close_id and h.cause_partition = w.log_partition and h.decided_at >= w.applied_at
  on conflict do nothing;
  perform copy_records_of_history();
end $$;

create function copy_records_of_history() returns void language plpgsql as $$
begin
  delete from wanted_record;
  insert into wanted_record select distinct merchant_key, identity, content from known_history;
  perform copy_records();
end $$;

create function settle() returns setof decided language plpgsql as $$
begin
  insert into known_decision
    with wanted as materialized (select distinct merchant_key, identity, content from judged)
    select d.* from wanted w join decision d on d.merchant_key = w.merchant_key and d.identity = w.identity and d.content = w.content
  on conflict do nothing;
  insert into settled select * from changed_decision;
  insert into decision as d
    select merchant_key, identity, content, state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail,
           version, cause_partition, cause_offset, cause_close, now()
    from settled
  on conflict (merchant_key, identity, content) do update set
    state = excluded.state, rule_id = excluded.rule_id, variance_minor = excluded.variance_minor,
    leg1_group = excluded.leg1_group, leg2b_group = excluded.leg2b_group, member_count = excluded.member_count,
    residual_minor = excluded.residual_minor, detail = excluded.detail, version = excluded.version,
    cause_partition = excluded.cause_partition, cause_offset = excluded.cause_offset, cause_close = excluded.cause_close,
    decided_at = excluded.decided_at;
  insert into decision_history
    select merchant_key, identity, content, state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail,
           version, cause_partition, cause_offset, cause_close, now()
    from settled;
  return query
    select tenant, merchant, source, account, record_id, kind, encode(content, 'hex'),
           state, rule_id, variance_minor, leg1_group, leg2b_group, member_count, residual_minor, detail, version,
           cause_partition, cause_offset, cause_close
    from settled;
end $$;
