/** Record ids of a file's bank lines (formats.md §0). Needs all of them, since an id counts only where it is unique. */

import { normaliseReference, type CanonicalRecord } from '../../../harness/model/record.ts'
import { madeIds } from '../made-id.ts'
import type { PendingLine } from './bank-line.ts'

/**
 * The bank's reference, else the entry's own, else one that we make. An entry's own reference is often its number inside the
 * statement, and banks use one FITID for several entries: it counts only where it is unique inside the account and file.
 */
export function withRecordIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  const uses = new Map<string, number>()
  const use = (account: string, reference: string): string => `${account}\n${reference}`
  const own = lines.map(({ movement }) => normaliseReference(movement.entryReference))
  for (const [index, { record }] of lines.entries()) {
    const reference = own[index]
    if (reference === undefined) continue
    const key = use(record.account, reference)
    uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  const makeId = madeIds()
  return lines.map(({ record, movement }, index) => {
    const { account, businessDate, currency, netMinor } = record
    const reference = own[index]
    const unique = reference !== undefined && uses.get(use(account, reference)) === 1 ? reference : undefined
    const text = [...movement.references, ...movement.remittance].join(' ')
    // Asked for every line, so that the ordinal of equal lines does not depend on which of them have a reference.
    const made = makeId({ account, businessDate, currency, netMinor, text })
    return { ...record, recordId: normaliseReference(movement.bankReference) ?? unique ?? made }
  })
}
