/** Record ids of a file's bank lines (formats.md §0). Needs all of them, since an id counts only where it is unique. */

import { normaliseReference, type CanonicalRecord } from '../../../harness/model/record.ts'
import { madeIds } from '../made-id.ts'
import type { PendingLine } from './bank-line.ts'

/**
 * The bank's reference, else the entry's own, else one that we make. Banks give one reference to all fees of a batch: it counts only where no
 * other entry of its statement has it (another statement that has it repeats the entry). An entry's own reference is often its number inside the
 * statement, and banks use one FITID for several entries: it counts only where it is unique inside the account and file.
 * `shared`: which lines have a bank's reference that does not count.
 */
export function withRecordIds(lines: readonly PendingLine[]): {
  readonly records: readonly CanonicalRecord[]
  readonly shared: ReadonlySet<number>
} {
  const isBanksUnique = uniqueness(lines, bankReferenceOf, ({ record, movement }) => `${movement.statement} ${record.account}`)
  const isEntrysUnique = uniqueness(lines, entryReferenceOf, ({ record }) => record.account)
  const makeId = madeIds()
  const shared = new Set<number>()
  const records = lines.map((line, index) => {
    const { record, movement } = line
    const { account, businessDate, currency, netMinor } = record
    const text = [...movement.references, ...movement.remittance].join(' ')
    // Asked for every line, so that the ordinal of equal lines does not depend on which of them have a reference.
    const made = makeId({ account, businessDate, currency, netMinor, text })
    const banks = bankReferenceOf(line)
    if (banks !== undefined && isBanksUnique(line, banks)) return { ...record, recordId: banks }
    if (banks !== undefined) shared.add(index)
    const entrys = entryReferenceOf(line)
    return { ...record, recordId: entrys !== undefined && isEntrysUnique(line, entrys) ? entrys : made }
  })
  return { records, shared }
}

function bankReferenceOf({ movement }: PendingLine): string | undefined {
  return normaliseReference(movement.bankReference)
}

function entryReferenceOf({ movement }: PendingLine): string | undefined {
  return normaliseReference(movement.entryReference)
}

/** Whether no other line has a line's reference inside of the same. */
function uniqueness(
  lines: readonly PendingLine[],
  referenceOf: (line: PendingLine) => string | undefined,
  inside: (line: PendingLine) => string,
): (line: PendingLine, reference: string) => boolean {
  const uses = new Map<string, number>()
  const keyOf = (line: PendingLine, reference: string): string => `${inside(line)}\n${reference}`
  for (const line of lines) {
    const reference = referenceOf(line)
    if (reference === undefined) continue
    const key = keyOf(line, reference)
    uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  return (line, reference) => uses.get(keyOf(line, reference)) === 1
}
