/** Deliveries to records: the same key again is a redelivery and counts once (matching.md §2). Knows no rule. */

import type { ContentIndex } from '../model/comparison.ts'
import { normaliseReference } from '../model/record.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { contentOf } from '../model/record-key.ts'
import { TextIndex } from './text-index.ts'

export interface DistinctRecords {
  /** Each record once, in order of first delivery. All indices of the oracle's answers point into this array. */
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  readonly indexByContent: ContentIndex
  /** Deliveries beyond the first. */
  readonly redelivered: number
}

/**
 * Keeps the first of equal records. `contents`, where the caller has them already, are those of the records in the same order:
 * taking the hash is the dearest step of the oracle.
 */
export function distinctRecords(deliveries: readonly CanonicalRecord[], contents?: readonly string[]): DistinctRecords {
  const records: CanonicalRecord[] = []
  const distinctContents: string[] = []
  const indexByContent = new TextIndex()
  for (let delivery = 0; delivery < deliveries.length; delivery++) {
    const delivered = deliveries[delivery] as CanonicalRecord
    const record = contents === undefined ? withNormalReferences(delivered) : delivered
    const content = contents?.[delivery] ?? contentOf(record)
    if (indexByContent.idOf(content) < records.length) continue
    records.push(record)
    distinctContents.push(content)
  }
  return { records, contents: distinctContents, indexByContent, redelivered: deliveries.length - records.length }
}

/** The record with its references as matching.md §1 reads them; itself, when they are normal already. */
export function withNormalReferences(record: CanonicalRecord): CanonicalRecord {
  if (isNormal(record)) return record
  const { ref, parentRef, payoutRef, traceRef, references, ...others } = record
  const normal = {
    ref: normaliseReference(ref),
    parentRef: normaliseReference(parentRef),
    payoutRef: normaliseReference(payoutRef),
    traceRef: normaliseReference(traceRef),
  }
  const kept = references?.map(normaliseReference).filter((text) => text !== undefined) ?? []
  return {
    ...others,
    ...(normal.ref === undefined ? {} : { ref: normal.ref }),
    ...(normal.parentRef === undefined ? {} : { parentRef: normal.parentRef }),
    ...(normal.payoutRef === undefined ? {} : { payoutRef: normal.payoutRef }),
    ...(normal.traceRef === undefined ? {} : { traceRef: normal.traceRef }),
    ...(kept.length === 0 ? {} : { references: kept }),
  }
}

function isNormal({ ref, parentRef, payoutRef, traceRef, references }: CanonicalRecord): boolean {
  const refs = normaliseReference(ref) === ref && normaliseReference(parentRef) === parentRef
  if (!refs || normaliseReference(payoutRef) !== payoutRef || normaliseReference(traceRef) !== traceRef) return false
  return references === undefined || references.every((text) => normaliseReference(text) === text)
}
