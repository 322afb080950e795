/** The decision history by record: the versions of each expected record in ascending order. */

import type { HistoryRow } from '../model/decision.ts'
import type { Evidence } from './evidence.ts'

/** Empty where the system shows no history; rows of records that are not expected are left out. */
export function versionsByRecord({ expected, history = [] }: Evidence): ReadonlyMap<number, readonly HistoryRow[]> {
  const versions = new Map<number, HistoryRow[]>()
  for (const row of history) {
    const index = expected.indexByContent.get(row.content)
    if (index === undefined) continue
    const known = versions.get(index)
    if (known === undefined) versions.set(index, [row])
    else known.push(row)
  }
  for (const rows of versions.values()) {
    if (rows.length > 1) rows.sort((a, b) => a.version - b.version)
  }
  return versions
}
