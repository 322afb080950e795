/** Whether the stations that a system states of its decisions were passed in their order (measurement.md §7). Knows of one host's clock alone. */

import type { DecisionTimes } from '../model/decision.ts'

/** Counts the decisions of which a station is told before the one that must come first: with one clock there is none. */
export class StatedOrder {
  #count = 0
  #first: string | undefined

  /** `seenUs`: when the observer had the event, by the same clock as the times. */
  check({ producedUs, readUs, decidedUs }: DecisionTimes, seenUs: number): void {
    if (readUs >= producedUs && decidedUs >= readUs && seenUs >= decidedUs) return
    this.#count++
    this.#first ??=
      seenUs < decidedUs
        ? early('seen', seenUs, 'decided', decidedUs)
        : decidedUs < readUs
          ? early('decided', decidedUs, 'read', readUs)
          : early('read', readUs, 'handed to the log', producedUs)
  }

  get count(): number {
    return this.#count
  }

  /** The first of them in words; undefined without one. */
  get first(): string | undefined {
    return this.#first
  }
}

function early(what: string, atUs: number, before: string, beforeUs: number): string {
  return `${what} ${(beforeUs - atUs) / 1_000} ms before it was ${before}`
}
