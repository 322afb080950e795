/** A line for each stream of a load with several: what every format shows of it. Knows no format. */

import type { Percentile, StreamSummary, Summary } from '../harness/model/summary.ts'
import { formatCount, formatPercentile, missing } from './figures.ts'

export const streamHeader = ['Stream', 'sent', 'taken', 'others', 'ack P50', 'ack P99', 'decision P99'] as const

/** Nothing for a load that is one stream. */
export function streamRows({ streams = [] }: Pick<Summary, 'streams'>): string[][] {
  return streams.map((stream) => [
    stream.kind === 'read' ? `${stream.name} (reads)` : stream.name,
    `${formatCount(stream.sent)} of ${formatCount(stream.scheduled)}`,
    formatCount(stream.accepted),
    othersOf(stream),
    percentile(stream.ackP50),
    percentile(stream.ackP99),
    percentile(stream.decisionP99),
  ])
}

function percentile(value: Percentile | null): string {
  return value === null ? missing : formatPercentile(value)
}

function othersOf({ refused, failed, unknown, unsentNoSlot, unsentLate, notFound }: StreamSummary): string {
  const parts = [
    ['refused', refused],
    ['failed', failed],
    ['unknown', unknown],
    ['unsent', unsentNoSlot + unsentLate],
    ['not there yet', notFound],
  ] as const
  const seen = parts.filter(([, count]) => count > 0).map(([name, count]) => `${formatCount(count)} ${name}`)
  return seen.length === 0 ? missing : seen.join(', ')
}
