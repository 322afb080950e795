/** What observing decisions gives. Implemented by observe.ts, whose thread reads the decisions topic. */

import type { Span } from './observe-lag.ts'
import type { ObserverHealth } from './observe-messages.ts'

export interface ObserverProgress {
  readonly events: number
  readonly closeEvents: number
  /** Distinct records of which a decision was seen. */
  readonly records: number
  /** µs of the monotonic clock when the last decision came; NaN before the first. */
  readonly lastEventUs: number
  /** Messages between the observer and the end of the topic (last stable offset) when last asked. */
  readonly lag: number
}

/**
 * Decisions are written as they come to `decisions.ndjson` in the run folder (one line an event: `{"us":…,"p":…,"o":"…","e":<the event as published>}`,
 * `us` being the monotonic clock), by the observer's own thread, so that nothing waits for the main thread.
 */
export interface RunningObserver extends AsyncDisposable {
  progress(): ObserverProgress
  /** Partitions whose close event was seen, for one close. */
  closedPartitions(closeId: string): ReadonlySet<number>
  /**
   * From here on the observer's lag is measured: what it was during a warm-up says nothing of the load. `spans`, on the monotonic clock: of each of
   * them its lag is told by itself.
   */
  loadStarts(spans: readonly Span[]): void
  /** Reads to the end of the topic as it is now, then stops; the file is complete afterwards. */
  finish(signal: AbortSignal): Promise<ObserverHealth>
  /** A fault: stops the thread for a time. */
  pause(durationMs: number): void
}
