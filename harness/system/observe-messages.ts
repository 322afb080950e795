/** What the main thread and the observer's thread say to each other, and the figures that they share. */

import type { Pause } from '../model/run-record.ts'
import type { Span } from './observe-lag.ts'
import type { Decisions } from './port.ts'

/** Elements of the shared figures, written by the observer's thread alone. */
export const figureIndex = { events: 0, closeEvents: 1, records: 2, lastEventUs: 3, lag: 4 } as const
export const figureCount = 5

export interface ObserverThreadInput {
  readonly decisions: Decisions
  /** Path of decisions.ndjson; its folder must exist. */
  readonly file: string
  readonly figures: Float64Array
}

export type ToObserver =
  | { readonly kind: 'load-starts'; readonly spans: readonly Span[] }
  | { readonly kind: 'finish' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'pause'; readonly durationMs: number }

export interface ObserverHealth {
  readonly pauseMsMax: number
  /** On the monotonic clock. */
  readonly pauses: readonly Pause[]
  readonly lagMsMax: number
  readonly lagMsP99: number
  /** In each of the spans that were named when the load began; undefined in one that is too short. */
  readonly lagMsP99BySpan: readonly (number | undefined)[]
  readonly cpuMs: number
}

export type FromObserver =
  | { readonly kind: 'positioned' }
  | { readonly kind: 'close-event'; readonly closeId: string; readonly partition: number }
  | { readonly kind: 'done'; readonly health: ObserverHealth }
  | { readonly kind: 'failed'; readonly source: 'decisions' | 'file'; readonly message: string; readonly errorCode: string | undefined }
