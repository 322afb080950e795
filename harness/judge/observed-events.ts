/** The observed decisions of each record, in the order of observation. Knows no rule about which of them count. */

import type { DecisionEvent, ObservedDecision } from '../model/decision.ts'
import { giveUp } from '../model/give-up.ts'
import type { Rows } from '../model/rows.ts'

export interface ObservedEvent {
  readonly observedUs: number
  readonly event: DecisionEvent
}

/** Linked lists in typed arrays: an array for each of a million records would cost more than the events. */
export class ObservedEvents {
  readonly #decisions: Rows<ObservedDecision>
  readonly #first: Int32Array
  readonly #next: Int32Array
  readonly #observedUs: Float64Array | undefined
  /** When the last event of the run's records was seen; 0 without one. */
  readonly lastUs: number

  /** `indices` are those of the decisions' records, −1 for others; `observedUs` are their times, where the caller has them apart. */
  constructor(decisions: Rows<ObservedDecision>, indices: Int32Array, recordCount: number, observedUs?: Float64Array) {
    this.#decisions = decisions
    this.#observedUs = observedUs
    this.#first = new Int32Array(recordCount).fill(-1)
    this.#next = new Int32Array(decisions.length).fill(-1)
    const last = new Int32Array(recordCount).fill(-1)
    let lastUs = 0
    for (let at = 0; at < indices.length; at++) {
      const index = indices[at] as number
      if (index === -1) continue
      const before = last[index] as number
      if (before === -1) this.#first[index] = at
      else this.#next[before] = at
      last[index] = at
      lastUs = Math.max(lastUs, this.#seenUs(at))
    }
    giveUp(last)
    this.lastUs = lastUs
  }

  /**
   * What decided the answer, its state and groups, that the record still had at `beforeUs`: the first event of the last time in which it
   * had that answer without a break, or the first of those that came from `fromUs` on. Seen before `fromUs`: the answer stood by then, and
   * nothing new was said of it. undefined: it was not decided by `beforeUs` (measurement.md §2). The highest version seen counts: an older
   * one, or the same one again, is a redelivery.
   */
  decidedBy(index: number, fromUs: number, beforeUs: number): ObservedEvent | undefined {
    const first = this.#first[index] as number
    if (first !== -1 && this.#next[first] === -1) {
      const only = this.#at(first)
      return only.observedUs < beforeUs && only.event.result.state !== 'OPEN' ? only : undefined
    }
    let standing: DecisionEvent | undefined
    let decided: ObservedEvent | undefined
    for (let at = first; at !== -1; at = this.#next[at] as number) {
      const observed = this.#at(at)
      const { event, observedUs } = observed
      if (observedUs >= beforeUs || (standing !== undefined && event.version < standing.version)) continue
      const isNewAnswer = standing === undefined || !sameAnswer(event, standing)
      const isNewVersion = standing === undefined || event.version > standing.version
      const isFirstFromStart = isNewVersion && observedUs >= fromUs && decided !== undefined && decided.observedUs < fromUs
      if (isNewAnswer || isFirstFromStart) decided = observed
      standing = event
    }
    return standing === undefined || standing.result.state === 'OPEN' ? undefined : decided
  }

  /** When the first event of the record was seen; undefined without one. */
  firstUs(index: number): number | undefined {
    const first = this.#first[index] as number
    return first === -1 ? undefined : this.#seenUs(first)
  }

  /** The first decision, other than back to OPEN, seen from `fromUs` on. */
  firstFrom(index: number, fromUs: number): ObservedEvent | undefined {
    for (let at = this.#first[index] as number; at !== -1; at = this.#next[at] as number) {
      const observed = this.#at(at)
      if (observed.observedUs >= fromUs && observed.event.result.state !== 'OPEN') return observed
    }
    return undefined
  }

  #seenUs(at: number): number {
    return this.#observedUs?.[at] ?? this.#at(at).observedUs
  }

  /** Only decisions are linked. */
  #at(at: number): ObservedEvent {
    return this.#decisions.at(at) as ObservedEvent
  }
}

function sameAnswer({ result: a }: DecisionEvent, { result: b }: DecisionEvent): boolean {
  return a.state === b.state && a.leg1Group === b.leg1Group && a.leg2bGroup === b.leg2bGroup
}
