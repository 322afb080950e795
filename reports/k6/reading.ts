/** k6's figures beside the run's, row by row, and what they mean. Knows no format. */

import type { K6Result } from '../../harness/model/k6-result.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { formatCount, formatMs, formatPercentile, formatRate, missing } from '../figures.ts'
import { findingCount, trendOf } from '../reading.ts'

export const k6Columns = ['', 'Tenfold', 'k6'] as const

export function k6Rows(summary: Summary, k6: K6Result): readonly (readonly [string, string, string])[] {
  const { counts, rates } = summary
  const service = trendOf(summary, 'service_time')
  const ack = trendOf(summary, 'ack_latency')
  const decision = trendOf(summary, 'decision_latency')
  const duration = k6.durationMs
  const ms = (value: number | undefined): string => (value === undefined ? missing : formatMs(value))
  return [
    ['records sent', formatCount(counts.sent), formatCount(k6.requests)],
    ['records/s over the load', formatRate(rates.recordsPerSecond), formatRate(k6.requestsPerSecond)],
    ['accepted', formatCount(counts.accepted), formatCount(k6.accepted)],
    ['answered otherwise or not', formatCount(counts.refused + counts.failed + counts.unknown), formatCount(k6.notAccepted)],
    ['never sent', formatCount(counts.unsentNoSlot + counts.unsentLate), formatCount(k6.dropped)],
    ['send to answer, P50', service === undefined ? missing : formatPercentile(service.p50), ms(duration?.p50)],
    ['send to answer, P99', service === undefined ? missing : formatPercentile(service.p99), ms(duration?.p99)],
    ['send to answer, longest', service === undefined ? missing : formatPercentile(service.max), ms(duration?.max)],
    ['due to answer, P99', ack === undefined ? missing : formatPercentile(ack.p99), 'not measured'],
    ['due to decision, P99', decision === undefined ? missing : formatPercentile(decision.p99), 'not seen'],
    ['records held afterwards', formatCount(counts.records), k6.heldRecords === null ? missing : formatCount(k6.heldRecords)],
    ['wrong answers', formatCount(findingCount(summary)), 'not judged'],
  ]
}

/** How k6's own thresholds came out, in a sentence. */
export function k6ThresholdText({ thresholds }: K6Result): string {
  const broken = thresholds.filter(({ met }) => !met).map(({ metric, expression }) => `${metric} ${expression}`)
  if (thresholds.length === 0) return 'k6 had no threshold that both know.'
  return broken.length === 0
    ? `All of k6's ${formatCount(thresholds.length)} thresholds were met.`
    : `k6's own thresholds that were crossed: ${broken.join(', ')}.`
}

export function k6Intro({ version, script }: K6Result): string {
  return `The same plan, sent by ${version.replace(/\s*\(.*\)$/, '')} on the same stack after the run, under tenants of its own (${script}). No part of the verdict.`
}
