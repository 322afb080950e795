/** What is said of a run that passed: what was judged, what of it was not delivered, and how fast its decisions were. Pure. */

import { roundedMs } from '../metrics/thresholds.ts'
import type { Counts, StreamSummary, TrendSummary } from '../model/summary.ts'
import type { Budget } from './budgets.ts'
import { counted, grouped } from './finding-summaries.ts'

export interface PassedRun {
  readonly counts: Counts
  /** Streams that read. */
  readonly reads: readonly StreamSummary[]
  readonly latencyBudgets: readonly Budget[]
  readonly trends: readonly TrendSummary[]
  readonly peakPhase: string
}

/** `79,000 records, every answer right; 12 refused; 5,000 reads answered; decision P99 124 ms in surge (budget 180 ms).` */
export function passSentence({ counts, reads, latencyBudgets, trends, peakPhase }: PassedRun): string {
  const parts = [
    `${counted(counts.records, 'record', 'records')}, every answer right`,
    ...undelivered(counts),
    ...readsText(reads),
    ...decisionText(latencyBudgets, trends, peakPhase),
  ]
  return `${parts.join('; ')}.`
}

type Boxes = Pick<Counts, 'refused' | 'failed' | 'unknown' | 'unsentNoSlot' | 'unsentLate'>

function undelivered({ refused, failed, unknown, unsentNoSlot, unsentLate }: Boxes): string[] {
  return [
    [refused, 'refused'] as const,
    [failed, 'failed'] as const,
    [unknown, 'with an unknown outcome'] as const,
    [unsentNoSlot + unsentLate, 'unsent'] as const,
  ].flatMap(([count, text]) => (count === 0 ? [] : [`${grouped(String(count))} ${text}`]))
}

/** In brackets what was not answered, so that nobody takes it for records. */
function readsText(reads: readonly StreamSummary[]): string[] {
  if (reads.length === 0) return []
  const sum = (name: keyof Boxes | 'accepted'): number => reads.reduce((total, stream) => total + stream[name], 0)
  const others = undelivered({
    refused: sum('refused'),
    failed: sum('failed'),
    unknown: sum('unknown'),
    unsentNoSlot: sum('unsentNoSlot'),
    unsentLate: sum('unsentLate'),
  })
  return [`${counted(sum('accepted'), 'read', 'reads')} answered${others.length === 0 ? '' : ` (${others.join(', ')})`}`]
}

/** P99 of the phase with a budget for it: of the one with the highest rate, if that has one. */
function decisionText(latencyBudgets: readonly Budget[], trends: readonly TrendSummary[], peakPhase: string): string[] {
  const budgets = latencyBudgets.filter(
    ({ threshold: { selector, expression } }) =>
      selector.metric === 'decision_latency' &&
      // The P99 that is told is of all kinds, tenants and streams.
      Object.keys(selector.tags).every((tag) => tag === 'phase') &&
      expression.form === 'whole' &&
      expression.aggregate.kind === 'percentile',
  )
  const budget = budgets.find(({ phase }) => phase === peakPhase) ?? budgets[0]
  const expression = budget?.threshold.expression
  const aggregate = expression?.form === 'whole' ? expression.aggregate : undefined
  const trend = trends.find((candidate) => candidate.metric === 'decision_latency' && candidate.phase === budget?.phase)
  if (trend === undefined) return []
  const where = budget?.phase === undefined ? '' : ` in ${budget.phase}`
  const limit = budget === undefined || aggregate?.kind !== 'percentile' || aggregate.percent !== 99 ? '' : ` (budget ${budget.limitMs} ms)`
  return [`decision P99 ${trend.p99.censored ? '≥ ' : ''}${roundedMs(trend.p99.valueMs)} ms${where}${limit}`]
}
