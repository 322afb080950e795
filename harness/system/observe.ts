/** Starts the observer of a system's decisions in a thread of its own, and speaks with it. */

import { Worker } from 'node:worker_threads'

import { HarnessError, writeFailure } from '../model/errors.ts'
import { figureCount, figureIndex } from './observe-messages.ts'
import type { FromObserver, ObserverHealth, ObserverThreadInput, ToObserver } from './observe-messages.ts'
import type { RunningObserver } from './observer-port.ts'
import type { Decisions } from './port.ts'

export interface ObserverInput {
  readonly decisions: Decisions
  /** Where the events are written, one a line (observer-port.ts). */
  readonly file: string
  /** Bounds the start alone. */
  readonly signal: AbortSignal
}

/** After being told to stop, a thread that does not end is ended from outside. */
const stopTimeoutMs = 5_000

/**
 * Resolves when the observer is positioned: no decision published from then on is missed. Throws TARGET_UNREACHABLE when the topic cannot be read,
 * OUTPUT_NOT_WRITABLE or DISK_FULL when the file cannot be written, and the signal's reason.
 */
export async function startObserver({ decisions, file, signal }: ObserverInput): Promise<RunningObserver> {
  signal.throwIfAborted()
  const figures = new Float64Array(new SharedArrayBuffer(figureCount * 8))
  figures[figureIndex.lastEventUs] = Number.NaN
  const closes = new Map<string, Set<number>>()
  const input: ObserverThreadInput = { decisions, file, figures }
  const worker = new Worker(new URL('observe-thread.ts', import.meta.url), {
    workerData: input,
    name: 'observer',
    // kafkajs computes a negative delay now and then; Node 26 warns of it on standard error.
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  })
  const tell = (message: ToObserver): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; the rule means windows
    worker.postMessage(message)
  }
  const positioned = Promise.withResolvers<void>()
  const done = Promise.withResolvers<ObserverHealth>()
  // Each is awaited where it matters; until then a failure must not end the process.
  positioned.promise.catch(() => undefined)
  done.promise.catch(() => undefined)
  const failed = (error: unknown): void => {
    positioned.reject(error)
    done.reject(error)
  }
  worker.on('message', (message: FromObserver) => {
    if (message.kind === 'positioned') positioned.resolve()
    else if (message.kind === 'done') done.resolve(message.health)
    else if (message.kind === 'failed') failed(failureOf(message, decisions, file))
    else closes.set(message.closeId, (closes.get(message.closeId) ?? new Set()).add(message.partition))
  })
  worker.on('error', failed)
  worker.on('exit', () => failed(new Error('the observer thread ended before it was done')))
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const dispose = async (): Promise<void> => {
    tell({ kind: 'stop' })
    const terminator = setTimeout(() => void worker.terminate(), stopTimeoutMs)
    await exited
    clearTimeout(terminator)
  }
  try {
    await bounded(positioned.promise, signal)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  const figure = (name: keyof typeof figureIndex): number => figures[figureIndex[name]] ?? 0
  return {
    progress: () => ({
      events: figure('events'),
      closeEvents: figure('closeEvents'),
      records: figure('records'),
      lastEventUs: figure('lastEventUs'),
      lag: figure('lag'),
    }),
    closedPartitions: (closeId) => closes.get(closeId) ?? new Set(),
    loadStarts: (spans) => tell({ kind: 'load-starts', spans }),
    finish: async (finishSignal) => {
      tell({ kind: 'finish' })
      return bounded(done.promise, finishSignal)
    },
    pause: (durationMs) => tell({ kind: 'pause', durationMs }),
    [Symbol.asyncDispose]: dispose,
  }
}

/** The promise, or the signal's reason, whichever comes first. */
async function bounded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function failureOf({ source, message, errorCode }: Extract<FromObserver, { kind: 'failed' }>, decisions: Decisions, file: string): Error {
  const cause = Object.assign(new Error(message), errorCode === undefined ? {} : { code: errorCode })
  if (source === 'file') return writeFailure(cause, file) ?? cause
  const [place, hint] =
    decisions.kind === 'kafka'
      ? [`topic ${decisions.topic} at ${decisions.brokers.join(', ')}`, 'is Kafka up at that address, and has the stack created the topic?']
      : [`the decisions at ${decisions.url}`, 'is the system up at that address, and does its feed answer as docs/library.md says?']
  return new HarnessError('TARGET_UNREACHABLE', `cannot read ${place}: ${message}`, { hint, cause })
}
