/** What the api answers with: a status, a body, and how it is written. */

import type { ServerResponse } from 'node:http'

export interface Answer {
  readonly status: number
  /** JSON text, or text of the type given. */
  readonly body: string
  readonly type?: string
  /** Seconds until it is worth coming again; only where nothing was taken. */
  readonly retryAfterSeconds?: number
}

export function refusal(status: number, error: string, more: Readonly<Record<string, unknown>> = {}): Answer {
  return { status, body: JSON.stringify({ error, ...more }) }
}

/** Nothing was taken; come again. */
export function busy(status: 429 | 503, error: string): Answer {
  return { status, body: JSON.stringify({ error }), retryAfterSeconds: 1 }
}

export function writeAnswer(response: ServerResponse, { status, body, type = 'application/json', retryAfterSeconds }: Answer): void {
  // A flat list is the cheapest form that node:http takes.
  const head = ['content-type', type, 'content-length', String(Buffer.byteLength(body))]
  if (retryAfterSeconds !== undefined) head.push('retry-after', String(retryAfterSeconds))
  response.writeHead(status, head)
  response.end(body)
}
