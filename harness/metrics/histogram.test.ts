import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { LatencyHistogram, mergeHistograms } from './histogram.ts'

function histogramOf(values: readonly number[], censored: readonly number[] = []): LatencyHistogram {
  const histogram = new LatencyHistogram()
  for (const us of values) histogram.record(us)
  for (const us of censored) histogram.recordCensored(us)
  return histogram
}

/** The slow second implementation: sort and take the nearest rank. */
function nearestRank(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1] ?? Number.NaN
}

test.each([
  { values: [1_000, 2_000, 3_000], censored: [], percent: 50, valueMs: 2, isCensored: false },
  { values: [1_000, 2_000, 3_000], censored: [], percent: 100, valueMs: 3, isCensored: false },
  { values: [0], censored: [], percent: 99, valueMs: 0, isCensored: false },
  { values: [1_000, 2_000], censored: [30_000_000], percent: 50, valueMs: 2, isCensored: false },
  { values: [1_000, 2_000], censored: [30_000_000], percent: 99, valueMs: 30_000, isCensored: true },
  // Given up after 1.5 ms: it may well have ended above 2 ms, and then the median would be 2 ms or more.
  { values: [1_000, 2_000], censored: [1_500], percent: 50, valueMs: 1.5, isCensored: true },
  { values: [1_000, 2_000], censored: [1_500], percent: 100, valueMs: 2, isCensored: true },
  { values: [1_000, 2_000], censored: [0], percent: 50, valueMs: 1, isCensored: true },
])(
  'p$percent of $values and censored $censored is $valueMs ms, censored $isCensored',
  ({ values, censored, percent, valueMs, isCensored }) => {
    const seen = histogramOf(values, censored).percentile(percent)
    expect(seen.valueMs).toBeCloseTo(valueMs, valueMs > 100 ? -2 : 2)
    expect(seen.censored).toBe(isCensored)
  },
)

test('nothing recorded has no percentile and no mean', () => {
  const empty = new LatencyHistogram()
  expect([empty.samples, empty.censored, empty.meanMs, empty.percentile(99).valueMs]).toEqual([0, 0, Number.NaN, Number.NaN])
})

test('a negative latency is refused, not dropped', () => {
  expect(() => new LatencyHistogram().record(-1)).toThrow('-1')
  expect(() => new LatencyHistogram().record(Number.NaN)).toThrow('NaN')
})

const latencyUs = fc.oneof(
  fc.nat(5_000),
  fc.nat(10_000_000),
  fc.nat(4_000_000_000).map((value) => value * 5),
)
const percentOf = fc.constantFrom(1, 50, 90, 99, 99.9, 100)

describe('laws', () => {
  test('a percentile is the nearest rank within 0.1%', () => {
    fc.assert(
      fc.property(fc.array(latencyUs, { minLength: 1, maxLength: 300 }), percentOf, (values, percent) => {
        const exactMs = nearestRank(values, percent) / 1_000
        expect(Math.abs(histogramOf(values).percentile(percent).valueMs - exactMs)).toBeLessThanOrEqual(exactMs * 0.001 + 1e-9)
      }),
    )
  })

  test('merging parts is recording the whole, and text brings it back', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ us: latencyUs, part: fc.nat(3), censored: fc.boolean() }), { maxLength: 200 }), (samples) => {
        const whole = new LatencyHistogram()
        const parts = [0, 1, 2, 3].map(() => new LatencyHistogram())
        for (const { us, part, censored } of samples) {
          for (const histogram of [whole, parts[part]]) {
            if (censored) histogram?.recordCensored(us)
            else histogram?.record(us)
          }
        }
        const merged = LatencyHistogram.decode(mergeHistograms(parts).encode())
        expect([merged.samples, merged.censored]).toEqual([samples.length, samples.filter(({ censored }) => censored).length])
        for (const percent of [1, 50, 90, 99, 100]) expect(merged.percentile(percent)).toEqual(whole.percentile(percent))
      }),
    )
  })
})
