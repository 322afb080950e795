/** What the main thread and a load thread say to each other, and the memory that they share. */

import type { Operations, TakenAnswers } from '../model/outcome.ts'
import type { Pause } from '../model/run-record.ts'
import type { Bodies } from './bodies.ts'
import type { HttpTarget, TlsOptions } from './http/transport.ts'
import type { Requests } from './requests.ts'

/** Columns by operation and by request on shared memory; each element is written by one thread alone. */
export interface ColumnsOfLoad {
  readonly operations: Operations
  readonly partition: Int32Array
  readonly offset: Float64Array
  readonly bodies: Bodies
  /** By record: a number for its tenant. */
  readonly tenantOfRecord: Uint16Array
}

/** The same with the requests of one lane. */
export interface SharedLoad extends ColumnsOfLoad {
  readonly requests: Requests
}

export interface HttpThreadTarget {
  readonly kind: 'http'
  readonly host: string
  readonly port: number
  readonly tls: TlsOptions | undefined
  /** By tenant. */
  readonly targets: readonly HttpTarget[]
  /** Sends bodies, or reads: then the bodies are paths. */
  readonly call: 'send' | 'read'
}

export interface KafkaThreadTarget {
  readonly kind: 'kafka'
  readonly brokers: readonly string[]
  readonly topic: string
  readonly headers: Readonly<Record<string, string>>
  /** By record: index into `keys`. */
  readonly keyOfRecord: Uint32Array
  readonly keys: readonly string[]
}

/** Elements of a thread's counters, in operations; `answered` has the sent ones that are no longer on the way, for whatever reason. */
export const counterIndex = { sent: 0, accepted: 1, answered: 2 } as const
export const counterCount = 3

export interface ThreadInput {
  readonly load: SharedLoad
  readonly target: HttpThreadTarget | KafkaThreadTarget
  /** Counts of operations; this thread's alone to write. */
  readonly counters: Int32Array
  /** This thread sends the requests `index`, `index + stride`, … */
  readonly index: number
  readonly stride: number
  readonly slots: number
  readonly requestTimeoutUs: number
  /** µs from the load's start after which nothing is sent any more. */
  readonly deadlineUs: number
}

export type ToThread =
  | { readonly kind: 'go'; readonly originUs: number }
  | { readonly kind: 'abort' }
  | { readonly kind: 'pause'; readonly durationMs: number }

export type FromThread =
  | { readonly kind: 'ready' }
  /** The system cannot be reached as it says. */
  | { readonly kind: 'unreachable'; readonly message: string }
  | {
      readonly kind: 'done'
      readonly cpuMs: number
      readonly pauseMsMax: number
      /** On the monotonic clock. */
      readonly pauses: readonly Pause[]
      readonly answers: TakenAnswers
    }
