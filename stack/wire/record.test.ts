import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { charge } from '../tests/support/charge.ts'
import { contentJson, isDay, normalReference, readRecord, recordJson } from './record.ts'
import type { RecordProblem } from './record.ts'

function problemsOf(value: unknown): RecordProblem[] {
  const problems: RecordProblem[] = []
  readRecord(value, 0, problems)
  return problems
}

test('a canonical record comes out as it went in, in the order of the content hash', () => {
  const shuffled = Object.fromEntries(Object.entries({ ...charge, version: 2, status: 'available' }).toReversed())
  const record = readRecord(shuffled, 0, [])
  expect(record && recordJson(record)).toBe(JSON.stringify({ ...charge, status: 'available', version: 2 }))
  expect(record && contentJson(record)).toBe(JSON.stringify(charge))
})

describe('what breaks section 1 is refused', () => {
  test.each([
    { wrong: { netMinor: '9681' }, field: 'netMinor' },
    { wrong: { grossMinor: '010000' }, field: 'grossMinor' },
    { wrong: { grossMinor: 10000 }, field: 'grossMinor' },
    { wrong: { grossMinor: '-0' }, field: 'grossMinor' },
    { wrong: { feeMinor: '1234567890123456789' }, field: 'feeMinor' },
    { wrong: { currency: 'usd' }, field: 'currency' },
    { wrong: { kind: 'bank_line' }, field: 'kind' },
    { wrong: { kind: 'charge', side: 'bank' }, field: 'kind' },
    { wrong: { kind: 'payout', side: 'ledger' }, field: 'kind' },
    { wrong: { side: 'shop' }, field: 'side' },
    { wrong: { tenant: '' }, field: 'tenant' },
    { wrong: { recordId: 'a\0b' }, field: 'recordId' },
    { wrong: { ref: '\ud800' }, field: 'ref' },
    { wrong: { businessDate: '2026-02-29' }, field: 'businessDate' },
    { wrong: { occurredAt: '2026-01-05T24:00:00.000Z' }, field: 'occurredAt' },
    { wrong: { occurredAt: '2026-01-05T10:00:00Z' }, field: 'occurredAt' },
    { wrong: { automatic: 'no' }, field: 'automatic' },
    { wrong: { references: 'TR1' }, field: 'references' },
    { wrong: { presentment: { amountMinor: '1', currency: 'USD' } }, field: 'presentment' },
    { wrong: { colour: 'red' }, field: 'colour' },
  ])('$field: $wrong', ({ wrong, field }) => {
    expect(problemsOf({ ...charge, ...wrong }).map((problem) => problem.field)).toEqual([field])
  })
})

test('every problem is told at once, with the value seen', () => {
  const problems = problemsOf({ ...charge, currency: 'usd', netMinor: '1', colour: 'red' })
  expect(problems.map(({ field, seen }) => [field, seen])).toEqual([
    ['colour', '"red"'],
    ['currency', '"usd"'],
    ['netMinor', '"1"'],
  ])
})

test.each([
  { text: '  TR 1\t 2 ', normal: 'TR 1 2' },
  { text: 'ＴＲ１', normal: 'TR1' },
  { text: 'NONREF', normal: undefined },
  { text: ' NOTPROVIDED ', normal: undefined },
  { text: 'nonref', normal: 'nonref' },
  { text: '   ', normal: undefined },
])('the reference "$text" reads $normal', ({ text, normal }) => {
  expect(normalReference(text)).toBe(normal)
})

test('normal form is stable: normalising twice is normalising once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const once = normalReference(text)
      expect(once === undefined ? undefined : normalReference(once)).toBe(once)
    }),
  )
})

test('a day exists exactly when the calendar has it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        const date = new Date(`${text}T00:00:00Z`)
        expect(isDay(text)).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text))
      },
    ),
  )
})
