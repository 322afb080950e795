import { expect, test } from 'vitest'
import { shownValue, type ValueClass } from './shown-value.ts'

test.each<[string, ValueClass, boolean]>([
  ['-12.505', 'amount', true],
  ['1,234.50', 'amount', true],
  ['$120', 'amount', true],
  ['Jane Doe', 'amount', false],
  ['4242424242424242', 'amount', false],
  ['4242 4242 4242 4242', 'amount', false],
  ['2026-02-30 10:00:00', 'date', true],
  ['31/12/2026', 'date', true],
  ['1 Main Street', 'date', false],
  // Telephone, identity and account numbers of a row whose columns slipped.
  ['+49 170 1234567', 'amount', false],
  ['0170 1234567', 'amount', false],
  ['+49 170 1234567', 'date', false],
  ['0170 1234567', 'date', false],
  ['01701234', 'date', false],
  ['078-05-1120', 'date', false],
  ['1 234 567,89', 'amount', true],
  ["1'234.50", 'amount', true],
  ['(12.50)', 'amount', true],
  ['260230', 'date', true],
  ['0230', 'date', true],
  ['20261301', 'date', true],
  ['20260108250000.000[-5:EST]', 'date', true],
  ['2026-01-08T25:00:00.000+01:00', 'date', true],
  ['4242424242424242', 'date', false],
  ['xyz', 'currency', true],
  ['Jane', 'currency', false],
  ['payout_reversal', 'code', true],
  ['PDNG', 'code', true],
  ['Payout', 'code', true],
  ['jane@example.org', 'code', false],
  ['Schmidt', 'code', false],
  ['schmidt', 'code', false],
  ['SCHMIDT', 'code', false],
  ['anna_schmidt', 'code', false],
  ['35', 'count', true],
])('%j where a %s belongs is told: %s', (value, valueClass, told) => {
  expect(shownValue(value, valueClass)).toBe(told ? value : undefined)
})
