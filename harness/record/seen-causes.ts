/** Causes of decisions, each made once: a record causes the decisions of all that it completes, in two files. Knows no file. */

import type { DecisionCause } from '../model/decision.ts'

/** Places for each record: each holds the last cause that fell there. */
const placesPerRecord = 2

export class SeenCauses {
  readonly #causes: (DecisionCause | undefined)[]
  readonly #partitions: Int32Array
  readonly #offsets: Float64Array
  #close: DecisionCause = { kind: 'close', closeId: '' }

  constructor(recordCount: number) {
    const places = 2 ** Math.ceil(Math.log2(placesPerRecord * recordCount + 1))
    this.#causes = Array.from({ length: places })
    this.#partitions = new Int32Array(places)
    this.#offsets = new Float64Array(places)
  }

  /** `offset` as a number that is exact. */
  ofRecord(partition: number, offset: number): DecisionCause {
    const place = (Math.imul(partition, 0x9e3779b1) + offset) & (this.#causes.length - 1)
    const known = this.#causes[place]
    if (known !== undefined && this.#partitions[place] === partition && this.#offsets[place] === offset) return known
    this.#partitions[place] = partition
    this.#offsets[place] = offset
    return (this.#causes[place] = { kind: 'record', partition, offset: `${offset}` })
  }

  ofClose(closeId: string): DecisionCause {
    if (this.#close.kind !== 'close' || this.#close.closeId !== closeId) this.#close = { kind: 'close', closeId }
    return this.#close
  }
}
