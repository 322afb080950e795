/** A key's records are found by its own index, also while the planner knows a grown table's size and nothing of its columns. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyRecords } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { recordWith } from './support/charge.ts'
import { inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

const records = 20_000
const batchRecords = 2_000

let session: MatcherSession

beforeAll(async () => {
  session = await startMatcherSession()
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
      const record = recordWith({ recordId: `row-${n}`, ref: `order-${n}`, payoutRef: `po-${n}` })
      return { record, keys: keysOf(record), partition: 0, offset: BigInt(n) }
    })
    await inTransaction(client, () => applyRecords(client, staged, epochs))
  }
  // As autovacuum's first round: the size first, what the columns hold a moment later.
  await client.query('vacuum record')
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain select 1 from record k cross join lateral (
       select 1 from record r where r.${key} = k.${key} and r.merchant_key = k.merchant_key ${more} offset 0
     ) r where k.content = '\\x00'`,
  )
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`using ${index} on record r`)
})
