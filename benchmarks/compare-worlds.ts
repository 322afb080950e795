/** Simulated runs, second by second, and how often the interval of `tenfold compare` holds that two of one system do not differ. */

import { logRatioIntervals } from '../harness/gate/block-bootstrap.ts'
import { percentilesOf, quotientOf } from '../harness/gate/second-figures.ts'
import type { SecondCounts } from '../harness/gate/second-figures.ts'
import { LatencyHistogram } from '../harness/metrics/histogram.ts'
import { normalNoise } from './gate-worlds.ts'

export interface SimulatedRun {
  readonly seconds: number
  readonly samplesPerSecond: number
  /** Standard deviation of a second's level, as a logarithm; 0: the latencies alone vary. */
  readonly levelSpread: number
  /** Correlation of a second's level with that of the second before. */
  readonly autocorrelation: number
}

export const simulatedFigures = ['P50', 'P90', 'P99', 'CPU a record'] as const

const sampleSpread = 0.5
const middleUs = 40_000

/** Shares of the rounds, by figure: an interval that holds 0, and any interval at all. */
export function coverage(
  run: SimulatedRun,
  rounds: number,
  uniform: () => number,
): readonly { readonly holds: number; readonly told: number }[] {
  const counts = simulatedFigures.map(() => ({ holds: 0, told: 0 }))
  for (let round = 0; round < rounds; round++) {
    const [base, candidate] = [simulate(run, uniform), simulate(run, uniform)]
    const intervals = [
      ...logRatioIntervals(percentilesOf(base.latencies, [50, 90, 99]), percentilesOf(candidate.latencies, [50, 90, 99]), uniform),
      ...logRatioIntervals(quotientOf(base.cpu), quotientOf(candidate.cpu), uniform),
    ]
    for (const [index, interval] of intervals.entries()) {
      const count = counts[index]
      if (interval === undefined || count === undefined) continue
      count.told++
      if (interval.lower <= 0 && interval.upper >= 0) count.holds++
    }
  }
  return counts.map(({ holds, told }) => ({ holds: holds / rounds, told: told / rounds }))
}

/** Levels follow each other as an autoregression of the first order; latencies are log-normal around them, and CPU moves with the level. */
function simulate({ seconds, samplesPerSecond, levelSpread, autocorrelation }: SimulatedRun, uniform: () => number) {
  const normal = normalNoise([1])
  const draw = (): number => normal(uniform)[0] ?? 0
  const latencies: SecondCounts[] = []
  const cpu: { readonly above: number; readonly below: number }[] = []
  let level = levelSpread * draw()
  for (let second = 0; second < seconds; second++) {
    const histogram = new LatencyHistogram()
    for (let sample = 0; sample < samplesPerSecond; sample++) histogram.record(middleUs * Math.exp(level + sampleSpread * draw()))
    latencies.push({ second, counts: [...histogram.counts()] })
    cpu.push({ above: samplesPerSecond * 900 * Math.exp(level), below: samplesPerSecond })
    level = autocorrelation * level + Math.sqrt(1 - autocorrelation ** 2) * levelSpread * draw()
  }
  return { latencies, cpu }
}
