/** Adds up one leg's figures of comparison; the parts of a class count as the class. Judges nothing. */

import type { LegFigures } from '../model/comparison.ts'
import type { GroupIndex } from './group-index.ts'

export class LegTally {
  readonly #faithful = new Map<number, number>()
  #expectedGroups = 0
  #expectedPairs = 0
  #wrongGroups = 0
  #wrongPairs = 0
  #sharedPairs = 0

  addExpected(size: number): void {
    this.#expectedGroups++
    this.#expectedPairs += pairsAmong(size)
  }

  addFaithful(group: number, size: number): void {
    this.#faithful.set(group, (this.#faithful.get(group) ?? 0) + size)
  }

  addWrong(members: Uint32Array, right: GroupIndex): void {
    const parts = new Map<number, number>()
    for (const index of members) {
      const group = right.groupOf[index] as number
      if (group !== -1) parts.set(group, (parts.get(group) ?? 0) + 1)
    }
    if (members.length > 1) this.#wrongGroups++
    this.#wrongPairs += pairsAmong(members.length)
    for (const count of parts.values()) this.#sharedPairs += pairsAmong(count)
  }

  isExact(group: number, size: number): boolean {
    return this.#faithful.get(group) === size
  }

  figures(right: GroupIndex): LegFigures {
    let exact = 0
    let pairs = 0
    for (const [group, size] of this.#faithful) {
      if (size === right.sizeOf(group)) exact++
      pairs += pairsAmong(size)
    }
    return {
      groupsExpected: this.#expectedGroups,
      groupsClaimed: this.#faithful.size + this.#wrongGroups,
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
