/** Groups of one leg, claimed against right ones, as sets of records (matching.md §11). A class may be told as balanced parts of itself. */

import type { ClaimedResult, FinalStateRow } from '../model/decision.ts'
import type { Deviation, DeviationKind, LegFigures } from '../model/comparison.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { claimOf } from './compare-result.ts'
import { GroupIndex } from './group-index.ts'
import { LegTally } from './leg-tally.ts'
import type { Answers } from './match.ts'

export type Leg = 'leg1Group' | 'leg2bGroup'

/** What the system claims of each record; undefined where it holds none. */
export type Claims = readonly (ClaimedResult | undefined)[]

interface Sides {
  readonly expected: Answers
  readonly claims: Claims
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
  claims: Claims,
  strangerRows: readonly FinalStateRow[],
  leg: Leg,
  differs: (index: number) => boolean,
): { deviations: Deviation[]; figures: LegFigures } {
  const claimedName = (claim: ClaimedResult | undefined): string | undefined =>
    claim === undefined || claim.state === 'OPEN' ? undefined : claim[leg]
  const rightName = (index: number): string | undefined => {
    const result = expected.results[index]
    return result === undefined || result.state === 'OPEN' ? undefined : result[leg]
  }
  using right = new GroupIndex(claims.length, rightName)
  using claimed = new GroupIndex(claims.length, (index) => claimedName(claims[index]), right)
  const sides: Sides = {
    expected,
    claims,
    leg,
    right,
    claimed,
    strangers: new Set(strangerRows.map((row) => claimedName(claimOf(row))).filter((name) => name !== undefined)),
  }
  const deviations: Deviation[] = []
  const { strangers } = sides
  const tally = new LegTally(right)
  for (let group = 0; group < claimed.size; group++) {
    const name = claimed.nameOf(group)
    const size = claimed.sizeOf(group)
    if (size === 0 || (size < 2 && !strangers.has(name))) continue
    const faithful = faithfulTo(sides, group)
    if (faithful !== -1) tally.addFaithful(faithful, size)
    else {
      const members = claimed.membersOf(group)
      tally.addWrong(members)
      const kind = wrongKind(sides, members)
      for (const index of members) if (!differs(index)) deviations.push(groupDeviation(sides, index, kind, `${leg} ${name}`))
    }
  }
  for (let group = 0; group < right.size; group++) {
    const size = right.sizeOf(group)
    if (size < 2) continue
    tally.addExpected(size)
    if (tally.isExact(group, size)) continue
    const members = right.membersOf(group)
    // A mate that is absent or in another state has its own finding, and explains why this one is alone.
    if (members.some((index) => claims[index] === undefined || differs(index))) continue
    const alone = members.filter((index) => !isGrouped(sides, index))
    for (const index of alone) deviations.push(groupDeviation(sides, index, 'split', `${leg} ${right.nameOf(group)}`))
  }
  return { deviations, figures: tally.figures() }
}

/** The right group that a claimed one is, or is a balanced part of where nobody can say who belongs to whom; else −1. */
function faithfulTo({ expected, claims, leg, right, claimed, strangers }: Sides, claimedGroup: number): number {
  const group = right.groupOf[claimed.memberOf(claimedGroup, 0)] as number
  if (group === -1 || (strangers.size > 0 && strangers.has(claimed.nameOf(claimedGroup)))) return -1
  if (claimed.equals(claimedGroup, right, group)) return group
  const members = claimed.membersOf(claimedGroup)
  if (!members.every((index) => right.groupOf[index] === group)) return -1
  const present = right.membersOf(group).filter((index) => claims[index] !== undefined).length
  if (members.length === present) return group
  if (leg !== 'leg1Group') return -1
  let excess = 0
  for (const index of members) excess += (expected.records[index] as CanonicalRecord).side === 'ledger' ? 1 : -1
  return excess === 0 ? group : -1
}

function wrongKind(sides: Sides, members: Uint32Array): DeviationKind {
  const { right } = sides
  const within = new Set(members)
  const groups = new Set(Array.from(members, (index) => right.groupOf[index] as number))
  const single = groups.size === 1
  groups.delete(-1)
  const mates = [...groups].flatMap((group) => [...right.membersOf(group)])
  const outside = mates.filter((index) => !within.has(index) && sides.claims[index] !== undefined)
  if (outside.length === 0) return 'merged'
  if (single) return 'split'
  return outside.every((index) => isGrouped(sides, index)) ? 'mispaired' : 'stolen'
}

function isGrouped({ claimed, strangers }: Sides, index: number): boolean {
  const group = claimed.groupOf[index] as number
  return group !== -1 && (claimed.sizeOf(group) > 1 || strangers.has(claimed.nameOf(group)))
}

/** Mates named with a finding: enough to see what happened, in a class of thousands too. */
const matesMax = 8

function groupDeviation(sides: Sides, index: number, kind: DeviationKind, cluster: string): Deviation {
  const { right, claimed } = sides
  const rightMembers = right.membersOf(right.groupOf[index] as number)
  const claimedMembers = claimed.membersOf(claimed.groupOf[index] as number)
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

function firstOthers(members: Uint32Array, but: number, holds: (member: number) => boolean): number[] {
  const found: number[] = []
  for (const member of members) {
    if (found.length === matesMax) break
    if (member !== but && holds(member)) found.push(member)
  }
  return found
}

function describe({ expected }: Sides, members: Uint32Array, but: number): string {
  const others = firstOthers(members, but, () => true)
  if (others.length === 0) return 'nobody'
  const named = others.map((index) => {
    const { tenant, merchant, side, recordId } = expected.records[index] as CanonicalRecord
    return `${tenant}/${merchant} ${side} ${recordId}`
  })
  const unnamed = members.length - 1 - others.length
  return named.join(', ') + (unnamed > 0 ? ` and ${unnamed} more` : '')
}
