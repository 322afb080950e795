/** What became of each stream of a load: its own boxes and its own latencies, for the report and for the identities. Pure. */

import { LatencyHistogram } from '../metrics/histogram.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { StreamOptions } from '../model/scenario.ts'
import type { Percentile, StreamSummary } from '../model/summary.ts'

type StreamMetric = 'ack_latency' | 'decision_latency'

/** Latencies by stream, collected while a run is measured. */
export class StreamLatencies {
  readonly #byStream = new Map<string, Record<StreamMetric, LatencyHistogram>>()

  add(stream: string, metric: StreamMetric, us: number, ended: boolean): void {
    let own = this.#byStream.get(stream)
    if (own === undefined) {
      own = { ack_latency: new LatencyHistogram(), decision_latency: new LatencyHistogram() }
      this.#byStream.set(stream, own)
    }
    if (ended) own[metric].record(Math.max(0, us))
    else own[metric].recordCensored(Math.max(0, us))
  }

  /** null without a sample. */
  percentile(stream: string, metric: StreamMetric, percent: number): Percentile | null {
    const histogram = this.#byStream.get(stream)?.[metric]
    return histogram === undefined || histogram.samples === 0 ? null : histogram.percentile(percent)
  }
}

/** Operations with the place of each one's stream. */
export interface StreamedOperations {
  readonly operations: Operations
  readonly stream: Uint8Array
}

/** One line a stream, in the scenario's order; `reads` is undefined where no stream reads. */
export function streamSummaries(
  streams: readonly StreamOptions[],
  sent: StreamedOperations,
  reads: StreamedOperations | undefined,
  latencies: StreamLatencies,
): StreamSummary[] {
  return streams.map(({ name, kind }, place) => {
    const source = kind === 'read' ? reads : sent
    const { tally, notFound, wereSent } = tallyOf(source, place)
    return {
      name,
      kind,
      scheduled: Object.values(tally).reduce((sum, count) => sum + count, 0),
      sent: wereSent,
      unsentNoSlot: tally['unsent-no-slot'],
      unsentLate: tally['unsent-late'] + tally.pending,
      accepted: tally.accepted,
      refused: tally.refused,
      failed: tally.failed,
      unknown: tally.unknown,
      notFound,
      ackP50: latencies.percentile(name, 'ack_latency', 50),
      ackP99: latencies.percentile(name, 'ack_latency', 99),
      decisionP99: latencies.percentile(name, 'decision_latency', 99),
    }
  })
}

function tallyOf(
  source: StreamedOperations | undefined,
  place: number,
): { readonly tally: Record<OutcomeKind, number>; readonly notFound: number; readonly wereSent: number } {
  const tally = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as Record<OutcomeKind, number>
  let notFound = 0
  let wereSent = 0
  if (source === undefined) return { tally, notFound, wereSent }
  const { operations, stream } = source
  for (let index = 0; index < operations.count; index++) {
    if (stream[index] !== place) continue
    tally[outcomeKinds[operations.outcome[index] as number] as OutcomeKind]++
    if (operations.status[index] === notFoundStatus) notFound++
    if (!Number.isNaN(operations.sentUs[index])) wereSent++
  }
  return { tally, notFound, wereSent }
}

const notFoundStatus = 404
