/** autocannon in its rate mode against a server of known behaviour: what it reports beside what it heard itself. Nothing of ours is judged by it. */

import { createRequire } from 'node:module'
import { startTimedServer } from '../support/timed-server.ts'

interface Result {
  readonly latency: { readonly p50: number; readonly p90: number; readonly p99: number }
  readonly timeouts: number
}

interface Instance extends PromiseLike<Result> {
  on(event: 'response', listener: (client: unknown, status: number, bytes: number, responseMs: number) => void): void
}

export interface RateMode {
  /** Its summary. */
  readonly reported: Result['latency']
  /** The median of the response times that it hands to listeners, before it corrects them. */
  readonly heardMsP50: number
  readonly answers: number
}

export async function measureRateMode(answerAfterUs: number, perSecond: number, seconds: number): Promise<RateMode> {
  const autocannon = createRequire(import.meta.url)('autocannon') as (options: Readonly<Record<string, unknown>>) => Instance
  await using server = await startTimedServer((_, arrivedUs) => arrivedUs + answerAfterUs)
  const running = autocannon({
    url: `http://127.0.0.1:${server.port}`,
    method: 'POST',
    body: '{}',
    connections: 10,
    overallRate: perSecond,
    duration: seconds,
  })
  const heardMs: number[] = []
  running.on('response', (_client, _status, _bytes, responseMs) => heardMs.push(responseMs))
  const { latency } = await running
  const { p50, p90, p99 } = latency
  return {
    reported: { p50, p90, p99 },
    heardMsP50: heardMs.toSorted((a, b) => a - b)[Math.floor(heardMs.length / 2)] ?? Number.NaN,
    answers: heardMs.length,
  }
}
