/** No statement of a batch looks into a partition that holds none of its merchants: each names the merchant. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyRecords } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { recordWith } from './support/charge.ts'
import { hashPartitions, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

let session: MatcherSession

beforeAll(async () => {
  session = await startMatcherSession(hashPartitions)
})
afterAll(() => session?.[Symbol.asyncDispose]())

const amounts = { grossMinor: '-9680', feeMinor: '0', netMinor: '-9680' }
const line = { side: 'bank', source: 'bank', account: 'iban', kind: 'bank_line', grossMinor: '9680', feeMinor: '0', netMinor: '9680' }

test('every path of a batch, for one merchant', async () => {
  const { client, epochs } = session
  const batches = [
    [recordWith({ recordId: 'txn', ref: 'order', payoutRef: 'po' }), recordWith({ recordId: 'fee', kind: 'fee', payoutRef: 'po' })],
    [recordWith({ recordId: 'entry', side: 'ledger', source: 'ledger', ref: 'order' })],
    [
      recordWith({ recordId: 'po', kind: 'payout', ref: 'po', traceRef: 'trace', ...amounts }),
      recordWith({ recordId: 'l', ...line, references: ['trace'] }),
    ],
    // A member that comes late, and a second content of records that stand in everything.
    [
      recordWith({ recordId: 'late', kind: 'fee', payoutRef: 'po' }),
      recordWith({ recordId: 'txn', ref: 'order', payoutRef: 'po', currency: 'EUR' }),
    ],
    [recordWith({ recordId: 'l', ...line, references: ['trace', 'other'] })],
  ].map((records, batch) =>
    records.map((record, place) => ({ record, keys: keysOf(record), partition: 0, offset: BigInt(batch * 10 + place) })),
  )
  // The making of their indexes has read the tables already.
  await client.query('select pg_stat_force_next_flush()')
  await client.query('select pg_stat_reset()')
  // The last time everything comes again.
  for (const staged of [...batches, batches.flat()]) await inTransaction(client, () => applyRecords(client, staged, epochs))
  await client.query('select pg_stat_force_next_flush()')
  const { rows } = await client.query<{ table: string; part: string; scans: number; inserted: number }>(`
    select left(relname, -2) as table, right(relname, 1) as part, (coalesce(idx_scan, 0) + seq_scan)::int as scans, n_tup_ins::int as inserted
    from pg_stat_user_tables where relname ~ '^(record|bank_reference|decision|decision_history)_[0-9]$'`)
  const home = rows.find(({ inserted }) => inserted > 0)?.part
  const scansAt = (isHome: boolean): Record<string, number> =>
    Object.fromEntries(
      ['record', 'bank_reference', 'decision'].map((table) => [
        table,
        rows.filter((row) => row.table === table && (row.part === home) === isHome).reduce((total, { scans }) => total + scans, 0),
      ]),
    )
  expect(rows.length).toBe(16)
  for (const [table, scans] of Object.entries(scansAt(true))) expect(scans, table).toBeGreaterThan(3)
  // `decision_history` is left out: what a batch had decided that comes again is found by its place in the log, whoever the merchant was.
  expect(scansAt(false)).toEqual({ record: 0, bank_reference: 0, decision: 0 })
})
