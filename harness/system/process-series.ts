/** What a process of the stack says of itself at `/metrics`, in Prometheus' text form: event loop, pool, failed statements. */

import type { SeriesMetric, SeriesValue } from '../model/series.ts'
import { bounded } from './bounded.ts'

/** prom-client's own resolution: the delay of an idle loop reads as this. */
const loopResolutionMs = 10

interface Source {
  readonly metric: SeriesMetric
  readonly valueOf: (value: number) => number
}

const sources: Readonly<Record<string, Source>> = {
  nodejs_eventloop_lag_max_seconds: { metric: 'event_loop_delay', valueOf: (seconds) => Math.max(0, seconds * 1_000 - loopResolutionMs) },
  database_pool_waiting: { metric: 'pool_waits', valueOf: (value) => value },
  database_serialization_failures_total: { metric: 'serialization_failures', valueOf: (value) => value },
}

/** A process that stands still is waited for so long; one that is gone says so by itself. */
const answerTimeoutMs = 300_000

/**
 * The page of one process. What it tells of its event loop begins anew with each answer, so one question is open at a time: behind a standstill its answer holds
 * the whole of it, and an answer to a question that was given up would have told nobody.
 */
export class ProcessPage implements Disposable {
  readonly #subject: string
  readonly #url: string
  readonly #ended = new AbortController()
  #open: Promise<readonly SeriesValue[]> | undefined

  constructor(subject: string, url: string) {
    this.#subject = subject
    this.#url = url
  }

  /** What it says, perhaps to a question that was asked for an earlier sample. Throws when it does not answer in time or the signal is aborted. */
  async sample(signal: AbortSignal): Promise<readonly SeriesValue[]> {
    return await bounded(`GET ${this.#url}`, signal, () => (this.#open ??= this.#ask().finally(() => (this.#open = undefined))))
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
  }

  async #ask(): Promise<readonly SeriesValue[]> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(answerTimeoutMs)])
    const response = await fetch(this.#url, { signal })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`GET ${this.#url}: ${response.status}`)
    return readMetrics(this.#subject, text)
  }
}

/** Lines of the known names; a process that has none of one says nothing of it. */
export function readMetrics(subject: string, text: string): SeriesValue[] {
  return text.split('\n').flatMap((line): SeriesValue[] => {
    const [, name = '', number = ''] = /^([a-zA-Z_:][\w:]*)(?:\{[^}]*\})? (\S+)/.exec(line) ?? []
    const source = sources[name]
    const value = Number(number)
    return source === undefined || !Number.isFinite(value) ? [] : [{ metric: source.metric, subject, value: source.valueOf(value) }]
  })
}
