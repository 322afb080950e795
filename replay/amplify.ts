/** One history many times over, each copy with identities of its own, so that nothing is taken for a redelivery. Pure. */

import { HarnessError } from '../harness/model/errors.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import { inOrderOfTime } from './history.ts'

const factorMax = 10_000

/**
 * Each record `factor` times. The first copy keeps its ids; in the others every id and reference ends in `~2`, `~3`, …, the same
 * in all records of a copy: whatever was linked is linked inside its copy and nowhere else, and every payout adds up as it did.
 * Tenant, merchant, account and business date stay. Copies are shifted by parts of the mean distance of records, so that the
 * amplified history is as even as the original. Throws BAD_CONFIGURATION for a factor that is no whole number from 1 to 10,000.
 */
export function amplify(records: readonly CanonicalRecord[], factor: number): CanonicalRecord[] {
  if (!Number.isInteger(factor) || factor < 1 || factor > factorMax) {
    throw new HarnessError('BAD_CONFIGURATION', `amplify must be a whole number from 1 to ${factorMax}, got ${factor}`, {
      hint: 'amplify: 10 sends each record ten times, with fresh identities',
    })
  }
  const ordered = inOrderOfTime(records)
  if (factor === 1) return ordered
  const spanMs = Date.parse(ordered.at(-1)?.occurredAt ?? '') - Date.parse(ordered[0]?.occurredAt ?? '')
  const stepMs = spanMs / Math.max(1, ordered.length - 1) / factor
  const copies = ordered.flatMap((record) => {
    const occurredMs = Date.parse(record.occurredAt)
    return Array.from({ length: factor }, (_, copy) =>
      copy === 0 ? record : renamed(record, `~${copy + 1}`, new Date(occurredMs + Math.floor(copy * stepMs)).toISOString()),
    )
  })
  return inOrderOfTime(copies)
}

function renamed(record: CanonicalRecord, suffix: string, occurredAt: string): CanonicalRecord {
  const { recordId, ref, parentRef, payoutRef, traceRef, references } = record
  return {
    ...record,
    recordId: recordId + suffix,
    ...(ref === undefined ? {} : { ref: ref + suffix }),
    ...(parentRef === undefined ? {} : { parentRef: parentRef + suffix }),
    ...(payoutRef === undefined ? {} : { payoutRef: payoutRef + suffix }),
    ...(traceRef === undefined ? {} : { traceRef: traceRef + suffix }),
    ...(references === undefined ? {} : { references: references.map((reference) => reference + suffix) }),
    occurredAt,
  }
}
