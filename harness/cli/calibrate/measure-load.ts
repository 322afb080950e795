/** Measures one known server with the generator and the judge's own arithmetic of latencies, beside its known answer. */

import { meantTimesUs, sampleOperations, scheduleLagsUs } from '../../judge/operation-samples.ts'
import { SampleBook } from '../../judge/sample-book.ts'
import { StreamLatencies } from '../../judge/stream-figures.ts'
import type { LoadResult } from '../../load/port.ts'
import { startLoad } from '../../load/run-load.ts'
import { LatencyHistogram } from '../../metrics/histogram.ts'
import { outcomeCodes } from '../../model/outcome.ts'
import type { Plan } from '../../model/plan.ts'
import { watchPauses } from '../../system/pause-watch.ts'
import { startEarlyServer } from './early-server.ts'
import type { KnownServer } from './known-servers.ts'
import { ingestOf, planOf } from './made-up-load.ts'
import { countFigure, latencyFigures } from './result.ts'
import type { Attempt } from './result.ts'
import { startTimedServer } from './timed-server.ts'
import type { AnswerAtUs, TimedServer } from './timed-server.ts'

/** No load lasts so long: what hangs is a failure, not a wait. */
const limitMs = 90_000
/** More than one read from a socket brings. */
const earlyBodyCharacters = 200_000
const beatMs = 1

export async function measureLoad(known: KnownServer, signal: AbortSignal): Promise<Attempt> {
  const service = known.service()
  let originUs = 0
  await using server = await startServer(known, (number, arrivedUs) => {
    const answerUs = service(number, arrivedUs - originUs)
    return answerUs === undefined ? undefined : originUs + answerUs
  })
  const plan = planFor(known)
  const watch = watchPauses(beatMs)
  let result: LoadResult
  try {
    const running = await startLoad({
      plan,
      ingest: ingestOf(server.port),
      options: known.load,
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    })
    originUs = running.originUs
    result = await running.done
  } finally {
    watch.stop()
  }
  signal.throwIfAborted()
  const { operations, generator } = result
  const expected = knownAnswer(known, plan)
  const countOf = (code: number): number => operations.outcome.reduce((sum, outcome) => sum + (outcome === code ? 1 : 0), 0)
  return {
    figures: [
      ...latencyFigures(expected.latencies, ackLatencies(known, plan, result)),
      countFigure('accepted', plan.dueUs.length - expected.dropped, countOf(outcomeCodes.accepted)),
      countFigure('unknown', expected.dropped, countOf(outcomeCodes.unknown)),
      // That the server did what it says of itself.
      countFigure('early answers', known.connections === 'early' ? plan.dueUs.length : 0, server.early()),
    ],
    ...witnessed(server, plan, result, originUs, [generator.pauseMsMax, watch.pauseMsMax()]),
  }
}

function startServer({ connections }: KnownServer, answerAtUs: AnswerAtUs): Promise<TimedServer> {
  if (connections === 'early') return startEarlyServer(answerAtUs)
  return startTimedServer(answerAtUs, { keepAlive: connections === 'kept' })
}

function planFor({ load, connections }: KnownServer): Plan {
  const plan = planOf(load)
  if (connections !== 'early') return plan
  return { ...plan, records: plan.records.map((record) => ({ ...record, payoutRef: 'x'.repeat(earlyBodyCharacters) })) }
}

/** What a perfect ruler reads: each arrival reaches the server when it is due; one without an answer is waited for as long as is allowed. */
function knownAnswer(
  { load, service: fresh }: KnownServer,
  { dueUs }: Plan,
): { readonly latencies: LatencyHistogram; readonly dropped: number } {
  const service = fresh()
  const latencies = new LatencyHistogram()
  let dropped = 0
  for (const [number, due] of dueUs.entries()) {
    const answerUs = service(number, due)
    if (answerUs !== undefined) {
      latencies.record(answerUs - due)
      continue
    }
    dropped += 1
    latencies.recordCensored(load.requestTimeoutMs * 1_000)
  }
  return { latencies, dropped }
}

/** Ack latencies as the judge of a run takes them. */
function ackLatencies({ load }: KnownServer, plan: Plan, { operations }: LoadResult): LatencyHistogram {
  const naming = { tenantSuffix: '' }
  const book = new SampleBook(plan.phases, [], naming)
  const tenantOf = (operation: number): string => plan.records[operation]?.tenant ?? ''
  const meantUs = meantTimesUs(operations, tenantOf, load)
  sampleOperations(
    operations,
    (operation) => {
      const record = plan.records[operation]
      if (record === undefined) throw new Error(`operation ${operation} has no record`)
      return { record, stream: 'calibration' }
    },
    {
      phaseOf: new Int32Array(operations.count),
      meantUs,
      lagUs: scheduleLagsUs(operations, meantUs),
      answerLateUs: () => 0,
      burstUs: () => 0,
    },
    { answerMsOf: () => load.requestTimeoutMs, slotMsOf: () => load.slotDeadlineMs },
    { book, withoutLag: new SampleBook(plan.phases, [], naming), streams: new StreamLatencies(), seconds: undefined },
  )
  return book.whole('ack_latency')
}

/** Witnesses besides the ruler: how late the server's own answers were, and beats in its thread and in the generator's. */
function witnessed(
  { answers }: TimedServer,
  { records }: Plan,
  { operations }: LoadResult,
  originUs: number,
  beatsMs: readonly number[],
): Pick<Attempt, 'heldBackMs' | 'unreadMs'> {
  let heldBackMs = Math.max(...beatsMs)
  let unreadMs = 0
  for (const [operation, answeredUs] of operations.answeredUs.entries()) {
    const answer = answers.get(records[operation]?.recordId ?? '')
    if (answer === undefined) continue
    heldBackMs = Math.max(heldBackMs, answer.lateUs / 1_000)
    if (!Number.isNaN(answeredUs)) unreadMs = Math.max(unreadMs, (answeredUs + originUs - answer.answeredUs) / 1_000)
  }
  return { heldBackMs, unreadMs }
}
