/** A payout's residual is exact although the sum of its members is wider than any 64-bit number. */

import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { applyCloses, applyRecords, openSession, ownPartitions } from '../matcher/batch-store.ts'
import type { Epochs } from '../matcher/batch-store.ts'
import { migrate } from '../migrations/migrate.ts'
import { keysOf } from '../wire/keys.ts'
import { readRecord } from '../wire/record.ts'
import type { StackRecord } from '../wire/record.ts'
import { startPostgres } from './support/postgres.ts'
import type { TestPostgres } from './support/postgres.ts'

const widest = 999_999_999_999_999_999n
const memberCount = 40

let postgres: TestPostgres
let client: Client
let epochs: Epochs

beforeAll(async () => {
  postgres = await startPostgres()
  client = await connect(postgres.url, 'test')
  await migrate(client)
  await openSession(client)
  epochs = await ownPartitions(client, 'test', [0])
  await client.query(`insert into tenant (tenant, salt, key_hash) values ('acme', '', 'x')`)
})
afterAll(async () => {
  await client?.end()
  await postgres?.[Symbol.asyncDispose]()
})

test('40 members of 18 digits', async () => {
  const members = Array.from({ length: memberCount }, (_, index) => recordOf('fee', `fee-${index}`, widest, { payoutRef: 'po_1' }))
  const payout = recordOf('payout', 'po-row', -widest, { ref: 'po_1' })
  const staged = [...members, payout].map((record, index) => ({ record, keys: keysOf(record), partition: 0, offset: BigInt(index) }))
  await client.query('begin')
  await applyRecords(client, staged, epochs)
  await client.query('commit')
  await client.query('begin')
  const marker = { closeId: 'close-1', tenant: 'acme', date: '2026-02-01', partition: 0, offset: BigInt(staged.length) }
  const decided = await applyCloses(client, [marker], epochs)
  await client.query('commit')
  const row = decided.find(([, , , , recordId]) => recordId === 'po-row')
  expect(row?.[7]).toBe('EX:PAYOUT_IMBALANCE')
  expect(row?.[12]).toBe(memberCount)
  expect(row?.[13]).toBe(String(widest * BigInt(memberCount - 1)))
})

function recordOf(kind: string, recordId: string, minor: bigint, more: object): StackRecord {
  const amounts = { grossMinor: String(minor), feeMinor: '0', netMinor: String(minor), currency: 'USD' }
  const days = { occurredAt: '2026-01-05T10:00:00.000Z', businessDate: '2026-01-05' }
  const place = { tenant: 'acme', merchant: 'm1', side: 'processor', source: 'stripe', account: 'acct' }
  const record = readRecord({ ...place, recordId, kind, ...amounts, ...days, ...more }, 0, [])
  if (record === undefined) throw new Error('not a record')
  return record
}
