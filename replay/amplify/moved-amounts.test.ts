import { expect, test } from 'vitest'
import { recordOf } from '../../tests/support/sample-record.ts'
import { dividedHalfEven, movedAmounts, smallestStep } from './moved-amounts.ts'

test.each([
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [-5n, 2n, -2n],
  [5n, -2n, -2n],
  [-7n, -2n, 4n],
  [8n, 3n, 3n],
  [7n, 3n, 2n],
])('%s / %s is %s, half to even', (dividend, divisor, quotient) => {
  expect(dividedHalfEven(dividend, divisor)).toBe(quotient)
})

test.each([
  ['EUR', 1n],
  ['JPY', 1n],
  ['KWD', 10n],
  ['HUF', 100n],
])('%s moves by %s at least', (currency, step) => {
  expect(smallestStep(currency)).toBe(step)
})

test('a charge’s fee is a share and follows; a dispute’s is a price and stays; net is gross − fee', () => {
  const of = (kind: 'charge' | 'dispute', currency: string, grossMinor: bigint, feeMinor: bigint) =>
    recordOf({ side: 'processor', kind, recordId: 'txn_1', currency, grossMinor, feeMinor })
  expect(movedAmounts(of('charge', 'EUR', 10_000n, 320n), 5_000n)).toEqual({ grossMinor: 15_000n, feeMinor: 480n, netMinor: 14_520n })
  expect(movedAmounts(of('dispute', 'EUR', -2_499n, 1_500n), -100n)).toEqual({ grossMinor: -2_599n, feeMinor: 1_500n, netMinor: -4_099n })
  // Dinars are paid in tens of their smallest unit.
  expect(movedAmounts(of('charge', 'KWD', 10_000n, 330n), 10n)).toEqual({ grossMinor: 10_010n, feeMinor: 330n, netMinor: 9_680n })
})
