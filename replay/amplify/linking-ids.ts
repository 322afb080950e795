/** Which texts of a record are ids: all of them, those that link it to others, and the same record with others. Makes none. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

/** All ids and references, also words of a bank line that name nothing: no fresh id may be equal to one of them. */
export function* idsOf(records: readonly CanonicalRecord[]): Generator<string> {
  for (const record of records) {
    yield* ownIds(record)
    if (record.references !== undefined) yield* record.references
  }
}

/** What a bank line may call a payout. */
export function payoutNamesOf(records: readonly CanonicalRecord[]): ReadonlySet<string> {
  const payouts = records.filter(({ kind }) => kind === 'payout')
  return new Set(payouts.flatMap(({ ref, traceRef }) => [ref, traceRef]).filter((text) => text !== undefined))
}

/**
 * Ids by which a copy could be taken for the original, or linked to it. Of a bank line's words only those that name a payout: `2` and `3`
 * of `po_5001, 2, 3` link nothing, and may be the same in all copies.
 */
export function linkingIds(record: CanonicalRecord, payoutNames: ReadonlySet<string>): readonly string[] {
  return [...ownIds(record), ...(record.references ?? []).filter((text) => payoutNames.has(text))]
}

/** The ids of a copy. */
export function freshIds(record: CanonicalRecord, fresh: (text: string) => string): Partial<CanonicalRecord> {
  const { recordId, ref, parentRef, payoutRef, traceRef, references } = record
  return {
    recordId: fresh(recordId),
    ...(ref === undefined ? {} : { ref: fresh(ref) }),
    ...(parentRef === undefined ? {} : { parentRef: fresh(parentRef) }),
    ...(payoutRef === undefined ? {} : { payoutRef: fresh(payoutRef) }),
    ...(traceRef === undefined ? {} : { traceRef: fresh(traceRef) }),
    ...(references === undefined ? {} : { references: references.map(fresh) }),
  }
}

function ownIds({ recordId, ref, parentRef, payoutRef, traceRef }: CanonicalRecord): readonly string[] {
  return [recordId, ref, parentRef, payoutRef, traceRef].filter((text) => text !== undefined)
}
