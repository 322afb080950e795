/**
 * A closed loop: each connection sends the next record when the one before was answered. It asks how many records a second can be acknowledged
 * at most, and nothing else: it slows down as the system does, so that its latencies are no measure of what a client waits. Nothing is judged by it.
 */

import { createRequire } from 'node:module'
import type { CanonicalRecord } from '../model/record.ts'
import { encodeRecord } from '../model/record-key.ts'
import type { ProbeResult } from '../model/capacity.ts'
import { monotonicUs } from '../system/clock.ts'
import type { HttpIngest } from '../system/port.ts'

interface Instance extends PromiseLike<{ readonly errors: number }> {
  stop(): void
  on(event: 'response', listener: (client: unknown, status: number) => void): void
}

type Autocannon = (options: Readonly<Record<string, unknown>>) => Instance

const requestTimeoutS = 10

/** undefined where the package is not installed: it comes with the repository, not with Tenfold. */
export function findAutocannon(): Autocannon | undefined {
  const load = createRequire(import.meta.url)
  try {
    return load('autocannon') as Autocannon
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

export interface LoopInput {
  readonly ingest: HttpIngest
  readonly records: readonly CanonicalRecord[]
  readonly connections: number
  readonly signal: AbortSignal
}

/**
 * Sends every record once. Without a rate: that mode of autocannon sends a second's quota in one burst, and corrects its latencies in seconds
 * where milliseconds are meant. Answers are counted here, and timed by our clock:
 * its own duration ends with the second in which the last answer came.
 */
export async function sendInClosedLoop(autocannon: Autocannon, { ingest, records, connections, signal }: LoopInput): Promise<ProbeResult> {
  signal.throwIfAborted()
  let next = 0
  // A connection sets up one request ahead: those past the end are redeliveries that are never sent.
  const setupRequest = (plain: object): object => {
    const record = records[next++ % records.length]
    const target = record === undefined ? undefined : ingest.tenants[record.tenant]
    if (record === undefined || target === undefined) return plain
    return { ...plain, path: target.path, headers: { ...target.headers, 'content-type': 'application/json' }, body: encodeRecord(record) }
  }
  const host = ingest.host.includes(':') ? `[${ingest.host}]` : ingest.host
  const running = autocannon({
    url: `http://${host}:${ingest.port}`,
    connections: Math.min(connections, records.length),
    amount: records.length,
    timeout: requestTimeoutS,
    requests: [{ method: 'POST', setupRequest }],
  })
  const startUs = monotonicUs()
  let lastUs = startUs
  let [acknowledged, otherAnswers] = [0, 0]
  running.on('response', (_client, status) => {
    lastUs = monotonicUs()
    if (status >= 200 && status < 300) acknowledged++
    else otherAnswers++
  })
  const stop = (): void => running.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const { errors } = await running
    signal.throwIfAborted()
    const seconds = (lastUs - startUs) / 1e6
    return {
      connections: Math.min(connections, records.length),
      seconds: Math.round(seconds * 1_000) / 1_000,
      acknowledged,
      acknowledgedPerSecond: seconds > 0 ? Math.round(acknowledged / seconds) : 0,
      otherAnswers: otherAnswers + errors,
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
