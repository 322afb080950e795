/** What a process of the stack says of itself at `/metrics`, in Prometheus' text form: event loop, pool, failed statements. */

import type { SeriesMetric, SeriesValue } from '../model/series.ts'

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

/** Throws when it does not answer. */
export async function scrapeProcess(subject: string, url: string, signal: AbortSignal): Promise<readonly SeriesValue[]> {
  const response = await fetch(url, { signal })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`GET ${url}: ${response.status}`)
  return readMetrics(subject, text)
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
