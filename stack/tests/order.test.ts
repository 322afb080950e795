/** The final state depends on the set of records and on the last close alone: not on order, batches, duplicates or earlier closes. */

import * as fc from 'fast-check'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyCloses, applyRecords } from '../matcher/batch-store.ts'
import type { Epochs } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { readRecord } from '../wire/record.ts'
import type { StackRecord } from '../wire/record.ts'
import { emptyTables, formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

const runs = 40
const closeDate = '2026-01-12'

let session: MatcherSession
let client: Client
let epochs: Epochs
let nextOffset = 0n

/** Few refs, few amounts, few days: worlds in which everything meets everything. */
const anyRecord = fc
  .record({
    merchant: fc.constantFrom('m1', 'm1', 'm2'),
    shape: fc.constantFrom('ledger', 'ledger', 'processor', 'processor', 'fee', 'payout', 'line'),
    id: fc.nat({ max: 40 }),
    kind: fc.constantFrom('charge', 'charge', 'charge', 'refund'),
    ref: fc.constantFrom('r1', 'r1', 'r1', 'r1', 'r2', undefined),
    payoutRef: fc.constantFrom('po_1', 'po_2', undefined),
    currency: fc.constantFrom('USD', 'USD', 'EUR'),
    amount: fc.constantFrom(100, 100, 101, -100),
    businessDate: fc.constantFrom('2026-01-05', '2026-01-06', '2026-01-07'),
    trace: fc.constantFrom('t1', 't2', undefined),
  })
  .map(({ merchant, shape, id, kind, ref, payoutRef, currency, amount, businessDate, trace }): StackRecord => {
    const processor = { side: 'processor', source: 'stripe', account: 'acct', payoutRef }
    const byShape = {
      ledger: { side: 'ledger', source: 'ledger', account: 'books', kind, ref },
      processor: { ...processor, kind, ref },
      fee: { ...processor, kind: 'fee' },
      payout: {
        side: 'processor',
        source: 'stripe',
        account: 'acct',
        kind: 'payout',
        ref: payoutRef,
        traceRef: trace,
        automatic: id % 8 !== 0,
      },
      line: {
        side: 'bank',
        source: 'bank',
        account: 'iban',
        kind: 'bank_line',
        references: [trace, payoutRef].filter((one) => one !== undefined),
      },
    }[shape]
    const minor = String(shape === 'payout' ? -amount : amount)
    const fields = {
      tenant: 'acme',
      merchant,
      recordId: `${shape}-${id}`,
      grossMinor: minor,
      feeMinor: '0',
      netMinor: minor,
      currency,
      businessDate,
    }
    const record = readRecord({ ...fields, ...byShape, occurredAt: `${businessDate}T10:00:00.000Z` }, 0, [])
    if (record === undefined) throw new Error('not a record')
    return record
  })

const seen = new Map<string, number>()

describe.each(formsTested)('$name', (tested) => {
  beforeAll(async () => {
    session = await startMatcherSession(tested)
    ;({ client, epochs } = session)
  })
  afterAll(() => session?.[Symbol.asyncDispose]())

  test(`order, batches, repetitions and an early close change nothing (${runs} worlds)`, async () => {
    const world = fc.array(anyRecord, { minLength: 1, maxLength: 20, size: 'max' })
    await fc.assert(
      fc.asyncProperty(
        world,
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(), { minLength: 23, maxLength: 23 }),
        async (records, size, keys) => {
          const straight = await finalState([records], [])
          const other = [...records, ...records.slice(0, 3)].map((record, index) => [keys[index] ?? 0, record] as const)
          const shuffled = other.toSorted(([a], [b]) => a - b).map(([, record]) => record)
          const batches = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
            shuffled.slice(index * size, (index + 1) * size),
          )
          expect(await finalState(batches, [1])).toEqual(straight)
          for (const [, , state] of straight) seen.set(state, (seen.get(state) ?? 0) + 1)
        },
      ),
      { numRuns: runs, seed: 20_260_105 },
    )
    // A law about worlds in which nothing happens would prove nothing.
    for (const state of [
      'OPEN',
      'MATCHED',
      'EXPLAINED_STANDALONE',
      'EX:IDENTITY_CONFLICT',
      'EX:AMBIGUOUS_REFERENCE',
      'EX:MISSING_IN_LEDGER',
    ]) {
      expect(seen.get(state) ?? 0, state).toBeGreaterThan(0)
    }
  })
})

/** Each record with its state, figures and the members of its groups; a close at the end, and one after each batch in `closeAfter`. */
async function finalState(
  batches: readonly (readonly StackRecord[])[],
  closeAfter: readonly number[],
): Promise<[string, string, string, ...unknown[]][]> {
  await emptyTables(client)
  await client.query(`insert into tenant (tenant, salt, key_hash) values ('acme', '', 'x')`)
  for (const [index, batch] of batches.entries()) {
    await inTransaction(client, () =>
      applyRecords(
        client,
        batch.map((record) => ({ record, keys: keysOf(record), partition: 0, offset: nextOffset++ })),
        epochs,
      ),
    )
    if (closeAfter.includes(index)) await close('2026-01-11')
  }
  await close(closeDate)
  const { rows } = await client.query<Record<string, string | number | null>>(`
    select r.record_id, encode(r.content, 'hex') as content, coalesce(d.state, 'OPEN') as state, d.rule_id, coalesce(d.variance_minor, 0) as variance,
           d.leg1_group, d.leg2b_group, d.member_count, d.residual_minor, d.detail
    from record r left join decision d using (merchant_key, identity, content) order by content`)
  const members = (leg: string, group: unknown): unknown =>
    group === null ? null : rows.filter((row) => row[leg] === group).map((row) => row['content'])
  return rows.map((row) => [
    String(row['record_id']),
    String(row['content']),
    String(row['state']),
    row['rule_id'],
    row['variance'],
    members('leg1_group', row['leg1_group']),
    members('leg2b_group', row['leg2b_group']),
    row['member_count'],
    row['residual_minor'],
    row['detail'],
  ])
}

async function close(date: string): Promise<void> {
  const offset = nextOffset++
  await inTransaction(client, () =>
    applyCloses(client, [{ closeId: `close-${offset}`, tenant: 'acme', date, partition: 0, offset }], epochs),
  )
}
