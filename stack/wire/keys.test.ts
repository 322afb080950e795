import { expect, test } from 'vitest'
import { recordWith } from '../tests/support/charge.ts'
import { keysOf } from './keys.ts'

test('the test vector of the specification', () => {
  expect(keysOf(recordWith({ ref: 'pi_1' })).content.toString('hex')).toBe('e359e6e932d8e27f802b94a9193347a6')
})

test.each([
  { what: 'status and version', of: { ref: 'pi_1' }, more: { status: 'available', version: 3 } },
  { what: 'an empty list of references', of: { kind: 'bank_line', side: 'bank' }, more: { references: [] } },
  { what: 'automatic: true', of: { kind: 'payout' }, more: { automatic: true } },
])('not content: $what', ({ of, more }) => {
  expect(keysOf(recordWith({ ...of, ...more })).content).toEqual(keysOf(recordWith(of)).content)
})

test.each([
  { what: 'tenant', other: { tenant: 'b' }, same: false },
  { what: 'merchant', other: { merchant: 'm2' }, same: false },
  { what: 'kind', other: { kind: 'refund' }, same: false },
  { what: 'ref', other: { ref: 'pi_2' }, same: false },
  { what: 'currency', other: { currency: 'EUR' }, same: true },
  { what: 'side', other: { side: 'ledger' }, same: true },
])('LEG1 keys of records that differ in $what are equal: $same', ({ other, same }) => {
  const [a, b] = [keysOf(recordWith({ ref: 'pi_1' })), keysOf(recordWith({ ref: 'pi_1', ...other }))]
  expect(a.leg1Key?.equals(b.leg1Key ?? Buffer.alloc(0))).toBe(same)
})

test('text that moves between two fields makes another key', () => {
  const [a, b] = [keysOf(recordWith({ tenant: 'ab', merchant: 'c' })), keysOf(recordWith({ tenant: 'a', merchant: 'bc' }))]
  expect(a.merchantKey.equals(b.merchantKey)).toBe(false)
})

test('members and their automatic payout share a key; a manual payout and a payout inside a payout have none of it', () => {
  const member = keysOf(recordWith({ payoutRef: 'po_1' })).payoutKey
  const amounts = { kind: 'payout', grossMinor: '-9680', feeMinor: '0', netMinor: '-9680' }
  expect(keysOf(recordWith({ ...amounts, ref: 'po_1' })).payoutKey).toEqual(member)
  expect(keysOf(recordWith({ ...amounts, ref: 'po_1', automatic: false })).payoutKey).toBeUndefined()
  expect(keysOf(recordWith({ ...amounts, payoutRef: 'po_1' })).payoutKey).toBeUndefined()
  expect(keysOf(recordWith({ side: 'ledger', payoutRef: 'po_1' })).payoutKey).toBeUndefined()
})
