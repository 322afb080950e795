/** Records by the name of their group: which group each is in, and who is in it. Knows neither leg nor right or wrong. */

import { giveUp } from '../model/give-up.ts'
import { TextIndex } from './text-index.ts'

/** Flat, because there are half as many groups as records. */
export class GroupIndex implements Disposable {
  /** The group of each record, −1 where it is in none. */
  readonly groupOf: Int32Array
  readonly size: number
  readonly #names: TextIndex
  /** Members of group g: `#members[#starts[g]]` up to, not including, `#members[#starts[g + 1]]`. */
  readonly #starts: Uint32Array
  readonly #members: Uint32Array
  readonly #others: GroupIndex | undefined

  /**
   * Groups `count` records by their names, in order of first member; undefined is no group. Of names that `other` has the numbers are the same
   * here, so that a group of it may be empty here: mostly the two are alike, and a name is then looked up but once.
   */
  constructor(count: number, nameOf: (index: number) => string | undefined, other?: GroupIndex) {
    this.#others = other
    this.#names = other === undefined ? new TextIndex() : other.#names
    this.groupOf = new Int32Array(count).fill(-1)
    for (let index = 0; index < count; index++) {
      const name = nameOf(index)
      if (name === undefined) continue
      const group = other?.groupOf[index] ?? -1
      this.groupOf[index] = group !== -1 && this.nameOf(group) === name ? group : this.#names.idOf(name)
    }
    this.size = this.#names.size
    const ends = new Uint32Array(this.size + 1)
    for (const group of this.groupOf) if (group !== -1) ends[group + 1] = (ends[group + 1] as number) + 1
    for (let group = 0; group < this.size; group++) ends[group + 1] = (ends[group + 1] as number) + (ends[group] as number)
    this.#starts = ends.slice()
    this.#members = new Uint32Array(ends.at(-1) ?? 0)
    this.groupOf.forEach((group, index) => {
      if (group === -1) return
      const at = ends[group] as number
      this.#members[at] = index
      ends[group] = at + 1
    })
    giveUp(ends)
  }

  /** Nothing can be asked any more, nor of those that were made beside it. */
  [Symbol.dispose](): void {
    giveUp(this.groupOf, this.#starts, this.#members)
    if (this.#others === undefined) this.#names[Symbol.dispose]()
  }

  nameOf(group: number): string {
    return this.#names.textOf(group)
  }

  sizeOf(group: number): number {
    return (this.#starts[group + 1] as number) - (this.#starts[group] as number)
  }

  /** Ascending; empty for −1. */
  membersOf(group: number): Uint32Array {
    return group === -1 ? this.#members.subarray(0, 0) : this.#members.subarray(this.#starts[group], this.#starts[group + 1])
  }

  /** The member at a place of its group, the lowest at 0. */
  memberOf(group: number, place: number): number {
    return this.#members[(this.#starts[group] as number) + place] as number
  }

  /** Whether two groups, of this index and another, have the same members. */
  equals(group: number, other: GroupIndex, otherGroup: number): boolean {
    const size = this.sizeOf(group)
    if (size !== other.sizeOf(otherGroup)) return false
    const start = this.#starts[group] as number
    const otherStart = other.#starts[otherGroup] as number
    for (let at = 0; at < size; at++) if (this.#members[start + at] !== other.#members[otherStart + at]) return false
    return true
  }
}
