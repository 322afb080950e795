/** What the rules share while one set of records is answered: the records, the answers so far, and whether a close decides a day. */

import { isSameResult } from '../model/decision.ts'
import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { addDays } from '../model/day.ts'
import type { BasisBuilder } from './bases.ts'

export interface Work {
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  /** What each record is for (roles.ts). */
  readonly roles: Uint8Array
  readonly profile: MatchProfile
  /** Days before this one are decided by the close; empty without a close, and no day lies before it. */
  readonly ripeBefore: string
  /** One for each record, OPEN until a rule says otherwise; rules write them through `answerAll`. */
  readonly results: MatchResult[]
  /** Results of the same records with another close, when there are any. */
  readonly earlier: readonly MatchResult[] | undefined
  readonly bases: BasisBuilder
}

/** businessDate + carry < D, turned to the day's side so that it is computed once (matching.md §5). */
export function ripeBefore(closeDate: string | undefined, carryDays: number): string {
  return closeDate === undefined ? '' : addDays(closeDate, -carryDays)
}

/** Whether the close decides a set of records: by its youngest. */
export function isRipe({ records, ripeBefore: limit }: Work, members: readonly number[]): boolean {
  if (limit === '') return false
  return members.every((index) => (records[index] as CanonicalRecord).businessDate < limit)
}

/** A name for a group that does not depend on the order of its members: the lowest content among them. */
export function groupId({ contents }: Work, members: readonly number[]): string {
  let lowest = contents[members[0] as number] as string
  for (const member of members) {
    const content = contents[member] as string
    if (content < lowest) lowest = content
  }
  return lowest
}

/** Most answers need no close: one that says what the earlier one said is that one, so that judging again hardly takes memory. */
export function answerAll({ results, earlier }: Work, members: readonly number[], result: MatchResult): void {
  for (const member of members) {
    const before = earlier?.[member]
    results[member] = before !== undefined && isSameResult(before, result) ? before : result
  }
}

/** The list at a key, made when it is not there yet. */
export function listAt<Key>(lists: Map<Key, number[]>, key: Key): number[] {
  let list = lists.get(key)
  if (list === undefined) lists.set(key, (list = []))
  return list
}

/** The map at a key, made when it is not there yet. */
export function mapAt<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  let map = maps.get(key)
  if (map === undefined) maps.set(key, (map = new Map()))
  return map
}
