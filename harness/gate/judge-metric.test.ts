import { expect, test } from 'vitest'
import { defaultTolerances, gateMetrics } from './gate-metrics.ts'
import type { GateMetric } from './gate-metrics.ts'
import { judgeMetric, notMeasured } from './judge-metric.ts'

const [p99] = gateMetrics(defaultTolerances) as readonly [GateMetric, GateMetric]

/** Ratios around `change`, as logarithms, alternating above and below. */
function ratios(count: number, change: number, spread: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.log1p(change) + (index % 2 === 0 ? spread : -spread))
}

test.each([
  { what: 'no change', logRatios: ratios(12, 0, 0.03), state: 'within' },
  { what: 'a fall', logRatios: ratios(12, -0.2, 0.03), state: 'within' },
  { what: 'a rise that is plainly there and tolerated', logRatios: ratios(12, 0.03, 0.001), state: 'within' },
  { what: 'a rise above what is tolerated', logRatios: ratios(12, 0.2, 0.03), state: 'worse' },
  { what: 'a rise of the tolerance itself', logRatios: ratios(12, 0.1, 0.03), state: 'worse' },
  { what: 'more noise than change', logRatios: ratios(12, 0.05, 0.3), state: 'open' },
  { what: 'three pairs, whatever they say', logRatios: ratios(3, 1, 0.001), state: 'open' },
  { what: 'no pair', logRatios: [], state: 'open' },
] as const)('$what is $state', ({ logRatios, state }) => {
  expect(judgeMetric(p99, logRatios).state).toBe(state)
})

test('its bounds hold the change between them, and say so as shares', () => {
  const { change, lower, upper, noise, pairs } = judgeMetric(p99, ratios(12, 0.03, 0.02))
  expect([change, noise, pairs]).toEqual([expect.closeTo(0.03, 6), expect.closeTo(0.0209, 3), 12])
  expect(lower).toBeLessThan(0.03)
  expect(upper).toBeGreaterThan(0.03)
})

test('the pairs that are forecast are those that the same numbers need', () => {
  const few = judgeMetric(p99, ratios(6, 0, 0.08))
  expect(few.state).toBe('open')
  const needed = 6 + (few.pairsNeeded ?? Number.NaN)
  expect(judgeMetric(p99, ratios(needed + 2, 0, 0.08)).state).toBe('within')
  expect(judgeMetric(p99, ratios(needed - 4, 0, 0.08)).state).toBe('open')
})

test('a metric that no run gives has nothing', () => {
  expect(notMeasured(p99)).toMatchObject({ pairs: 0, change: null, lower: null, upper: null, state: 'not-measured' })
})
