/** Which way the amount of each record moves when a copy gets amounts of its own. Matches nothing: it only sees who shares a key. */

import { contentOf, identityOf, identityText } from '../../harness/model/record-key.ts'
import { leg1Kinds, type CanonicalRecord } from '../../harness/model/record.ts'

/** `up` and `down`: away from zero. `opposed`: its two sides have opposite signs, which a large offset would turn. */
export type Direction = 'up' | 'down' | 'opposed' | 'none' | 'settlement'

/** Directions by record. Records of one LEG1 key and currency share theirs, so that their difference is the same in every copy. */
export function directionsOf(records: readonly CanonicalRecord[]): Direction[] {
  const signs = new Map<string, { above: boolean; below: boolean }>()
  for (const record of records) {
    const key = keyOf(record)
    if (key === undefined) continue
    const known = signs.get(key) ?? { above: false, below: false }
    known.above ||= record.grossMinor > 0n
    known.below ||= record.grossMinor < 0n
    signs.set(key, known)
  }
  return records.map((record) => {
    if (record.kind === 'payout' || record.kind === 'bank_line') return 'settlement'
    // A part that is taken back from a charge belongs to that charge's amount, which has moved already.
    if (record.kind === 'adjustment' && record.parentRef !== undefined) return 'none'
    const key = keyOf(record)
    const { above, below } = (key === undefined ? undefined : signs.get(key)) ?? {
      above: record.grossMinor > 0n,
      below: record.grossMinor < 0n,
    }
    if (above && below) return 'opposed'
    return above ? 'up' : below ? 'down' : 'none'
  })
}

function keyOf({ tenant, merchant, kind, ref, currency }: CanonicalRecord): string | undefined {
  return ref === undefined || !leg1Kinds.has(kind) ? undefined : JSON.stringify([tenant, merchant, kind, ref, currency])
}

/** The records that count: not the redeliveries of a record, and none of an identity that says different things (matching.md §2). */
export function countedRecords(records: readonly CanonicalRecord[]): boolean[] {
  const firsts = new Map<string, number>()
  const counted = Array.from<boolean>({ length: records.length }).fill(true)
  const contents = new Map<number, string>()
  const contentAt = (index: number, record: CanonicalRecord): string => {
    const content = contents.get(index) ?? contentOf(record)
    contents.set(index, content)
    return content
  }
  for (const [index, record] of records.entries()) {
    const identity = identityText(identityOf(record))
    const first = firsts.get(identity)
    if (first === undefined) {
      firsts.set(identity, index)
      continue
    }
    counted[index] = false
    const known = records[first]
    if (known !== undefined && contentAt(first, known) !== contentAt(index, record)) counted[first] = false
  }
  return counted
}
