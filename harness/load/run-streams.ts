/** Runs all streams of a plan side by side, from one moment on: those that send as lanes of one load, each that reads as a load of its own. */

import { emptyOperations } from '../model/outcome.ts'
import type { Operations, TakenAnswers } from '../model/outcome.ts'
import type { ReadPlan, RunPlan } from '../model/plan.ts'
import type { StreamOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'
import type { HttpIngest, KafkaIngest } from '../system/port.ts'
import type { Bodies } from './bodies.ts'
import { sumOfAnswers } from './driver.ts'
import type { Lane, LoadResult, ReadyLoad, RunningLoad } from './port.ts'
import { generatorHealth, leadUs, readyLoad } from './run-load.ts'

export interface StreamsInput {
  readonly plan: RunPlan
  /** Those of the plan's records, where they have been written already. */
  readonly bodies?: Bodies
  /** As the scenario has them: the plan names their places. */
  readonly streams: readonly StreamOptions[]
  /** Where records go, and where they are read. */
  readonly ingest: HttpIngest | KafkaIngest
  readonly reading: HttpIngest
  /** Awaited once all threads stand ready, before their start is set. */
  readonly beforeStart?: () => Promise<void>
  readonly signal: AbortSignal
}

export interface StreamsResult extends LoadResult {
  /** By operation: the place of its stream. */
  readonly stream: Uint8Array
  /** undefined: no stream reads. */
  readonly reads: ReadResult | undefined
}

export interface ReadResult {
  readonly operations: Operations
  readonly stream: Uint8Array
  readonly answers: TakenAnswers | undefined
}

export interface RunningStreams extends Omit<RunningLoad, 'done'> {
  /** Of each reading stream, in the order of the plan's reads; filled while the load runs. */
  readonly reads: readonly Operations[]
  readonly done: Promise<StreamsResult>
}

/** Resolves when all threads of all streams have been told their start; throws as `startLoad` and `beforeStart` do. */
export async function startStreams({ plan, bodies, streams, ingest, reading, beforeStart, signal }: StreamsInput): Promise<RunningStreams> {
  const lanes = streams.flatMap((options, place): Lane[] =>
    options.kind === 'ingest' ? [{ options, operations: placesOf(plan.stream, place) }] : [],
  )
  const options = (lanes[0]?.options ?? streams[0]) as StreamOptions
  await using unbegun = new AsyncDisposableStack()
  const ready: ReadyLoad[] = []
  ready.push(unbegun.use(await readyLoad({ plan, ...(bodies === undefined ? {} : { bodies }), ingest, options, lanes, signal })))
  for (const read of plan.reads) {
    const own = streams[read.stream] as StreamOptions
    ready.push(unbegun.use(await readyLoad({ plan: ofReads(plan, read), ingest: reading, options: own, call: 'read', signal })))
  }
  await beforeStart?.()
  signal.throwIfAborted()
  const originUs = monotonicUs() + leadUs
  const [sending, ...readings] = ready.map((load) => load.begin(originUs)) as [RunningLoad, ...RunningLoad[]]
  const done = Promise.all([sending.done, ...readings.map((load) => load.done)]).then(([sent, ...read]) => resultOf(plan, sent, read))
  // Heard by whoever waits for the run; an abort may come before anybody does.
  done.catch(() => undefined)
  return {
    originUs,
    operations: sending.operations,
    reads: readings.map(({ operations }) => operations),
    progress: () => sending.progress(),
    done,
    pause: (durationMs) => [sending, ...readings].forEach((load) => load.pause(durationMs)),
  }
}

function placesOf(stream: Uint8Array, place: number): Uint32Array {
  return Uint32Array.from(stream.keys().filter((index) => stream[index] === place))
}

/** Only the records that are read: their paths are written out, as bodies are. */
function ofReads({ seed, records, phases }: RunPlan, { recordIndex, dueUs }: ReadPlan): RunPlan {
  const read = [...new Set(recordIndex)]
  const places = new Map(read.map((index, place) => [index, place]))
  return {
    seed,
    records: read.flatMap((index) => records[index] ?? []),
    recordIndex: recordIndex.map((index) => places.get(index) ?? 0),
    dueUs,
    phases,
    stream: new Uint8Array(dueUs.length),
    reads: [],
  }
}

function resultOf(plan: RunPlan, sent: LoadResult, read: readonly LoadResult[]): StreamsResult {
  return {
    ...sent,
    stream: plan.stream,
    reads: read.length === 0 ? undefined : readsOf(plan, read),
    generator: generatorHealth([sent, ...read].map(({ generator }) => generator)),
  }
}

/** All reads in one set of columns, in the order of their due times; they name the plan's records. */
function readsOf(plan: RunPlan, read: readonly LoadResult[]): ReadResult {
  const rows = read
    .flatMap(({ operations: own }, at) => Array.from(own.dueUs, (us, index) => ({ at, index, us })))
    .toSorted((a, b) => a.us - b.us)
  const operations = emptyOperations(rows.length)
  const stream = new Uint8Array(rows.length)
  for (const [row, { at, index }] of rows.entries()) {
    const { recordIndex, stream: place } = plan.reads[at] as ReadPlan
    const own = (read[at] as LoadResult).operations
    operations.recordIndex[row] = recordIndex[index] as number
    for (const column of ['dueUs', 'slotUs', 'sentUs', 'answeredUs', 'outcome', 'status'] as const) {
      operations[column][row] = own[column][index] as number
    }
    stream[row] = place
  }
  const answers = read.map((result) => result.answers)
  const told = answers.filter((one) => one !== undefined)
  return { operations, stream, answers: told.length < answers.length ? undefined : sumOfAnswers(told) }
}
