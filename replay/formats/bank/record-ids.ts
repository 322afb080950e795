/** Record ids of a file's bank lines (formats.md §0). Needs all of them, since an id counts only where it is unique. */

import { normaliseReference, type CanonicalRecord } from '../../../harness/model/record.ts'
import { madeIds } from '../made-id.ts'
import type { PendingLine } from './bank-line.ts'

/** What a line has of ids, for whoever knows more files of its account. */
export interface BankLineIds {
  /** Of `bankReference`: equal lines of one statement are numbered. */
  readonly banks?: OwnBankId
  /** Of `entryReference`: equal lines of one file are. */
  readonly entrys?: OwnBankId
  /** As `PendingLine` has it. */
  readonly statementAccount: string
  /** Of its account, day, currency, amount and text (without the ids above), and its number among equal lines of the file. */
  readonly made: string
}

export interface OwnBankId {
  readonly id: string
  /** From 1, among lines with the same id, day, currency and amount. */
  readonly ordinal: number
}

export interface LinesWithIds {
  readonly records: readonly CanonicalRecord[]
  /** Which lines have a bank's reference that does not count. */
  readonly shared: ReadonlySet<number>
  /** Record by record. */
  readonly ids: readonly BankLineIds[]
}

/**
 * The bank's reference, else the entry's own, else one that we make. Banks give one reference to all fees of a batch: it counts only where no
 * other entry of its statement has it (another statement that has it repeats the entry). An entry's own reference is often its number inside the
 * statement, and banks use one FITID for several entries: it counts only where it is unique inside the account and file.
 */
export function withRecordIds(lines: readonly PendingLine[]): LinesWithIds {
  const inAccount = ({ record, statementAccount }: PendingLine): string => `${record.account}\n${statementAccount}`
  const inStatement = (line: PendingLine): string => `${line.movement.statement} ${inAccount(line)}`
  const isBanksUnique = uniqueness(lines, bankReferenceOf, inStatement)
  const isEntrysUnique = uniqueness(lines, entryReferenceOf, inAccount)
  const [numberBanks, numberEntrys] = [numbering(inStatement), numbering(inAccount)]
  const makeId = madeIds()
  const shared = new Set<number>()
  const ids: BankLineIds[] = []
  const records = lines.map((line, index) => {
    const { record, movement, statementAccount } = line
    const { businessDate, currency, netMinor } = record
    const account = inAccount(line)
    const [banks, entrys] = [bankReferenceOf(line), entryReferenceOf(line)]
    // Without its ids: where those are numbers that begin again with each file, the line has others in the next one.
    const references = movement.references.filter((each) => ![banks, entrys].includes(normaliseReference(each) ?? ''))
    const text = [...references, ...movement.remittance].join(' ')
    // Asked for every line, so that the ordinal of equal lines does not depend on which of them have a reference.
    const made = makeId({ account, businessDate, currency, netMinor, text })
    const isBanks = banks !== undefined && isBanksUnique(line, banks)
    if (banks !== undefined && !isBanks) shared.add(index)
    const isEntrys = entrys !== undefined && isEntrysUnique(line, entrys)
    ids.push({
      ...(banks === undefined ? {} : { banks: { id: banks, ordinal: numberBanks(line, banks) } }),
      ...(entrys === undefined ? {} : { entrys: { id: entrys, ordinal: numberEntrys(line, entrys) } }),
      statementAccount,
      made,
    })
    return { ...record, recordId: isBanks ? banks : isEntrys ? entrys : made }
  })
  return { records, shared, ids }
}

/** Counts lines of one place that have the same id, day, currency and amount. */
function numbering(inside: (line: PendingLine) => string): (line: PendingLine, id: string) => number {
  const seen = new Map<string, number>()
  return (line, id) => {
    const { businessDate, currency, netMinor } = line.record
    const key = JSON.stringify([inside(line), id, businessDate, currency, netMinor.toString()])
    const ordinal = (seen.get(key) ?? 0) + 1
    seen.set(key, ordinal)
    return ordinal
  }
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
