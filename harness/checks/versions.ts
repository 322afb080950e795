/** The decision history by record: the versions of each expected record in ascending order. */

import type { HistoryRow } from '../model/decision.ts'
import { giveUp } from '../model/give-up.ts'
import type { Rows } from '../model/rows.ts'

/** Linked in typed arrays: nearly every record has one version, and an array for each of a million would cost more than the rows. */
export class Versions implements Disposable {
  /** Expected records that have a version, in the order in which the history names them first. */
  readonly indices: Int32Array
  readonly #history: Rows<HistoryRow>
  /** The first row of each record, and the next row of the same record; −1 where there is none. */
  readonly #first: Int32Array
  readonly #next: Int32Array

  /** `historyIndex` names the expected record of each row, −1 for none: such rows of records that are not expected are left out. */
  constructor(history: Rows<HistoryRow>, historyIndex: Int32Array, recordCount: number) {
    const indices = new Int32Array(recordCount)
    let count = 0
    this.#history = history
    this.#first = new Int32Array(recordCount).fill(-1)
    this.#next = new Int32Array(history.length).fill(-1)
    const last = new Int32Array(recordCount)
    for (let at = 0; at < historyIndex.length; at++) {
      const index = historyIndex[at] as number
      if (index === -1) continue
      if (this.#first[index] === -1) {
        this.#first[index] = at
        indices[count++] = index
      } else this.#next[last[index] as number] = at
      last[index] = at
    }
    giveUp(last)
    this.indices = indices.subarray(0, count)
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    giveUp(this.indices, this.#first, this.#next)
  }

  /** The first row of a version, in the order of the history; undefined where there is none. */
  rowOf(index: number, version: number): HistoryRow | undefined {
    for (let at = this.#first[index] as number; at !== -1; at = this.#next[at] as number) {
      const row = this.#history.at(at) as HistoryRow
      if (row.version === version) return row
    }
    return undefined
  }

  /** Ascending; rows of equal versions in the order of the history. */
  of(index: number): readonly HistoryRow[] {
    const rows: HistoryRow[] = []
    for (let at = this.#first[index] as number; at !== -1; at = this.#next[at] as number) rows.push(this.#history.at(at) as HistoryRow)
    return rows.length > 1 ? rows.toSorted((a, b) => a.version - b.version) : rows
  }
}
