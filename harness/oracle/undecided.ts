/** Which records must be looked at again when a close comes: those without an answer, and those that such an answer depends on. Knows no date. */

import type { MatchResult } from '../model/match-result.ts'
import { leg1Kinds } from '../model/record.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { DecisionBases } from './bases.ts'

/**
 * Indices, ascending: every record whose answer has no basis, all that share a reference with one of LEG1, all payouts and lines, and the
 * members of payouts without a basis. What has a basis keeps its answer whatever the date, and is among them for the others' sake alone.
 */
export function undecidedAndNeeded(
  records: readonly CanonicalRecord[],
  results: readonly MatchResult[],
  { basisOf }: DecisionBases,
): Int32Array {
  const refs = new Set<string>()
  const payoutRefs = new Set<string>()
  for (let index = 0; index < records.length; index++) {
    if (basisOf[index] !== -1) continue
    const { kind, ref } = records[index] as CanonicalRecord
    if (ref === undefined) continue
    if (kind === 'payout') payoutRefs.add(ref)
    else refs.add(ref)
  }
  const isNeeded = ({ kind, ref, payoutRef }: CanonicalRecord): boolean => {
    if (kind === 'payout' || kind === 'bank_line') return true
    if (ref !== undefined && leg1Kinds.has(kind) && refs.has(ref)) return true
    return payoutRef !== undefined && payoutRefs.has(payoutRef)
  }
  const chosen: number[] = []
  for (let index = 0; index < records.length; index++) {
    const isChosen = basisOf[index] === -1 || isNeeded(records[index] as CanonicalRecord)
    // No rule may see what is in conflict.
    if (isChosen && results[index]?.state !== 'EX:IDENTITY_CONFLICT') chosen.push(index)
  }
  return Int32Array.from(chosen)
}
