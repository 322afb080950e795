/** The widest records that the wire allows fit the working tables, which keep every value in the row. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyCloses, applyRecords } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { readRecord } from '../wire/record.ts'
import { charge } from './support/charge.ts'
import { formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

/** 512 UTF-16 units of three bytes each, which nothing compresses to less: no character follows another twice. */
function widest(seed: number): string {
  return String.fromCharCode(...Array.from({ length: 512 }, (_, index) => 0x4e00 + ((seed * 7_919 + index * (37 + seed)) % 20_000)))
}

const [tenant, merchant, source, account, recordId, ref] = [1, 2, 3, 4, 5, 6].map(widest)
const widestIdentity = { ...charge, tenant, merchant, source, account, ref, status: widest(7), payoutRef: widest(8) }
const amounts = { grossMinor: '-9680', feeMinor: '0', netMinor: '-9680' }

describe.each(formsTested)('$name', (tested) => {
  let session: MatcherSession

  beforeAll(async () => {
    session = await startMatcherSession(tested)
    await session.client.query(`insert into tenant (tenant, salt, key_hash) values ($1, '', 'x')`, [tenant])
  })
  afterAll(() => session?.[Symbol.asyncDispose]())

  test('are stored and decided', async () => {
    const { client, epochs } = session
    const references = Array.from({ length: 100 }, (_, index) => widest(100 + index))
    const values = [
      { ...widestIdentity, recordId },
      {
        ...widestIdentity,
        recordId,
        side: 'ledger',
        payoutRef: undefined,
        grossMinor: '999999999999999999',
        netMinor: '999999999999999679',
      },
      { ...widestIdentity, recordId, kind: 'dispute_reversal', ref: widest(9) },
      { ...widestIdentity, recordId, kind: 'payout', traceRef: references[0], payoutRef: undefined, automatic: true, ...amounts },
      {
        ...widestIdentity,
        recordId,
        side: 'bank',
        kind: 'bank_line',
        references,
        ref: undefined,
        payoutRef: undefined,
        ...amounts,
        grossMinor: '9680',
        netMinor: '9680',
      },
    ]
    const staged = values.map((value, index) => {
      const problems: never[] = []
      const record = readRecord(value, index, problems)
      if (record === undefined) throw new Error(JSON.stringify(problems).slice(0, 500))
      return { record, keys: keysOf(record), partition: 0, offset: BigInt(index) }
    })
    await inTransaction(client, () => applyRecords(client, staged, epochs))
    const marker = { closeId: '00000000-0000-4000-8000-000000000000', tenant: tenant ?? '', date: '2026-02-01', partition: 0, offset: 9n }
    await inTransaction(client, () => applyCloses(client, [marker], epochs))
    const { rows } = await client.query('select state from decision')
    expect(rows.length).toBe(values.length)
  })
})
