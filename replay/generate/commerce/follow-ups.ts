/** Refunds, disputes and their ends that are still to come, by day and share of the day. Knows no amounts and no records. */

import type { OpenCharge } from '../book.ts'

export interface FollowUp {
  readonly kind: 'refund' | 'dispute' | 'dispute_reversal'
  readonly charge: OpenCharge
  /** When in its day, from 0 to 1. */
  readonly share: number
}

export class FollowUps {
  readonly #days: number
  readonly #later = new Map<number, FollowUp[]>()
  /** The latest first. */
  #today: FollowUp[] = []
  #dayNumber = -1

  /** What would come after so many days is beyond the history, and forgotten at once. */
  constructor(days: number) {
    this.#days = days
  }

  /** What the day before had no room for comes first. */
  beginDay(dayNumber: number): void {
    const left = this.#today.map((each) => ({ ...each, share: 0 }))
    this.#today = [...(this.#later.get(dayNumber) ?? []).toSorted((a, b) => b.share - a.share), ...left]
    this.#later.delete(dayNumber)
    this.#dayNumber = dayNumber
  }

  add(dayNumber: number, followUp: FollowUp): void {
    if (dayNumber >= this.#days) return
    if (dayNumber === this.#dayNumber) {
      const at = this.#today.findLastIndex(({ share }) => share > followUp.share)
      this.#today.splice(at + 1, 0, followUp)
      return
    }
    const list = this.#later.get(dayNumber)
    if (list === undefined) this.#later.set(dayNumber, [followUp])
    else list.push(followUp)
  }

  /** Takes the earliest of today, if it comes before `share`. */
  next(share: number): FollowUp | undefined {
    const first = this.#today.at(-1)
    return first === undefined || first.share >= share ? undefined : this.#today.pop()
  }
}
