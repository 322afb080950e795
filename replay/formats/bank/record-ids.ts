/** Record ids of a file's bank lines (formats.md §0). Needs all of them, since an id counts only where it is unique. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { madeIds } from '../made-id.ts'
import type { PendingLine } from './bank-line.ts'

/**
 * The bank's reference, else the entry's own, else one that we make. An entry's own reference is often its number inside the
 * statement, and banks use one FITID for several entries: it counts only where it is unique inside the account and file.
 */
export function withRecordIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  const uses = new Map<string, number>()
  const use = ({ record, entryReference }: PendingLine): string => `${record.account}\n${entryReference}`
  for (const line of lines) if (line.entryReference !== undefined) uses.set(use(line), (uses.get(use(line)) ?? 0) + 1)
  const makeId = madeIds()
  return lines.map((line) => {
    const { record, bankReference, entryReference, text } = line
    const { account, businessDate, currency, netMinor } = record
    const own = entryReference !== undefined && uses.get(use(line)) === 1 ? entryReference : undefined
    // Asked for every line, so that the ordinal of equal lines does not depend on which of them have a reference.
    const made = makeId({ account, businessDate, currency, netMinor, text })
    return { ...record, recordId: bankReference ?? own ?? made }
  })
}
