/** Deliveries to records: the same key again is a redelivery and counts once (matching.md §2). Knows no rule. */

import type { ContentIndex } from '../model/comparison.ts'
import { normaliseReference } from '../model/record.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { contentOf } from '../model/record-key.ts'
import { LateContentIndex } from './late-content-index.ts'
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
 * taking the hash is the dearest step of the oracle. Where the caller knows that `areDistinct`, they are not looked at.
 */
export function distinctRecords(
  deliveries: readonly CanonicalRecord[],
  contents?: readonly string[],
  areDistinct: boolean = false,
): DistinctRecords {
  if (contents !== undefined && areDistinct) {
    return { records: deliveries, contents, indexByContent: new LateContentIndex(contents), redelivered: 0 }
  }
  const normal = contents === undefined ? deliveries.map(withNormalReferences) : deliveries
  const indexByContent = new TextIndex()
  const redeliveries = new Set<number>()
  normal.forEach((record, delivery) => {
    const known = indexByContent.size
    if (indexByContent.idOf(contents?.[delivery] ?? contentOf(record)) < known) redeliveries.add(delivery)
  })
  const records = redeliveries.size === 0 ? normal : normal.filter((_record, delivery) => !redeliveries.has(delivery))
  return { records, contents: indexByContent.texts, indexByContent, redelivered: redeliveries.size }
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
