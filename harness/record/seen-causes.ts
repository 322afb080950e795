/** Causes of decisions by number, mostly each once: a record causes the decisions of all that it completes, in two files. Knows no file. */

import { NumberTable } from './number-table.ts'
import { causeTypes } from './row-columns.ts'

/** Places for each record: each holds the last cause that fell there. */
const placesPerRecord = 2

export class SeenCauses {
  readonly table = new NumberTable(causeTypes)
  /** Cause + 1, 0 where there is none yet. */
  readonly #places: Int32Array
  /** The last close that was named, and its cause. */
  #closeText = -1
  #close = -1

  constructor(recordCount: number) {
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(placesPerRecord * recordCount + 1)))
  }

  /** `offset` as a number that is exact. */
  ofRecord(partition: number, offset: number): number {
    const place = (Math.imul(partition, 0x9e3779b1) + offset) & (this.#places.length - 1)
    const known = (this.#places[place] as number) - 1
    const { columns } = this.table
    if (known !== -1 && columns.partition[known] === partition && columns.offset[known] === offset) return known
    const cause = this.#add(partition, offset)
    this.#places[place] = cause + 1
    return cause
  }

  /** `text` is the number of the close's id. */
  ofClose(text: number): number {
    if (text !== this.#closeText) {
      this.#closeText = text
      this.#close = this.#add(-1, text)
    }
    return this.#close
  }

  #add(partition: number, offset: number): number {
    const cause = this.table.add()
    this.table.columns.partition[cause] = partition
    this.table.columns.offset[cause] = offset
    return cause
  }
}
