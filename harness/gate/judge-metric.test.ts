import { expect, test } from 'vitest'
import { defaultTolerances, gateMetrics } from './gate-metrics.ts'
import type { GateMetric } from './gate-metrics.ts'
import { judgeMetric, notMeasured } from './judge-metric.ts'
import type { Contrast } from './pair-contrasts.ts'

const [p99] = gateMetrics(defaultTolerances) as readonly [GateMetric, GateMetric]

/** Ratios around `change`, as logarithms, alternating above and below; nothing is known of noise besides. */
function ratios(count: number, change: number, spread: number): Contrast[] {
  return Array.from({ length: count }, (_, index) => ({ change: Math.log1p(change) + (index % 2 === 0 ? spread : -spread) }))
}

test.each([
  { what: 'no change', contrasts: ratios(12, 0, 0.03), state: 'within' },
  { what: 'a fall', contrasts: ratios(12, -0.2, 0.03), state: 'within' },
  { what: 'a rise that is plainly there and tolerated', contrasts: ratios(12, 0.03, 0.001), state: 'within' },
  { what: 'a rise above what is tolerated', contrasts: ratios(12, 0.2, 0.03), state: 'worse' },
  { what: 'a rise of the tolerance itself', contrasts: ratios(12, 0.1, 0.03), state: 'worse' },
  { what: 'more noise than change', contrasts: ratios(12, 0.05, 0.3), state: 'open' },
  { what: 'three pairs, whatever they say', contrasts: ratios(3, 1, 0.001), state: 'open' },
  { what: 'no pair', contrasts: [], state: 'open' },
] as const)('$what is $state', ({ contrasts, state }) => {
  expect(judgeMetric(p99, contrasts).state).toBe(state)
})

test('its bounds hold the change between them, and say so as shares', () => {
  const { change, lower, upper, noise, pairs } = judgeMetric(p99, ratios(12, 0.03, 0.02))
  expect([change, noise, pairs]).toEqual([expect.closeTo(0.03, 6), expect.closeTo(0.0209, 3), 12])
  expect(lower).toBeLessThan(0.03)
  expect(upper).toBeGreaterThan(0.03)
})

/** The same, with a number in every second pair that tells of noise alone. */
function besideNoise(contrasts: readonly Contrast[], noise: number): Contrast[] {
  return contrasts.map(({ change }, index) => (index % 2 === 0 ? { change } : { change, noise }))
}

test('what the pairs alone would decide is open where other numbers tell of more noise, and the other way round', () => {
  const plain = ratios(8, 0.2, 0.01)
  expect(judgeMetric(p99, plain).state).toBe('worse')
  expect(judgeMetric(p99, besideNoise(plain, 0.5)).state).toBe('open')
  const noisy = ratios(7, 0, 0.06)
  expect(judgeMetric(p99, noisy).state).toBe('open')
  expect(judgeMetric(p99, besideNoise(noisy, 0.01)).state).toBe('within')
})

test('where pairs vary by more than twice what is tolerated, a rise takes ten times the evidence', () => {
  const told = Array.from({ length: 16 }, (_, count) => judgeMetric(p99, ratios(count, 0.8, 0.3)))
  const isAboveNone = ({ lower }: { readonly lower: number | null }): boolean => (lower ?? 0) > 0
  const [known, called] = [told.findIndex(isAboveNone), told.findIndex(({ state }) => state === 'worse')]
  expect(known).toBeGreaterThan(0)
  expect(called).toBeGreaterThan(known)
  // The same with less noise a pair: called as soon as it is known.
  const quiet = Array.from({ length: 16 }, (_, count) => judgeMetric(p99, ratios(count, 0.3, 0.13)))
  expect(quiet.findIndex(({ state }) => state === 'worse')).toBe(quiet.findIndex(isAboveNone))
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
