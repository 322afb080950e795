import { expect, test } from 'vitest'
import { keysOf } from './keys.ts'
import { readRecord } from './record.ts'
import type { StackRecord } from './record.ts'

function record(fields: Readonly<Record<string, unknown>>): StackRecord {
  const usual = {
    tenant: 'acme',
    merchant: 'm1',
    side: 'processor',
    source: 'stripe',
    account: 'acct_1',
    recordId: 'txn_1',
    kind: 'charge',
    grossMinor: '10000',
    feeMinor: '320',
    netMinor: '9680',
    currency: 'USD',
    occurredAt: '2026-01-05T10:00:00.000Z',
    businessDate: '2026-01-05',
  }
  const read = readRecord({ ...usual, ...fields }, 0, [])
  if (read === undefined) throw new Error('not a record')
  return read
}

test('the test vector of the specification', () => {
  expect(keysOf(record({ ref: 'pi_1' })).content.toString('hex')).toBe('e359e6e932d8e27f802b94a9193347a6')
})

test.each([
  { what: 'status and version', of: { ref: 'pi_1' }, more: { status: 'available', version: 3 } },
  { what: 'an empty list of references', of: { kind: 'bank_line', side: 'bank' }, more: { references: [] } },
  { what: 'automatic: true', of: { kind: 'payout' }, more: { automatic: true } },
])('not content: $what', ({ of, more }) => {
  expect(keysOf(record({ ...of, ...more })).content).toEqual(keysOf(record(of)).content)
})

test.each([
  { what: 'tenant', other: { tenant: 'b' }, same: false },
  { what: 'merchant', other: { merchant: 'm2' }, same: false },
  { what: 'kind', other: { kind: 'refund' }, same: false },
  { what: 'ref', other: { ref: 'pi_2' }, same: false },
  { what: 'currency', other: { currency: 'EUR' }, same: true },
  { what: 'side', other: { side: 'ledger' }, same: true },
])('LEG1 keys of records that differ in $what are equal: $same', ({ other, same }) => {
  const [a, b] = [keysOf(record({ ref: 'pi_1' })), keysOf(record({ ref: 'pi_1', ...other }))]
  expect(a.leg1Key?.equals(b.leg1Key ?? Buffer.alloc(0))).toBe(same)
})

test('text that moves between two fields makes another key', () => {
  const [a, b] = [keysOf(record({ tenant: 'ab', merchant: 'c' })), keysOf(record({ tenant: 'a', merchant: 'bc' }))]
  expect(a.merchantKey.equals(b.merchantKey)).toBe(false)
})

test('members and their automatic payout share a key; a manual payout and a payout inside a payout have none of it', () => {
  const member = keysOf(record({ payoutRef: 'po_1' })).payoutKey
  const amounts = { kind: 'payout', grossMinor: '-9680', feeMinor: '0', netMinor: '-9680' }
  expect(keysOf(record({ ...amounts, ref: 'po_1' })).payoutKey).toEqual(member)
  expect(keysOf(record({ ...amounts, ref: 'po_1', automatic: false })).payoutKey).toBeUndefined()
  expect(keysOf(record({ ...amounts, payoutRef: 'po_1' })).payoutKey).toBeUndefined()
  expect(keysOf(record({ side: 'ledger', payoutRef: 'po_1' })).payoutKey).toBeUndefined()
})
