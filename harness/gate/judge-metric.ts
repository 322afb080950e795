/** What the pairs say of one metric: its change, the bounds of it, whether it is decided, and how many pairs are missing. Pure. */

import { ConfidenceSequence, isAbove, isBelow, spreadOf } from './confidence-sequence.ts'
import type { GateMetric } from './gate-metrics.ts'
import type { MetricJudgement } from './gate-result.ts'
import type { Sums } from './sequential-t-test.ts'

/** Farther ahead nobody waits, and the forecast is worth nothing. */
export const pairsNeededMax = 200

/** The logarithms of the pairs' ratios, candidate over baseline, in their order. */
export function judgeMetric(metric: GateMetric, logRatios: readonly number[]): MetricJudgement {
  const sequence = new ConfidenceSequence(metric.errorRates)
  for (const logRatio of logRatios) sequence.add(logRatio)
  const { sums, bounds } = sequence
  const state = stateOf(bounds, metric)
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

/** What is tolerated is tolerated, even where it is plainly there. */
function stateOf(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { tolerance }: GateMetric,
): MetricJudgement['state'] {
  if (upper < Math.log1p(tolerance)) return 'within'
  return lower > 0 ? 'worse' : 'open'
}

/** The first number of pairs at which the same mean and spread would decide; how many of them are still to come. */
function forecast(sums: Sums, { tolerance, errorRates }: GateMetric): number | null {
  const { count, sum } = sums
  if (count < 2) return null
  const [mean, spread] = [sum / count, spreadOf(sums)]
  for (let pairs = count + 1; pairs <= count + pairsNeededMax; pairs++) {
    const later: Sums = { count: pairs, sum: pairs * mean, sumOfSquares: pairs * mean * mean + (pairs - 1) * spread * spread }
    if (isBelow(later, Math.log1p(tolerance), errorRates.upper) || isAbove(later, 0, errorRates.lower)) return pairs - count
  }
  return null
}
