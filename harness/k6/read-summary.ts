/** k6's own summary (`--summary-export`) as our figures. Pure. */

import type { K6Result } from '../model/k6-result.ts'

type Figures = Pick<K6Result, 'thresholds' | 'requests' | 'requestsPerSecond' | 'accepted' | 'notAccepted' | 'dropped' | 'durationMs'>

type Values = Readonly<Record<string, unknown>>

/** What is not in it was not counted by k6: 0, or no latency. */
export function readK6Summary(text: string): Figures {
  const { metrics = {} } = JSON.parse(text) as { readonly metrics?: Readonly<Record<string, Values>> }
  const numberOf = (metric: string, name: string): number => {
    const value = metrics[metric]?.[name]
    return typeof value === 'number' ? value : 0
  }
  const requests = numberOf('http_reqs', 'count')
  const accepted = numberOf('checks', 'passes')
  const duration = (name: string): number => numberOf('http_req_duration', name)
  return {
    thresholds: Object.entries(metrics).flatMap(([metric, { thresholds }]) =>
      // In this file a threshold is true when it was crossed.
      Object.entries((thresholds ?? {}) as Readonly<Record<string, boolean>>).map(([expression, crossed]) => ({
        metric,
        expression,
        met: !crossed,
      })),
    ),
    requests,
    requestsPerSecond: numberOf('http_reqs', 'rate'),
    accepted,
    notAccepted: Math.max(0, requests - accepted),
    dropped: numberOf('dropped_iterations', 'count'),
    ...(requests === 0
      ? {}
      : { durationMs: { p50: duration('med'), p90: duration('p(90)'), p99: duration('p(99)'), max: duration('max') } }),
  }
}
