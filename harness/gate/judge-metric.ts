/** What the pairs say of one metric: its change, the bounds of it, whether it is decided, and how many pairs are missing. Pure. */

import { ConfidenceSequence, isAbove, isBelow, spreadOf } from './confidence-sequence.ts'
import type { Bounds } from './confidence-sequence.ts'
import type { GateMetric } from './gate-metrics.ts'
import type { MetricJudgement } from './gate-result.ts'
import type { Contrast } from './pair-contrasts.ts'
import type { Sums } from './sequential-t-test.ts'

/** Farther ahead nobody waits, and the forecast is worth nothing. */
export const pairsNeededMax = 200

/** What each pair says, in their order. */
export function judgeMetric(metric: GateMetric, contrasts: readonly Contrast[]): MetricJudgement {
  const sequence = new ConfidenceSequence(metric.errorRates)
  for (const { change, noise } of contrasts) sequence.add(change, noise)
  const { sums, bounds } = sequence
  const state = stateOf(sums, bounds, metric)
  const share = (log: number): number | null => (Number.isFinite(log) ? Math.expm1(log) : null)
  return {
    metric: metric.name,
    label: metric.label,
    unit: metric.unit,
    tolerance: metric.tolerance,
    pairs: sums.count,
    change: sums.count === 0 ? null : Math.expm1(sums.sum / sums.count),
    lower: share(bounds.lower),
    upper: share(bounds.upper),
    errorRates: metric.errorRates,
    noise: sums.count < 2 ? null : spreadOf(sums),
    state,
    pairsNeeded: state === 'open' ? forecast(sums, metric) : null,
  }
}

/** A metric that no run gives: it decides nothing. */
export function notMeasured({ name, label, unit, tolerance, errorRates }: GateMetric): MetricJudgement {
  const nothing = { change: null, lower: null, upper: null, noise: null, pairsNeeded: null }
  return { metric: name, label, unit, tolerance, pairs: 0, errorRates, ...nothing, state: 'not-measured' }
}

/** Pairs that vary by more than so many times what is tolerated come from a machine on which nothing near it can be measured. */
export const noisyTolerances = 2
/** Their numbers are the least normal, so that a rise takes so many times the evidence to be called one. */
export const noisyEvidence = 10

/** What is tolerated is tolerated, even where it is plainly there. */
function stateOf(sums: Sums, { upper }: Bounds, metric: GateMetric): MetricJudgement['state'] {
  if (upper < Math.log1p(metric.tolerance)) return 'within'
  return isAbove(sums, 0, riseRate(sums, metric)) ? 'worse' : 'open'
}

/** How seldom a rise may be called one where there is none: never more often than its lower bound is wrong. */
export function riseRate(sums: Sums, { tolerance, errorRates }: GateMetric): number {
  return isNoisy(spreadOf(sums), tolerance) ? errorRates.lower / noisyEvidence : errorRates.lower
}

/** `noise`: how much the logarithm of a pair's ratio varies. */
export function isNoisy(noise: number, tolerance: number): boolean {
  return noise > noisyTolerances * Math.log1p(tolerance)
}

/** The first number of pairs at which the same mean and spread would decide; how many of them are still to come. */
function forecast(sums: Sums, metric: GateMetric): number | null {
  const { tolerance, errorRates } = metric
  const { count, sum } = sums
  if (count < 2) return null
  const [mean, spread] = [sum / count, spreadOf(sums)]
  for (let pairs = count + 1; pairs <= count + pairsNeededMax; pairs++) {
    const noiseCount = Math.round((sums.noiseCount * pairs) / count)
    const later: Sums = {
      count: pairs,
      sum: pairs * mean,
      sumOfSquares: pairs * mean * mean + (pairs - 1) * spread * spread,
      noiseCount,
      noiseSquares: noiseCount * spread * spread,
    }
    if (isBelow(later, Math.log1p(tolerance), errorRates.upper) || isAbove(later, 0, riseRate(later, metric))) return pairs - count
  }
  return null
}
