/** What the main thread and a load thread say to each other, and the memory that they share. */

import type { Operations } from '../model/outcome.ts'
import type { Bodies } from './bodies.ts'
import type { Requests } from './requests.ts'

/** Columns by operation and by request on shared memory; each element is written by one thread alone. */
export interface SharedLoad {
  readonly operations: Operations
  readonly partition: Int32Array
  readonly offset: Float64Array
  readonly bodies: Bodies
  readonly requests: Requests
  /** By record: index into `heads`. */
  readonly tenantOfRecord: Uint16Array
  /** By tenant: the bytes of its requests up to the content length. */
  readonly heads: readonly Uint8Array[]
}

/** Elements of a thread's counters, in operations; `answered` has the sent ones that are no longer on the way, for whatever reason. */
export const counterIndex = { sent: 0, accepted: 1, answered: 2 } as const
export const counterCount = 3

export interface ThreadInput {
  readonly load: SharedLoad
  /** Counts of operations; this thread's alone to write. */
  readonly counters: Int32Array
  readonly host: string
  readonly port: number
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
  | {
      readonly kind: 'done'
      readonly cpuMs: number
      readonly pauseMsMax: number
      readonly late: number
      readonly duplicate: number
      readonly toNobody: number
    }
