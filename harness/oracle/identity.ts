/** Identity conflicts: one identity that says different things is out of every rule (matching.md §2). Never last wins, never first. */

import type { CanonicalRecord, Kind } from '../model/record.ts'
import { Int32List } from './int32-list.ts'
import type { Partition } from './partition.ts'
import { TextIndex } from './text-index.ts'
import { mapAt } from './work.ts'

export interface IdentitySplit {
  /** Records that the rules may see. */
  readonly live: Partition
  /** Records of one identity with different contents, two or more in each. */
  readonly conflicts: readonly (readonly number[])[]
}

/** Splits one partition; its records are distinct by content. */
export function splitByIdentity(records: readonly CanonicalRecord[], partition: Partition): IdentitySplit {
  using indices = new DisposableStack()
  const known = new Map<string, Map<string, Map<Kind, Known>>>()
  const conflicts: number[][] = []
  for (const index of partition) {
    const { source, account, kind, recordId } = records[index] as CanonicalRecord
    // Nested, since a key joined of several texts costs more to build and hash than to look up.
    const { ids, first, conflictOf } = knownAt(mapAt(mapAt(known, source), account), kind, indices)
    const id = ids.idOf(recordId)
    if (id === first.length) {
      first.push(index)
      continue
    }
    const conflict = conflictOf.get(id)
    if (conflict !== undefined) conflict.push(index)
    else {
      const members = [first.at(id), index]
      conflictOf.set(id, members)
      conflicts.push(members)
    }
  }
  if (conflicts.length === 0) return { live: partition, conflicts }
  const out = new Set(conflicts.flat())
  return { live: partition.filter((index) => !out.has(index)), conflicts }
}

/** The ids of one source, account and kind, the record that each was first seen on, and the conflicts among them. */
interface Known {
  readonly ids: TextIndex
  readonly first: Int32List
  readonly conflictOf: Map<number, number[]>
}

function knownAt(byKind: Map<Kind, Known>, kind: Kind, indices: DisposableStack): Known {
  let known = byKind.get(kind)
  if (known === undefined) {
    known = { ids: indices.use(new TextIndex()), first: new Int32List(), conflictOf: new Map() }
    byKind.set(kind, known)
  }
  return known
}
