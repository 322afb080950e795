import { describe, expect, test } from 'vitest'
import { uniformFrom } from '../load/prng.ts'
import { LatencyHistogram } from '../metrics/histogram.ts'
import { logRatioIntervals } from './block-bootstrap.ts'
import { percentilesOf, quotientOf } from './second-figures.ts'
import type { SecondCounts } from './second-figures.ts'

/** So many seconds of latencies around `middleMs`, and all of them in one histogram. */
function latencies(seconds: number, middleMs: number, uniform: () => number) {
  const all = new LatencyHistogram()
  const rows = Array.from({ length: seconds }, (_, second): SecondCounts => {
    const own = new LatencyHistogram()
    for (let sample = 0; sample < 60; sample++) own.record(middleMs * 1_000 * Math.exp(0.3 * normal(uniform)))
    all.add(own)
    return { second, counts: [...own.counts()] }
  })
  return { all, rows }
}

function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

describe('figures of seconds', () => {
  test('of all seconds are the percentiles of the whole histogram', () => {
    const { all, rows } = latencies(8, 40, uniformFrom(1))
    const percents = [50, 90, 99, 100]
    const every = Int32Array.from({ length: 8 }, (_, second) => second)
    expect(percentilesOf(rows, percents).figures(every)).toEqual(percents.map((percent) => all.percentile(percent).valueMs))
  })

  test('a second that is picked twice counts twice; of none there is no figure', () => {
    const rows: SecondCounts[] = [
      { second: 0, counts: [{ us: 1_000, count: 1 }] },
      { second: 1, counts: [{ us: 9_000, count: 1 }] },
    ]
    const { figures } = percentilesOf(rows, [50])
    expect([figures(Int32Array.of(0, 1, 1)), figures(Int32Array.of(0, 0, 1)), figures(Int32Array.of())]).toEqual([[9], [1], [Number.NaN]])
    expect(
      quotientOf([
        { above: 10, below: 2 },
        { above: 40, below: 3 },
      ]).figures(Int32Array.of(0, 1, 1)),
    ).toEqual([90 / 8])
  })
})

describe('the interval of a difference', () => {
  test('is the same for one seed, and none where the seconds of either are too few', () => {
    const [base, candidate] = [latencies(20, 40, uniformFrom(1)).rows, latencies(20, 44, uniformFrom(2)).rows]
    const interval = (seed: number) =>
      logRatioIntervals(percentilesOf(base, [50, 99]), percentilesOf(candidate, [50, 99]), uniformFrom(seed))
    expect(interval(5)).toEqual(interval(5))
    expect(interval(6)).not.toEqual(interval(5))
    const [short, full] = [percentilesOf(base.slice(0, 19), [50]), percentilesOf(candidate, [50])]
    expect([logRatioIntervals(short, full, uniformFrom(1)), logRatioIntervals(full, short, uniformFrom(1))]).toEqual([
      [undefined],
      [undefined],
    ])
  })

  test('lies around what is measured, at even distances', () => {
    const [base, candidate] = [latencies(40, 40, uniformFrom(1)).rows, latencies(40, 60, uniformFrom(2)).rows]
    const figures = [percentilesOf(base, [50]), percentilesOf(candidate, [50])] as const
    const every = Int32Array.from({ length: 40 }, (_, second) => second)
    const [from = 0, to = 0] = figures.map((each) => each.figures(every)[0])
    const [interval] = logRatioIntervals(...figures, uniformFrom(1))
    expect(((interval?.lower ?? 0) + (interval?.upper ?? 0)) / 2).toBeCloseTo(Math.log(to / from), 10)
    expect(interval?.lower).toBeGreaterThan(0.3)
  })
})
