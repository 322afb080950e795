/** Runs a plan against a system: starts the load threads, sets them going at one moment, gathers what became of every operation. */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

import { usOf } from '../model/duration.ts'
import { HarnessError } from '../model/errors.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { LoadOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'
import { countBelow } from './arrivals/ascending.ts'
import { sumOfAnswers } from './driver.ts'
import type { GeneratorHealth, LoadInput, LoadProgress, LoadResult, ReadyLoad, RunningLoad } from './port.ts'
import { prepareLoad, requestsOf } from './prepare-load.ts'
import { counterCount, counterIndex } from './thread-messages.ts'
import type { ColumnsOfLoad, FromThread, SharedLoad, ThreadInput, ToThread } from './thread-messages.ts'

/** From the threads being ready to the origin: time for the word to reach all of them. */
export const leadUs = 20_000
/** Generous: a thread on a busy machine may take seconds to load, and clients of a topic have timeouts of their own. */
const readyTimeoutMs = 60_000
/** After an abort a thread that does not answer is ended from outside. */
const abortTimeoutMs = 2_000

type Done = Extract<FromThread, { kind: 'done' }>

interface LoadThread {
  readonly worker: Worker
  readonly counters: Int32Array
  readonly done: Promise<Done | undefined>
}

/**
 * Resolves when all bodies are written and all threads stand ready, at `originUs` − 20 ms. Throws BAD_CONFIGURATION for a tenant that the
 * system does not take, TARGET_UNREACHABLE for brokers that are not there, and the signal's reason when it is aborted before the start.
 */
export async function startLoad(input: LoadInput): Promise<RunningLoad> {
  const ready = await readyLoad(input)
  return ready.begin(monotonicUs() + leadUs)
}

/** The same without the start: several loads can begin at one moment. */
export async function readyLoad(input: LoadInput): Promise<ReadyLoad> {
  const { plan, options, signal } = input
  signal.throwIfAborted()
  const { load, target } = await prepareLoad(input)
  const lanes = input.lanes ?? [{ options, operations: Uint32Array.from(plan.dueUs.keys()) }]
  const threads = lanes.flatMap((lane, number) => startLane({ ...load, requests: requestsOf(lane, load) }, target, lane.options, number))
  const end = async (): Promise<void> => void (await Promise.all(threads.map(({ worker }) => worker.terminate())))
  try {
    const ready = AbortSignal.any([signal, AbortSignal.timeout(readyTimeoutMs)])
    await Promise.all(threads.map(({ worker }) => standsReady(worker, ready)))
  } catch (error) {
    await end()
    signal.throwIfAborted()
    throw error instanceof Error && error.name === 'AbortError' ? notReady(error) : error
  }
  let hasBegun = false
  return {
    begin: (originUs) => {
      hasBegun = true
      return begin(load, threads, signal, originUs)
    },
    [Symbol.asyncDispose]: async () => {
      if (!hasBegun) await end()
    },
  }
}

function startLane(load: SharedLoad, target: ThreadInput['target'], options: LoadOptions, lane: number): LoadThread[] {
  const stride = Math.max(1, Math.min(options.workers, options.inFlightMax))
  const lastGoUs = load.requests.goUs.at(-1) ?? 0
  return Array.from({ length: stride }, (_, index) =>
    startThread(`load-${lane}-${index}`, {
      load,
      target,
      counters: new Int32Array(new SharedArrayBuffer(counterCount * 4)),
      index,
      stride,
      slots: Math.floor(options.inFlightMax / stride) + (index < options.inFlightMax % stride ? 1 : 0),
      requestTimeoutUs: usOf(options.requestTimeoutMs),
      deadlineUs: lastGoUs + usOf(options.slotDeadlineMs),
    }),
  )
}

async function standsReady(worker: Worker, signal: AbortSignal): Promise<void> {
  const [told] = (await once(worker, 'message', { signal })) as [FromThread]
  if (told.kind !== 'unreachable') return
  throw new HarnessError('TARGET_UNREACHABLE', `the generator cannot reach where records go: ${told.message}`, {
    hint: 'is what the system file names for ingest up, and does the topic exist?',
  })
}

function notReady(cause: unknown): HarnessError {
  return new HarnessError('TARGET_UNREACHABLE', `the generator's threads did not stand ready within ${readyTimeoutMs / 1_000} s`, {
    hint: 'nothing was sent; the machine may be too busy with other work: look at its load, and try again',
    cause,
  })
}

function begin(load: ColumnsOfLoad, threads: readonly LoadThread[], signal: AbortSignal, originUs: number): RunningLoad {
  const tell = (message: ToThread): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; the rule means windows
    for (const { worker } of threads) worker.postMessage(message)
  }
  tell({ kind: 'go', originUs })
  return {
    originUs,
    operations: load.operations,
    progress: () => progressOf(load, threads, monotonicUs() - originUs),
    done: gather(load, threads, signal, () => tell({ kind: 'abort' })),
    pause: (durationMs) => tell({ kind: 'pause', durationMs }),
  }
}

function startThread(name: string, input: ThreadInput): LoadThread {
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    workerData: input,
    name,
    // kafkajs computes a negative timeout now and then, and Node would warn of it.
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  })
  const done = new Promise<Done | undefined>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'done') resolve(message)
    })
    worker.on('error', reject)
    worker.on('exit', () => resolve(undefined))
  })
  // Heard by `gather`; before the start the wait for readiness rejects with the same error.
  done.catch(() => undefined)
  return { worker, counters: input.counters, done }
}

async function gather(load: ColumnsOfLoad, threads: readonly LoadThread[], signal: AbortSignal, abort: () => void): Promise<LoadResult> {
  let terminator: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    abort()
    terminator = setTimeout(() => void Promise.all(threads.map(({ worker }) => worker.terminate())), abortTimeoutMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    const reports = (await Promise.all(threads.map(({ done }) => done))).filter((report) => report !== undefined)
    settleTheRest(load)
    return {
      operations: load.operations,
      partition: load.partition,
      offset: load.offset,
      answers: reports.length < threads.length ? undefined : sumOfAnswers(reports.map(({ answers }) => answers)),
      generator: generatorHealth(reports),
    }
  } finally {
    clearTimeout(terminator)
    signal.removeEventListener('abort', onAbort)
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }
}

/** Of several threads, or loads, as of one. */
export function generatorHealth(parts: readonly GeneratorHealth[]): GeneratorHealth {
  return {
    pauseMsMax: Math.max(0, ...parts.map(({ pauseMsMax }) => pauseMsMax)),
    pauses: parts.flatMap(({ pauses }) => pauses).toSorted((a, b) => a.fromUs - b.fromUs),
    cpuMs: parts.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  }
}

/** A thread that was ended from outside left operations without an outcome: sent ones are unknown, the others never were. */
function settleTheRest({ operations }: ColumnsOfLoad): void {
  for (const [operation, outcome] of operations.outcome.entries()) {
    if (outcome !== outcomeCodes.pending) continue
    const wasSent = !Number.isNaN(operations.sentUs[operation])
    operations.outcome[operation] = wasSent ? outcomeCodes.unknown : outcomeCodes['unsent-late']
  }
}

function progressOf({ operations }: ColumnsOfLoad, threads: readonly LoadThread[], nowUs: number): LoadProgress {
  const total = (index: number): number => threads.reduce((sum, { counters }) => sum + (counters[index] ?? 0), 0)
  const sent = total(counterIndex.sent)
  return {
    scheduled: operations.count,
    due: countBelow(operations.dueUs, nowUs),
    sent,
    accepted: total(counterIndex.accepted),
    inFlight: sent - total(counterIndex.answered),
  }
}
