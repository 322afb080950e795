/** Gives each threshold its samples and its outcome (measurement.md §4). Knows no verdict. */

import { evaluate } from '../metrics/evaluate.ts'
import type { Evaluated } from '../metrics/stretches.ts'
import { metricTable } from '../metrics/metric-table.ts'
import { comparisonOf } from '../metrics/threshold-limit.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineRecord } from '../model/baseline.ts'
import type { ThresholdResult } from '../model/summary.ts'
import { sampledFor } from './threshold-samples.ts'
import type { SampleSources } from './threshold-samples.ts'

export interface JudgedThreshold {
  readonly threshold: Threshold
  readonly evaluated: Evaluated
  /** Whether leaving out what the harness itself added would turn the outcome: the schedule lag, and the pauses of generator and observer. */
  readonly turnedByLag: boolean
}

/** Latencies that the generator's lateness, or a pause of it or of the observer, is part of. */
const delayed: ReadonlySet<string> = new Set(['decision_latency', 'close_latency', 'ack_latency', 'service_time'])

export function judgeThresholds(thresholds: readonly Threshold[], sources: SampleSources): JudgedThreshold[] {
  return thresholds.map((threshold) => {
    const evaluated = evaluate(threshold, sampledFor(threshold, sources, sources.book))
    const { metric } = threshold.selector
    if (!delayed.has(metric)) return { threshold, evaluated, turnedByLag: false }
    const withoutLag = evaluate(threshold, sampledFor(threshold, sources, sources.withoutLag))
    return { threshold, evaluated, turnedByLag: withoutLag.outcome !== evaluated.outcome }
  })
}

/** `voided`: wrong answers make a latency worthless, so that its threshold has no outcome. */
export function thresholdResults(
  judged: readonly JudgedThreshold[],
  voided: boolean,
  baseline: BaselineRecord | undefined,
): ThresholdResult[] {
  return judged.map(({ threshold, evaluated }) => {
    const { selector, selectorText, expressionText } = threshold
    const isTrend = metricTable[selector.metric].type === 'trend'
    const comparison = comparisonOf(threshold, baseline)
    const isBudget = isTrend && (comparison?.operator === '<' || comparison?.operator === '<=')
    return {
      selector: selectorText,
      expression: expressionText,
      outcome: voided && isTrend ? 'void' : evaluated.outcome,
      seen: evaluated.seen,
      ...(isBudget ? { budgetMs: comparison.limit } : {}),
      ...(selector.tags.phase === undefined ? {} : { phase: selector.tags.phase }),
    }
  })
}
