-- What the stack holds. Every unique key begins with merchant_key, so that the tables can be distributed by it.
-- `:by_merchant` stands for the clause of the form that the tables have (table-layout.ts): hash partitions, or nothing.

create table tenant (
  tenant text primary key,
  -- The tenant's key is derived from the admin key and this salt; only its hash can be compared here.
  salt bytea not null,
  key_hash bytea not null unique,
  carry_days int not null default 5 check (carry_days >= 0),
  tolerance_abs bigint not null default 0 check (tolerance_abs >= 0),
  tolerance_bps int not null default 0 check (tolerance_bps >= 0),
  created_at timestamptz not null default now()
);

create table record (
  merchant_key bytea not null,
  identity bytea not null,
  content bytea not null,
  -- Of charges, refunds, disputes and dispute reversals with a ref, at ledger and processor.
  leg1_key bytea,
  -- Of an automatic payout: its own ref; of a processor's other records: their payoutRef.
  payout_key bytea,
  -- Of payouts (trace_ref, ref) and bank lines (their references); the currency is part of each.
  reference_keys bytea[],
  tenant text not null,
  merchant text not null,
  side text not null,
  source text not null,
  account text not null,
  record_id text not null,
  kind text not null,
  ref text,
  parent_ref text,
  payout_ref text,
  trace_ref text,
  reference_list text[],
  automatic boolean not null,
  currency text not null,
  gross_minor bigint not null,
  fee_minor bigint not null,
  net_minor bigint not null,
  presentment text,
  occurred_at timestamptz not null,
  business_date date not null,
  status text,
  source_version int,
  log_partition int not null,
  log_offset bigint not null,
  -- Another content of this identity is held too: out of every rule and sum, for good.
  conflicted boolean not null,
  inserted_at timestamptz not null,
  primary key (merchant_key, identity, content)
) :by_merchant;
-- The merchant is in all hashes already. It stands here too for partitions and shards, which are found by it, and because the queries
-- name it: between the vacuum and the first analysis of a grown table the planner knows its size and nothing of its columns, and would take
-- the primary key's first column, all records of the merchant.
create index record_leg1 on record (leg1_key, merchant_key) where leg1_key is not null;
create index record_payout on record (payout_key, merchant_key) where kind = 'payout';
create index record_member on record (payout_key, merchant_key) where kind <> 'payout' and payout_key is not null;

create table bank_reference (
  merchant_key bytea not null,
  reference_key bytea not null,
  identity bytea not null,
  content bytea not null,
  is_line boolean not null,
  primary key (merchant_key, reference_key, identity, content)
) :by_merchant;

create table decision (
  merchant_key bytea not null,
  identity bytea not null,
  content bytea not null,
  state text not null,
  rule_id text,
  variance_minor bigint not null,
  leg1_group text,
  leg2b_group text,
  member_count int,
  -- A sum over any number of amounts of 18 digits is wider than a bigint.
  residual_minor numeric(38),
  detail text,
  version int not null,
  cause_partition int,
  cause_offset bigint,
  cause_close text,
  decided_at timestamptz not null,
  primary key (merchant_key, identity, content)
) :by_merchant;

create table decision_history (like decision including defaults) :by_merchant;
-- Nearly free to keep, and enough to find what a redelivered batch had decided.
create index decision_history_decided_at on decision_history using brin (decided_at) with (pages_per_range = 32);

create table partition_owner (
  log_partition int primary key,
  owner text not null,
  epoch bigint not null
);

create table close_applied (
  close_id text not null,
  log_partition int not null,
  applied_at timestamptz not null,
  primary key (close_id, log_partition)
);

-- Which form the four tables have; one row. The harness reads it for its record.
create table table_layout (
  kind text not null check (kind in ('plain', 'hash', 'citus')),
  -- Hash partitions or Citus shards of each table; 1 for plain ones.
  parts int not null,
  -- Citus workers, as host:port.
  workers text[] not null
);
