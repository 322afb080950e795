/** What would be right for exactly what a system holds, where it lost or altered records: tells a fault from its consequences. */

import type { FinalStateRow } from '../model/decision.ts'
import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { match } from './match.ts'
import type { Answers } from './match.ts'

/**
 * Results by index of the expected records, for the (tenant, merchant) partitions in which a record is absent or has other amounts;
 * undefined when there is none. Records are taken with the amounts that the system holds.
 */
export function answersForHeld(
  { records, contents }: Answers,
  rowOf: readonly (FinalStateRow | undefined)[],
  profile: MatchProfile,
  closeDate: string | undefined,
): ReadonlyMap<number, MatchResult> | undefined {
  const damaged = new Map<string, Set<string>>()
  records.forEach((record, index) => {
    const row = rowOf[index]
    if (row !== undefined && !isAltered(record, row)) return
    const { tenant, merchant } = record
    damaged.set(tenant, (damaged.get(tenant) ?? new Set()).add(merchant))
  })
  if (damaged.size === 0) return undefined
  const indices: number[] = []
  const held: CanonicalRecord[] = []
  records.forEach((record, index) => {
    const row = rowOf[index]
    if (row === undefined || damaged.get(record.tenant)?.has(record.merchant) !== true) return
    indices.push(index)
    held.push(isAltered(record, row) ? withAmounts(record, row) : record)
  })
  // The contents are those of the records as sent: here they only say which is which.
  const heldContents = indices.map((index) => contents[index] as string)
  const { results } = match(held, profile, closeDate, heldContents)
  return new Map(results.map((result, at) => [indices[at] as number, result]))
}

/** Whether the system holds other amounts or another currency than were sent. */
function isAltered(record: CanonicalRecord, row: FinalStateRow): boolean {
  return record.grossMinor !== row.grossMinor || record.netMinor !== row.netMinor || record.currency !== row.currency
}

function withAmounts(record: CanonicalRecord, { grossMinor, netMinor, currency }: FinalStateRow): CanonicalRecord {
  return { ...record, grossMinor, netMinor, feeMinor: grossMinor - netMinor, currency }
}
