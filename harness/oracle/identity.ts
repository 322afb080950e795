/** Identity conflicts: one identity that says different things is out of every rule (matching.md §2). Never last wins, never first. */

import type { CanonicalRecord } from '../model/record.ts'
import type { Partition } from './partition.ts'

export interface IdentitySplit {
  /** Records that the rules may see. */
  readonly live: Partition
  /** Records of one identity with different contents, two or more in each. */
  readonly conflicts: readonly Partition[]
}

/** Splits one partition; its records are distinct by content. */
export function splitByIdentity(records: readonly CanonicalRecord[], partition: Partition): IdentitySplit {
  const byAccount = new Map<string, Map<string, Map<string, number | Partition>>>()
  const conflicts: Partition[] = []
  for (const index of partition) {
    const { source, account, kind, recordId } = records[index] as CanonicalRecord
    const known = mapAt(mapAt(byAccount, source), account)
    // No kind contains a blank, so two identities never give one text.
    const key = `${kind} ${recordId}`
    const before = known.get(key)
    if (before === undefined) known.set(key, index)
    else if (typeof before === 'number') {
      const conflict = [before, index]
      known.set(key, conflict)
      conflicts.push(conflict)
    } else before.push(index)
  }
  if (conflicts.length === 0) return { live: partition, conflicts }
  const out = new Set(conflicts.flat())
  return { live: partition.filter((index) => !out.has(index)), conflicts }
}

function mapAt<Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
  let map = maps.get(key)
  if (map === undefined) maps.set(key, (map = new Map()))
  return map
}
