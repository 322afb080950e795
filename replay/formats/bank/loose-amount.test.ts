import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMajor } from '../../../harness/model/money.ts'
import { groupedAmount, looseAmount, mayBeThousands, plainAmountMinor } from './loose-amount.ts'

test.each([
  ['12,50', 2, 1_250n],
  ['-12.5', 2, -1_250n],
  ['7', 2, 700n],
  ['1234,', 0, 1_234n],
  [',50', 2, 50n],
  ['000012.30', 3, 12_300n],
  // Left to the rule for all amounts: grouped, with a plus, with more digits than the currency has, none, and too long for exact arithmetic.
  ['1.234,50', 2, undefined],
  ['+1', 2, undefined],
  ['1.500', 2, undefined],
  ['.', 2, undefined],
  ['-', 2, undefined],
  ['', 2, undefined],
  ['9007199254740993', 0, undefined],
])('%s with %i digits is %s', (text, exponent, minor) => {
  expect(plainAmountMinor(text, exponent)).toBe(minor)
})

test('what is read the short way is what the rule for all amounts says', () => {
  const sign = fc.constantFrom(...'0123456789.,-+'.split(''))
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 20 }), fc.constantFrom(0, 2, 3, 4), (signs, exponent) => {
      const text = signs.join('')
      const minor = plainAmountMinor(text, exponent)
      if (minor === undefined) return
      for (const strict of [looseAmount(text), groupedAmount(text)]) {
        expect(strict === undefined ? undefined : parseMajor(strict, { exponent })).toEqual({ kind: 'amount', minor })
      }
      const withPoint = plainAmountMinor(text, exponent, 'point')
      const parsed = parseMajor(text, { exponent })
      expect(withPoint).toBe(parsed.kind === 'amount' ? minor : undefined)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['1,000', 2, true],
  ['-12,000', 0, true],
  ['150.000', 0, true],
  ['59.950', 2, true],
  // Three decimals are the currency's own; no thousands begin with a zero; four digits before the separator are no group.
  ['1,000', 3, false],
  ['0,950', 2, false],
  ['1234,500', 2, false],
  ['1000,00', 2, false],
  ['1000,', 0, false],
])('%s with %i digits may be thousands: %s', (text, exponent, may) => {
  expect(mayBeThousands(text, exponent)).toBe(may)
})
