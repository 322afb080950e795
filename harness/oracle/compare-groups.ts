/** Groups of one leg, claimed against right ones, as sets of records (matching.md §11). A class may be told as balanced parts of itself. */

import type { FinalStateRow } from '../model/decision.ts'
import type { Comparison, Deviation, DeviationKind, LegFigures } from '../model/comparison.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { claimOf } from './compare-result.ts'
import { indexGroups, pairsAmong } from './group-index.ts'
import type { GroupIndex } from './group-index.ts'
import type { Answers } from './match.ts'

export type Leg = 'leg1Group' | 'leg2bGroup'

interface Sides {
  readonly expected: Answers
  readonly rowOf: Comparison['rowOf']
  readonly leg: Leg
  readonly right: GroupIndex
  readonly claimed: GroupIndex
  /** Claimed groups that a record not expected claims too. */
  readonly strangers: ReadonlySet<string>
}

/**
 * Records that stand in a wrong group, and the figures of the leg. Only members that are not OPEN count, on both sides, and fewer than
 * two are no group. `differs` says which records have the wrong state: that their group is wrong too is not said again.
 */
export function compareGroups(
  expected: Answers,
  rowOf: Comparison['rowOf'],
  unknownRows: readonly FinalStateRow[],
  leg: Leg,
  differs: (index: number) => boolean,
): { deviations: Deviation[]; figures: LegFigures } {
  const claimedName = (row: FinalStateRow | undefined): string | undefined => {
    if (row === undefined) return undefined
    const claim = claimOf(row)
    return claim.state === 'OPEN' ? undefined : claim[leg]
  }
  const rightName = (index: number): string | undefined => {
    const result = expected.results[index]
    return result === undefined || result.state === 'OPEN' ? undefined : result[leg]
  }
  const sides: Sides = {
    expected,
    rowOf,
    leg,
    right: indexGroups(rowOf.length, rightName),
    claimed: indexGroups(rowOf.length, (index) => claimedName(rowOf[index])),
    strangers: new Set(unknownRows.map(claimedName).filter((name) => name !== undefined)),
  }
  const deviations: Deviation[] = []
  const tally = new Tally()
  for (const { name, members } of sides.claimed.groups) {
    if (members.length < 2 && !sides.strangers.has(name)) continue
    const group = faithfulTo(sides, name, members)
    if (group !== undefined) tally.addFaithful(group, members.length)
    else {
      tally.addWrong(members, sides.right)
      const kind = wrongKind(sides, members)
      for (const index of members) if (!differs(index)) deviations.push(groupDeviation(sides, index, kind, `${leg} ${name}`))
    }
  }
  for (const { name, members } of sides.right.groups) {
    if (members.length < 2) continue
    tally.addExpected(members.length)
    // A mate that is absent or in another state has its own finding, and explains why this one is alone.
    if (members.some((index) => rowOf[index] === undefined || differs(index))) continue
    const alone = members.filter((index) => !isGrouped(sides, index))
    for (const index of alone) deviations.push(groupDeviation(sides, index, 'split', `${leg} ${name}`))
  }
  return { deviations, figures: tally.figures(sides.right) }
}

/** The right group that a claimed one is, or is a balanced part of where nobody can say who belongs to whom; else undefined. */
function faithfulTo({ expected, rowOf, leg, right, strangers }: Sides, name: string, members: readonly number[]): number | undefined {
  const group = right.groupOf[members[0] as number] as number
  if (group === -1 || strangers.has(name)) return undefined
  if (!members.every((index) => right.groupOf[index] === group)) return undefined
  const whole = right.groups[group]?.members ?? []
  if (members.length === whole.length || members.length === whole.filter((index) => rowOf[index] !== undefined).length) return group
  if (leg !== 'leg1Group') return undefined
  let excess = 0
  for (const index of members) excess += (expected.records[index] as CanonicalRecord).side === 'ledger' ? 1 : -1
  return excess === 0 ? group : undefined
}

function wrongKind(sides: Sides, members: readonly number[]): DeviationKind {
  const { right, claimed } = sides
  const within = new Set(members)
  const involved = [...new Set(members.map((index) => right.groupOf[index] as number))].filter((group) => group !== -1)
  const mates = involved.flatMap((group) => right.groups[group]?.members ?? [])
  const outside = mates.filter((index) => !within.has(index) && sides.rowOf[index] !== undefined)
  if (outside.length === 0) return 'merged'
  const single = involved.length === 1 && members.every((index) => right.groupOf[index] === involved[0])
  if (single) return 'split'
  return outside.every((index) => claimed.groupOf[index] !== -1 && isGrouped(sides, index)) ? 'mispaired' : 'stolen'
}

function isGrouped({ claimed, strangers }: Sides, index: number): boolean {
  const group = claimed.groups[claimed.groupOf[index] as number]
  return group !== undefined && (group.members.length > 1 || strangers.has(group.name))
}

/** Mates named with a finding: enough to see what happened, in a class of thousands too. */
const matesMax = 8

function groupDeviation(sides: Sides, index: number, kind: DeviationKind, cluster: string): Deviation {
  const { right, claimed } = sides
  const rightMembers = right.groups[right.groupOf[index] as number]?.members ?? []
  const claimedMembers = claimed.groups[claimed.groupOf[index] as number]?.members ?? []
  const isElsewhere = (mate: number): boolean => claimed.groupOf[mate] === -1 || claimed.groupOf[mate] !== claimed.groupOf[index]
  return {
    index,
    kind,
    cluster,
    mates: firstOthers(rightMembers, index, isElsewhere),
    expected: `in one group with ${describe(sides, rightMembers, index)}`,
    actual: `in one group with ${describe(sides, claimedMembers, index)}`,
    driftMinor: 0n,
  }
}

function firstOthers(members: readonly number[], but: number, holds: (member: number) => boolean): number[] {
  const found: number[] = []
  for (const member of members) {
    if (found.length === matesMax) break
    if (member !== but && holds(member)) found.push(member)
  }
  return found
}

function describe({ expected }: Sides, members: readonly number[], but: number): string {
  const others = firstOthers(members, but, () => true)
  if (others.length === 0) return 'nobody'
  const named = others.map((index) => {
    const { tenant, merchant, side, recordId } = expected.records[index] as CanonicalRecord
    return `${tenant}/${merchant} ${side} ${recordId}`
  })
  const unnamed = members.length - 1 - others.length
  return named.join(', ') + (unnamed > 0 ? ` and ${unnamed} more` : '')
}

/** Counts the leg's figures, with the parts of a class taken together. */
class Tally {
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

  addWrong(members: readonly number[], right: GroupIndex): void {
    const parts = new Map<number, number>()
    for (const index of members) {
      const group = right.groupOf[index] as number
      if (group !== -1) parts.set(group, (parts.get(group) ?? 0) + 1)
    }
    if (members.length > 1) this.#wrongGroups++
    this.#wrongPairs += pairsAmong(members.length)
    for (const count of parts.values()) this.#sharedPairs += pairsAmong(count)
  }

  figures(right: GroupIndex): LegFigures {
    let exact = 0
    let pairs = 0
    for (const [group, size] of this.#faithful) {
      if (size === right.groups[group]?.members.length) exact++
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
