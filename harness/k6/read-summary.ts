/** k6's own summary (`--summary-export`) as our figures. */

import { readFile } from 'node:fs/promises'

import { HarnessError } from '../model/errors.ts'
import type { K6Result } from '../model/k6-result.ts'

type Figures = Pick<K6Result, 'thresholds' | 'requests' | 'requestsPerSecond' | 'accepted' | 'notAccepted' | 'dropped' | 'durationMs'>

type Values = Readonly<Record<string, unknown>>

/** HarnessError BAD_CONFIGURATION where k6 wrote no summary, or only a part of one; `logFile` is named beside it. */
export async function readK6SummaryFile(file: string, logFile: string): Promise<Figures> {
  const broken = (what: string, cause?: unknown): HarnessError =>
    new HarnessError('BAD_CONFIGURATION', `k6 ended without an error, and its summary ${what}: ${file}`, {
      hint: `see what it printed in ${logFile}, and whether K6 or the path names k6 itself`,
      cause,
    })
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw broken('is not there', cause)
  }
  let summary: unknown
  try {
    summary = JSON.parse(text)
  } catch (cause) {
    throw broken(`of ${Buffer.byteLength(text)} bytes is no JSON`, cause)
  }
  if (!isSummary(summary)) throw broken('has no metrics')
  return k6Figures(summary)
}

interface K6Summary {
  readonly metrics: Readonly<Record<string, Values>>
}

function isSummary(value: unknown): value is K6Summary {
  return isObject(value) && isObject(value['metrics']) && Object.values(value['metrics']).every(isObject)
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is not in it was not counted by k6: 0, or no latency. */
export function k6Figures({ metrics }: K6Summary): Figures {
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
