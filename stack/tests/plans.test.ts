/** A key's records are found by its own index, also while the planner knows a grown table's size and nothing of its columns. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyRecords } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { recordWith } from './support/charge.ts'
import { hashPartitions, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

const records = 20_000
const batchRecords = 2_000
const merchants = 20

describe.each([{ ...hashPartitions, name: 'plain tables', layout: { kind: 'plain' } } as const, hashPartitions])('$name', (tested) => {
  let session: MatcherSession

  beforeAll(async () => {
    session = await startMatcherSession(tested)
  })
  afterAll(() => session?.[Symbol.asyncDispose]())

  test.each([
    { index: 'record_leg1', key: 'leg1_key', more: '' },
    { index: 'record_member', key: 'payout_key', more: `and r.kind <> 'payout'` },
  ])('$index', async ({ index, key, more }) => {
    const { client, epochs } = session
    const { rows: held } = await client.query<{ count: string }>('select count(*) from record')
    for (let offset = Number(held[0]?.count); offset < records; offset += batchRecords) {
      const batch = Array.from({ length: batchRecords }, (_, place) => offset + place)
      const staged = batch.map((n) => {
        const record = recordWith({ merchant: `m${n % merchants}`, recordId: `row-${n}`, ref: `order-${n}`, payoutRef: `po-${n}` })
        return { record, keys: keysOf(record), partition: 0, offset: BigInt(n) }
      })
      await inTransaction(client, () => applyRecords(client, staged, epochs))
    }
    // As autovacuum's first round: the size first, what the columns hold a moment later.
    await client.query('vacuum record')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain select 1 from touched_leg1 k cross join lateral (
         select 1 from known_record r where r.${key} = k.leg1_key and r.merchant_key = k.merchant_key ${more} offset 0
       ) r`,
    )
    // A partition's index has a name of its own.
    const { rows: parts } = await client.query<{ name: string }>(
      `select coalesce(i.inhrelid, c.oid)::regclass::text as name from pg_class c left join pg_inherits i on i.inhparent = c.oid where c.relname = $1`,
      [index],
    )
    const used = rows.flatMap((row) => /using (record\S*) on record/.exec(row['QUERY PLAN'])?.[1] ?? [])
    expect(new Set(used)).toEqual(new Set(parts.map(({ name }) => name)))
  })
})
