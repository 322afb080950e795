/** The longest pauses of many, so that what is kept of a run of hours on a busy machine does not grow with it. Pure. */

import type { Pause } from '../model/run-record.ts'

/** Of a thread. */
const keptMax = 1_000

export class LongestPauses {
  readonly #keptMax: number
  readonly #kept: Pause[] = []

  constructor(max = keptMax) {
    this.#keptMax = max
  }

  /** Each later than those before it. */
  add(pause: Pause): void {
    this.#kept.push(pause)
    if (this.#kept.length > this.#keptMax) this.#kept.splice(this.#shortest(), 1)
  }

  /** In the order of time. */
  get told(): readonly Pause[] {
    return this.#kept
  }

  #shortest(): number {
    const lengthsUs = this.#kept.map(({ fromUs, toUs }) => toUs - fromUs)
    return lengthsUs.indexOf(Math.min(...lengthsUs))
  }
}
