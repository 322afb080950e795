/** Which records must be looked at again when a close comes: those without an answer, and those that such an answer depends on. Knows no date. */

import type { MatchResult } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { DecisionBases } from './bases.ts'
import { roles } from './roles.ts'

/**
 * Indices, ascending: every record whose answer has no basis, all that LEG1 answers together with one of those, all payouts and lines, and the
 * members of payouts without a basis. What has a basis keeps its answer whatever the date, and is among them for the others' sake alone.
 */
export function undecidedAndNeeded(
  records: readonly CanonicalRecord[],
  results: readonly MatchResult[],
  { basisOf, besideUndecided }: DecisionBases,
  rolesOfRecords: Uint8Array,
): Int32Array {
  const is = (index: number, role: number): boolean => ((rolesOfRecords[index] as number) & role) !== 0
  const payoutRefs = new Set<string>()
  for (let index = 0; index < records.length; index++) {
    if (basisOf[index] !== -1 || !is(index, roles.payout)) continue
    const { ref } = records[index] as CanonicalRecord
    if (ref !== undefined) payoutRefs.add(ref)
  }
  const isMember = (index: number): boolean =>
    payoutRefs.size > 0 && is(index, roles.payoutMember) && payoutRefs.has((records[index] as CanonicalRecord).payoutRef ?? '')
  const chosen: number[] = []
  for (let index = 0; index < records.length; index++) {
    const isChosen = basisOf[index] === -1 || besideUndecided[index] === 1 || is(index, roles.payout | roles.bankLine) || isMember(index)
    // No rule may see what is in conflict.
    if (isChosen && results[index]?.state !== 'EX:IDENTITY_CONFLICT') chosen.push(index)
  }
  return Int32Array.from(chosen)
}
