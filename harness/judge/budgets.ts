/** Latency budgets: the thresholds that promise a time, and the phases that they promise it for. Pure. */

import { comparisonOf } from '../metrics/threshold-limit.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineRecord } from '../model/baseline.ts'

export interface Budget {
  readonly threshold: Threshold
  readonly limitMs: number
  /** undefined: every phase. */
  readonly phase: string | undefined
}

const budgeted: ReadonlySet<string> = new Set(['decision_latency', 'close_latency', 'ack_latency', 'service_time'])

/** Upper limits of latencies; a threshold that wants a latency to be high is none. */
export function budgetsOf(thresholds: readonly Threshold[], baseline: BaselineRecord | undefined): Budget[] {
  return thresholds.flatMap((threshold): Budget[] => {
    const comparison = comparisonOf(threshold, baseline)
    if (comparison === undefined || !budgeted.has(threshold.selector.metric)) return []
    const { operator, limit } = comparison
    return operator === '<' || operator === '<=' ? [{ threshold, limitMs: limit, phase: threshold.selector.tags.phase }] : []
  })
}

/** The tightest budget of a phase in ms; undefined without one. A close's budget is of no phase. */
export function budgetOfPhaseMs(budgets: readonly Budget[], phase: string): number | undefined {
  const limits = budgets
    .filter((budget) => budget.threshold.selector.metric !== 'close_latency' && (budget.phase === undefined || budget.phase === phase))
    .map(({ limitMs }) => limitMs)
  return limits.length === 0 ? undefined : Math.min(...limits)
}

/** The tightest of all. */
export function tightestBudgetMs(budgets: readonly Budget[]): number | undefined {
  return budgets.length === 0 ? undefined : Math.min(...budgets.map(({ limitMs }) => limitMs))
}
