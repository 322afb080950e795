import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { emptyOperations } from '../model/outcome.ts'
import { parseThresholds } from '../metrics/thresholds.ts'
import { arrivalProblems, distributionDistance } from './arrivals-kept.ts'
import { budgetsOf } from './budgets.ts'

test.each([
  { a: [1, 2, 3], b: [1, 2, 3], distance: 0 },
  { a: [1, 2], b: [3, 4], distance: 1 },
  { a: [1, 2, 3, 4], b: [1, 2, 4, 4], distance: 0.25 },
  { a: [], b: [], distance: 0 },
  { a: [1], b: [], distance: 1 },
])('$a and $b are $distance apart', ({ a, b, distance }) => {
  expect(distributionDistance(Float64Array.from(a), Float64Array.from(b))).toBe(distance)
})

test('with a tolerance, what is a little late or early is no distance', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(samples, samples, fc.integer({ min: 0, max: 5 }), (a, b, tolerance) => {
      const share = (values: readonly number[], point: number): number => values.filter((value) => value <= point).length / values.length
      const gaps = Array.from({ length: 32 }, (_, at) => at - 5).flatMap((point) => [
        share(a, point) - share(b, point + tolerance),
        share(b, point) - share(a, point + tolerance),
      ])
      expect(distributionDistance(Float64Array.from(a), Float64Array.from(b), tolerance)).toBeCloseTo(Math.max(0, ...gaps), 12)
    }),
  )
})

test.each([1, 1_000, 5_000])('records of one instant that are sent %d µs late have kept their distribution', (lateUs) => {
  const operations = emptyOperations(1_000)
  for (const index of operations.dueUs.keys()) {
    // Times to the second, as exports have them.
    const dueUs = Math.floor(index / 100) * 1_000_000
    operations.dueUs[index] = dueUs
    operations.slotUs[index] = dueUs
    operations.sentUs[index] = dueUs + lateUs
  }
  const phases = [{ name: 'recorded', startUs: 0, endUs: 10_000_000, scheduled: 1_000, rateFrom: 100, rateTo: 100 }]
  expect(arrivalProblems(phases, [], operations, new Int32Array(1_000))).toEqual([])
  operations.sentUs.fill(9_000_000)
  expect(arrivalProblems(phases, [], operations, new Int32Array(1_000))).toHaveLength(1)
})

test.each(['records', 'reads'] as const)('%s may be late by what a budget of the phase allows', (what) => {
  const operations = emptyOperations(1_000)
  for (const index of operations.dueUs.keys()) {
    operations.dueUs[index] = index * 1_000
    operations.slotUs[index] = index * 1_000
    operations.sentUs[index] = index * 1_000 + 150_000
  }
  const phases = [{ name: 'surge', startUs: 0, endUs: 1_000_000, scheduled: 1_000, rateFrom: 1_000, rateTo: 1_000 }]
  const told = (limitMs: number): string[] => {
    const parsed = parseThresholds({ 'ack_latency{phase:surge}': [`p(99)<${limitMs}`] }, { phases: ['surge'] })
    const budgets = parsed.kind === 'thresholds' ? budgetsOf(parsed.thresholds, undefined) : []
    return arrivalProblems(phases, budgets, operations, new Int32Array(1_000), what).map(({ sentence }) => sentence)
  }
  expect(told(2_000)).toEqual([])
  const where = what === 'reads' ? 'surge (reads)' : 'surge'
  expect(told(200)).toEqual([expect.stringContaining(`arrivals in ${where} left their planned distribution`)])
})

test('the distance is the largest gap between the shares below any point', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const share = (values: readonly number[], point: number): number => values.filter((value) => value <= point).length / values.length
      const gaps = Array.from({ length: 21 }, (_, point) => Math.abs(share(a, point) - share(b, point)))
      expect(distributionDistance(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(Math.max(...gaps), 12)
    }),
  )
})

/** A second of 1,000 even arrivals; `sentUs` of each by its due time, undefined for one that was never sent. */
function problemsOf(sentUs: (dueUs: number) => number | undefined): readonly string[] {
  const operations = emptyOperations(1_000)
  for (const index of operations.dueUs.keys()) {
    operations.dueUs[index] = index * 1_000
    operations.slotUs[index] = index * 1_000
    operations.sentUs[index] = sentUs(index * 1_000) ?? Number.NaN
  }
  const phases = [{ name: 'constant', startUs: 0, endUs: 1_000_000, scheduled: 1_000, rateFrom: 1_000, rateTo: 1_000 }]
  return arrivalProblems(phases, [], operations, new Int32Array(1_000)).map(({ sentence }) => sentence)
}

test('a system that had room for the first arrivals alone has not bent their distribution; a generator that bunched them has', () => {
  expect(problemsOf((dueUs) => dueUs)).toEqual([])
  expect(problemsOf((dueUs) => (dueUs < 700_000 ? dueUs : undefined))).toEqual([])
  expect(problemsOf((dueUs) => Math.max(dueUs, 500_000))).toEqual([expect.stringContaining('left their planned distribution by')])
})
