/** Which records an answer rests on (measurement.md §2, decision latency). Pure bookkeeping: knows no rule and no time. */

import { Int32List } from './int32-list.ts'

/**
 * A basis is a set of records, given as its own members and, where many bases have a part in common (the members of a payout),
 * that part as another basis: linear in size. Only answers that need no close have one.
 */
export interface DecisionBases {
  /** The basis of each record's answer, −1 where only a close decides it, or nothing does. */
  readonly basisOf: Int32Array
  /** Members of basis b: `members[starts[b]]` up to, not including, `members[starts[b + 1]]`. */
  readonly starts: Int32Array
  readonly members: Int32Array
  /** The basis whose members belong to basis b too, or −1. At most one step deep. */
  readonly also: Int32Array
  /** 1 for each record of a set that was answered together and in which one has no basis: a close may say something else of that one. */
  readonly besideUndecided: Uint8Array
}

export class BasisBuilder {
  readonly basisOf: Int32Array
  readonly #besideUndecided: Uint8Array
  readonly #starts = new Int32List()
  readonly #members = new Int32List()
  readonly #also = new Int32List()

  constructor(recordCount: number) {
    this.basisOf = new Int32Array(recordCount).fill(-1)
    this.#besideUndecided = new Uint8Array(recordCount)
    this.#starts.push(0)
  }

  /** A new basis of these records and those of `also`. */
  add(members: readonly number[], also = -1): number {
    for (const member of members) this.#members.push(member)
    this.#starts.push(this.#members.length)
    this.#also.push(also)
    return this.#also.length - 1
  }

  /** A new basis that each of its own members rests on. */
  addForAll(members: readonly number[]): void {
    const basis = this.add(members)
    for (const member of members) this.basisOf[member] = basis
  }

  /** These were answered together; those of them that have a basis have it by now. */
  noteShared(members: readonly number[]): void {
    if (members.every((member) => this.basisOf[member] !== -1)) return
    for (const member of members) this.#besideUndecided[member] = 1
  }

  /** What was built; nothing can be added afterwards. */
  build(): DecisionBases {
    const { basisOf } = this
    const [starts, members, also] = [this.#starts.take(), this.#members.take(), this.#also.take()]
    return { basisOf, starts, members, also, besideUndecided: this.#besideUndecided }
  }
}

/**
 * For each record the record of its basis that was due last, where its decision's clock starts; −1 without a basis. `dueUs` holds a
 * due time for each record, NaN where it is not known (such a record starts nothing). Of equal times the lowest index is taken.
 */
export function startingRecords({ basisOf, starts, members, also }: DecisionBases, dueUs: Float64Array): Int32Array {
  const latest = new Int32Array(also.length)
  // A basis points only at an earlier one, so one pass in order suffices.
  for (let basis = 0; basis < also.length; basis++) {
    const shared = also[basis] as number
    let start = shared === -1 ? -1 : (latest[shared] as number)
    const end = starts[basis + 1] as number
    for (let at = starts[basis] as number; at < end; at++) start = later(members[at] as number, start, dueUs)
    latest[basis] = start
  }
  return basisOf.map((basis) => (basis === -1 ? -1 : (latest[basis] as number)))
}

function later(candidate: number, start: number, dueUs: Float64Array): number {
  const candidateUs = dueUs[candidate] as number
  if (Number.isNaN(candidateUs)) return start
  if (start === -1) return candidate
  const startUs = dueUs[start] as number
  if (candidateUs === startUs) return Math.min(candidate, start)
  return candidateUs > startUs ? candidate : start
}
