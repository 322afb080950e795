/** Adds up one leg's figures of comparison; the parts of a class count as the class. Judges nothing. */

import type { LegFigures } from '../model/comparison.ts'
import type { GroupIndex } from './group-index.ts'

export class LegTally {
  readonly #right: GroupIndex
  /** Members that stand in faithful groups, by the right group that those are or are parts of. */
  readonly #faithful: Int32Array
  #expectedGroups = 0
  #expectedPairs = 0
  #wrongGroups = 0
  #wrongPairs = 0
  #sharedPairs = 0

  constructor(right: GroupIndex) {
    this.#right = right
    this.#faithful = new Int32Array(right.size)
  }

  addExpected(size: number): void {
    this.#expectedGroups++
    this.#expectedPairs += pairsAmong(size)
  }

  addFaithful(group: number, size: number): void {
    this.#faithful[group] = (this.#faithful[group] as number) + size
  }

  addWrong(members: Uint32Array): void {
    const parts = new Map<number, number>()
    for (const index of members) {
      const group = this.#right.groupOf[index] as number
      if (group !== -1) parts.set(group, (parts.get(group) ?? 0) + 1)
    }
    if (members.length > 1) this.#wrongGroups++
    this.#wrongPairs += pairsAmong(members.length)
    for (const count of parts.values()) this.#sharedPairs += pairsAmong(count)
  }

  isExact(group: number, size: number): boolean {
    return this.#faithful[group] === size
  }

  figures(): LegFigures {
    let faithful = 0
    let exact = 0
    let pairs = 0
    this.#faithful.forEach((size, group) => {
      if (size === 0) return
      faithful++
      if (size === this.#right.sizeOf(group)) exact++
      pairs += pairsAmong(size)
    })
    return {
      groupsExpected: this.#expectedGroups,
      groupsClaimed: faithful + this.#wrongGroups,
      groupsExact: exact,
      pairsExpected: this.#expectedPairs,
      pairsClaimed: pairs + this.#wrongPairs,
      pairsShared: pairs + this.#sharedPairs,
    }
  }
}

/** Unordered pairs among so many. */
function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2
}
