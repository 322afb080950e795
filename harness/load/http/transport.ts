/** HTTP requests over a bounded number of connections: the port between what is asked and how it travels. */

import type { AnswerCounts } from '../../model/outcome.ts'
import type { Answer } from './answer-parser.ts'

/** Where the requests of one tenant go. */
export interface HttpTarget {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Trust beyond that in the machine's own authorities; plain data. */
export interface TlsOptions {
  /** Certificates in PEM of the authorities that may have signed the server's. */
  readonly ca?: string
  /** The name that the certificate must bear, where it is not the host's. */
  readonly serverName?: string
}

export interface TransportOptions {
  readonly host: string
  readonly port: number
  /** Requests on the way at once. */
  readonly slots: number
  readonly requestTimeoutUs: number
  /** Exactly one of these for each request; an answer's body is valid only during the call. */
  readonly onAnswer: (request: number, answer: Answer) => void
  readonly onLost: (request: number, kind: 'failed' | 'unknown') => void
  /** After each call above, when the slot can be used again. */
  readonly onFree: () => void
}

export interface HttpTransport {
  readonly freeSlots: number
  readonly inFlight: number
  readonly nextTimeoutUs: number | undefined
  readonly answers: AnswerCounts
  /** Opens connections before they are needed. */
  warm(count: number): void
  post(request: number, target: number, body: readonly Uint8Array[], sentUs: number): void
  get(request: number, target: number, path: string, sentUs: number): void
  expire(nowUs: number): void
  close(): void
}
