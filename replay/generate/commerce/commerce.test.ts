import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordProblems } from '../../../harness/model/record.ts'
import { writtenFormatNames } from '../../write/format-names.ts'
import { resolveCommerce, type CommerceOptions } from './commerce-options.ts'
import { dayClock } from './day-clock.ts'
import { measureShape } from './measure-shape.ts'
import { generatedHistorySvg, plotFile } from './plot.ts'
import { isBankDay } from './shape.ts'
import { commerceHistory } from './write-commerce.ts'

const options: CommerceOptions = {
  seed: 3,
  tenants: 2,
  merchants: 20,
  targetRecords: 30_000,
  days: 90,
  startDate: '2026-02-02',
  zone: 'Europe/Berlin',
  discrepancies: 'none',
  formats: [],
}

const recordsOf = (asked: CommerceOptions) =>
  [...commerceHistory(resolveCommerce(asked))].flatMap(({ history }) => [...history].flatMap(({ records }) => records))

test('the picture in the documentation is what the generator makes', async () => {
  expect(generatedHistorySvg()).toBe(await readFile(plotFile, 'utf8'))
})

test('of any size and shape it has exactly its records, and each of them is valid', () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        tenants: fc.integer({ min: 1, max: 3 }),
        merchants: fc.integer({ min: 3, max: 12 }),
        targetRecords: fc.integer({ min: 1, max: 1_500 }),
        days: fc.integer({ min: 1, max: 40 }),
        startDate: fc.constantFrom('2026-03-20', '2026-10-20', '2026-12-24'),
        zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'),
        discrepancies: fc.constantFrom('none', 'typical'),
        formats: fc.constantFrom(...writtenFormatNames).map((name) => [name]),
        paymentsPerPayout: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      }),
      ({ paymentsPerPayout, ...rest }) => {
        const asked = { ...rest, ...(paymentsPerPayout === undefined ? {} : { paymentsPerPayout }) } as CommerceOptions
        const records = recordsOf(asked)
        expect(records).toHaveLength(asked.targetRecords)
        expect(records.flatMap(recordProblems)).toEqual([])
        expect(records.filter(({ side, businessDate }) => side === 'bank' && !isBankDay(businessDate))).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
})

test('the same options give the same records, and another seed others', () => {
  const small = { ...options, targetRecords: 500 }
  expect(recordsOf(small)).toEqual(recordsOf(small))
  expect(recordsOf(small)).not.toEqual(recordsOf({ ...small, seed: 4 }))
})

test('orders follow hours and weekdays, refunds and disputes their delays, merchants a long tail', () => {
  const shape = measureShape(options, '2026-03-29')
  const count = (bars: readonly { readonly count: number }[], from: number, to: number): number =>
    bars.slice(from, to).reduce((sum, bar) => sum + bar.count, 0)
  const orders = count(shape.hours, 0, 24)
  expect(count(shape.hours, 18, 22) / orders).toBeGreaterThan(0.25)
  expect(count(shape.hours, 1, 5) / orders).toBeLessThan(0.04)
  expect(count(shape.shortDay, 2, 3)).toBe(0)
  expect(count(shape.bankWeekdays, 5, 7)).toBe(0)
  expect(shape.merchants[0]?.count).toBeGreaterThan(1.5 * (shape.merchants[1]?.count ?? 0))
  const refunds = count(shape.refundDays, 0, 31)
  expect(refunds / orders).toBeGreaterThan(0.03)
  expect(count(shape.refundDays, 0, 8) / refunds).toBeGreaterThan(0.5)
  expect(count(shape.disputeDays, 0, 5)).toBeLessThan(count(shape.disputeDays, 10, 40))
})

test.each([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
  ['2026-06-01', 24],
])('%s has %i hours in Berlin, and its orders lie in order inside of them', (day, hours) => {
  const clock = dayClock(day, 'Europe/Berlin')
  expect(clock.endMs - clock.startMs).toBe(hours * 3_600_000)
  const times = Array.from({ length: 1_000 }, (_, index) => clock.at(index / 1_000))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThanOrEqual(clock.startMs)
  expect(times.at(-1)).toBeLessThan(clock.tradingEndMs)
})

test.each([
  [{ formats: ['stripe-itemized', 'paypal-stl'] }, 'only one can be written'],
  [{ merchants: 1 }, 'merchants must be a whole number from 2'],
  [{ zone: 'Mars/Base' }, 'got Mars/Base'],
  [{ startDate: '2026-02-30' }, 'got 2026-02-30'],
  // Samoa went over the date line: orders of a day without an hour would be looked for without end.
  [{ zone: 'Pacific/Apia', startDate: '2011-12-20', days: 20 }, 'Pacific/Apia has no 2011-12-30'],
] as const)('%j is refused', (change, told) => {
  expect(() => resolveCommerce({ ...options, ...change })).toThrow(told)
})
