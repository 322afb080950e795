import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { excessOf } from './excess.ts'
import { LatencyHistogram } from './histogram.ts'
import { judgeComparison } from './judge-comparison.ts'
import type { Samples } from './judge-comparison.ts'
import type { Aggregate, Comparison, Operator } from './threshold-comparison.ts'

function trendOf(values: readonly number[]): Samples {
  const histogram = new LatencyHistogram()
  for (const ms of values) histogram.record(ms * 1_000)
  return { type: 'trend', histogram }
}

const makers: Readonly<Record<'trend' | 'counter' | 'rate' | 'gauge', (values: readonly number[]) => Samples>> = {
  trend: trendOf,
  counter: (values) => ({ type: 'counter', count: values.filter((value) => value % 3 === 0).length }),
  rate: (values) => ({ type: 'rate', hits: values.filter((value) => value % 3 === 0).length, samples: values.length }),
  gauge: (values) => ({ type: 'gauge', values, last: values.slice(-1) }),
}

const shares: readonly Aggregate[] = [0, 25, 50, 75, 100].map((percent) => ({ kind: 'percentile', percent }))
const plain = ['avg', 'min', 'max', 'med'].map((kind) => ({ kind }) as Aggregate)
const aggregates = {
  trend: [...shares, ...plain],
  counter: [{ kind: 'count' }, { kind: 'rate' }],
  rate: [{ kind: 'rate' }],
  gauge: plain.filter(({ kind }) => kind !== 'med'),
} as const satisfies Record<keyof typeof makers, readonly Aggregate[]>

const asked = fc.constantFrom('trend' as const, 'counter' as const, 'rate' as const, 'gauge' as const).chain((type) =>
  fc.record({
    type: fc.constant(type),
    aggregate: fc.constantFrom<Aggregate>(...aggregates[type]),
    operator: fc.constantFrom<Operator>('<', '<=', '>', '>='),
    limit: type === 'rate' ? fc.constantFrom(0, 0.25, 0.5) : fc.nat(9),
  }),
)
/** 40 samples at least: what a percentile of 75 needs. */
const samples = fc.array(fc.nat(9), { minLength: 40, maxLength: 60 })

test('what breaks a limit is not below 0, and what meets it not above, of every metric, aggregate and side', () => {
  fc.assert(
    fc.property(asked, samples, ({ type, ...comparison }, values) => {
      const whole = makers[type](values)
      const excess = excessOf(comparison, whole, { partMs: 10_000, wholeMs: 10_000 })
      const { outcome } = judgeComparison(comparison, whole, '', 10)
      expect(outcome).not.toBe('inconclusive')
      // The mean of a histogram is one of its buckets' middles, each at most a thousandth off.
      expect(outcome === 'broken' ? excess : -excess).toBeGreaterThan(-0.5)
    }),
    { numRuns: 1_000 },
  )
})

test('the parts of a stretch are over a limit by as much as the stretch', () => {
  fc.assert(
    fc.property(asked, samples, fc.nat(40), ({ type, ...comparison }, values, cut) => {
      const partMs = cut * 250
      const excess = (of: readonly number[], ms: number): number => excessOf(comparison, makers[type](of), { partMs: ms, wholeMs: 10_000 })
      const parts = excess(values.slice(0, cut), partMs) + excess(values.slice(cut), 10_000 - partMs)
      expect(parts).toBeCloseTo(excess(values, 10_000), 1)
    }),
  )
})

test('a sample that never ended is beyond a limit on either side', () => {
  const histogram = new LatencyHistogram()
  for (let at = 0; at < 10; at++) histogram.record(5_000)
  histogram.recordCensored(1_000)
  const median = (operator: Operator, limit: number): Comparison => ({ aggregate: { kind: 'med' }, operator, limit })
  const excess = (comparison: Comparison): number => excessOf(comparison, { type: 'trend', histogram }, { partMs: 1_000, wholeMs: 1_000 })
  expect([excess(median('<', 6)), excess(median('<', 4)), excess(median('>', 4)), excess(median('>', 6))]).toEqual([-4.5, 5.5, -4.5, 5.5])
})

test('the last value of a gauge is beyond its limit or is not', () => {
  const last = (value: number): Samples => ({ type: 'gauge', values: [9, value], last: [value] })
  const comparison: Comparison = { aggregate: { kind: 'value' }, operator: '<', limit: 5 }
  const lengths = { partMs: 1_000, wholeMs: 2_000 }
  expect([excessOf(comparison, last(7), lengths), excessOf(comparison, last(3), lengths)]).toEqual([1, -1])
})
