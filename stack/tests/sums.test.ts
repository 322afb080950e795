/** A payout's residual is exact although the sum of its members is wider than any 64-bit number. */

import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyCloses, applyRecords } from '../matcher/batch-store.ts'
import type { Epochs } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import type { StackRecord } from '../wire/record.ts'
import { recordWith } from './support/charge.ts'
import { formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

const widest = 999_999_999_999_999_999n
const memberCount = 40

let session: MatcherSession
let client: Client
let epochs: Epochs

describe.each(formsTested)('$name', (tested) => {
  beforeAll(async () => {
    session = await startMatcherSession(tested)
    ;({ client, epochs } = session)
    await client.query(`insert into tenant (tenant, salt, key_hash) values ('acme', '', 'x')`)
  })
  afterAll(() => session?.[Symbol.asyncDispose]())

  test('40 members of 18 digits', async () => {
    const members = Array.from({ length: memberCount }, (_, index) => recordOf('fee', `fee-${index}`, widest, { payoutRef: 'po_1' }))
    const payout = recordOf('payout', 'po-row', -widest, { ref: 'po_1' })
    const staged = [...members, payout].map((record, index) => ({ record, keys: keysOf(record), partition: 0, offset: BigInt(index) }))
    await inTransaction(client, () => applyRecords(client, staged, epochs))
    const marker = { closeId: 'close-1', tenant: 'acme', date: '2026-02-01', partition: 0, offset: BigInt(staged.length) }
    const decided = await inTransaction(client, () => applyCloses(client, [marker], epochs))
    const row = decided.find(([, , , , recordId]) => recordId === 'po-row')
    expect(row?.[7]).toBe('EX:PAYOUT_IMBALANCE')
    expect(row?.[12]).toBe(memberCount)
    expect(row?.[13]).toBe(String(widest * BigInt(memberCount - 1)))
  })
})

function recordOf(kind: string, recordId: string, minor: bigint, more: object): StackRecord {
  return recordWith({ recordId, kind, grossMinor: String(minor), feeMinor: '0', netMinor: String(minor), ...more })
}
