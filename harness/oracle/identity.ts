/** Identity conflicts: one identity that says different things is out of every rule (matching.md §2). Never last wins, never first. */

import type { CanonicalRecord } from '../model/record.ts'
import type { Partition } from './partition.ts'
import { mapAt } from './work.ts'

export interface IdentitySplit {
  /** Records that the rules may see. */
  readonly live: Partition
  /** Records of one identity with different contents, two or more in each. */
  readonly conflicts: readonly Partition[]
}

/** Splits one partition; its records are distinct by content. */
export function splitByIdentity(records: readonly CanonicalRecord[], partition: Partition): IdentitySplit {
  const known = new Map<string, Map<string, Map<string, Map<string, number | Partition>>>>()
  const conflicts: Partition[] = []
  for (const index of partition) {
    const { source, account, kind, recordId } = records[index] as CanonicalRecord
    // Nested maps, since a key joined of several texts costs more to build and hash than to look up.
    const ofKind = mapAt(mapAt(mapAt(known, source), account), kind)
    const before = ofKind.get(recordId)
    if (before === undefined) ofKind.set(recordId, index)
    else if (typeof before === 'number') {
      const conflict = [before, index]
      ofKind.set(recordId, conflict)
      conflicts.push(conflict)
    } else before.push(index)
  }
  if (conflicts.length === 0) return { live: partition, conflicts }
  const out = new Set(conflicts.flat())
  return { live: partition.filter((index) => !out.has(index)), conflicts }
}
