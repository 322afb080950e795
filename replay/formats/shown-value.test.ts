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
