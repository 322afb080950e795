/** One entry of a bank statement to a bank line, or to what is wrong with it. Knows neither XML nor statements. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { CellReader } from '../amounts.ts'
import { isDayBefore, type DaysOfAccount } from '../bank/account-days.ts'
import { bankLine, type BankAccount, type PendingLine } from '../bank/bank-line.ts'
import { plainAmountMinor } from '../bank/loose-amount.ts'
import type { SignedEntry } from '../bank/statement-totals.ts'
import { isoInstant } from '../instants.ts'
import type { RowProblem } from '../reading.ts'
import { shownValue } from '../shown-value.ts'
import type { XmlPlace } from './xml-elements.ts'

/** What an `Ntry` says, as text; names and addresses are never collected. */
export class BankEntry {
  readonly place: XmlPlace
  /** Number of its statement. */
  readonly statement: number
  amount = ''
  currency = ''
  direction = ''
  status = ''
  bookedDate = ''
  bookedTime = ''
  valueDate = ''
  valueTime = ''
  bankReference = ''
  entryReference = ''
  readonly references: string[] = []
  readonly remittance: string[] = []
  /** What decides on money and is there twice. */
  twice: 'Amt' | 'CdtDbtInd' | 'Sts' | undefined
  /** Transactions that it is made of. */
  details = 0
  reversal = false

  constructor(place: XmlPlace, statement: number) {
    this.place = place
    this.statement = statement
  }

  /** Whether it says itself when it was booked or counts. */
  get namesDay(): boolean {
    return this.bookedDate !== '' || this.bookedTime !== '' || this.valueDate !== '' || this.valueTime !== ''
  }
}

/** `signed` is for the statement's own totals, whatever becomes of the entry; absent where its amount cannot be read. */
export type TakenEntry = { readonly signed: SignedEntry | undefined } &
  /** `isDayBefore`: it is posted at midnight of another zone. */
  (
    | { readonly kind: 'line'; readonly line: PendingLine; readonly isDayBefore: boolean }
    | { readonly kind: 'not-booked' }
    | { readonly kind: 'quarantined'; readonly problem: RowProblem }
  )

/** References and texts of one entry that are looked at: an entry may be made of any number of transactions, of which a line keeps a few. */
const textsMax = 10_000

type EntryLeaf = (entry: BankEntry, text: string) => void

const setStatus: EntryLeaf = (entry, text) => {
  if (entry.status !== '') entry.twice ??= 'Sts'
  entry.status = text.toUpperCase()
}
const setDirection: EntryLeaf = (entry, text) => {
  if (entry.direction !== '') entry.twice ??= 'CdtDbtInd'
  entry.direction = text
}
const addReference: EntryLeaf = ({ references }, text) => references.length < textsMax && references.push(text)
const addRemittance: EntryLeaf = ({ remittance }, text) => remittance.length < textsMax && remittance.push(text)

/** What becomes of texts below `Ntry`, by their paths. Amounts of details are left alone: an entry moves its own amount. */
export const entryLeaves: ReadonlyMap<string, EntryLeaf> = new Map<string, EntryLeaf>([
  ['CdtDbtInd', setDirection],
  // Version 2 has a bare code, version 8 a choice of a code and a word of the bank's own.
  ['Sts', setStatus],
  ['Sts/Cd', setStatus],
  ['Sts/Prtry', setStatus],
  ['BookgDt/Dt', (entry, text) => (entry.bookedDate = text)],
  ['BookgDt/DtTm', (entry, text) => (entry.bookedTime = text)],
  ['ValDt/Dt', (entry, text) => (entry.valueDate = text)],
  ['ValDt/DtTm', (entry, text) => (entry.valueTime = text)],
  ['AcctSvcrRef', (entry, text) => (entry.bankReference = text)],
  ['RvslInd', (entry, text) => (entry.reversal = text === 'true' || text === '1')],
  ['NtryRef', (entry, text) => (entry.entryReference = text)],
  ['NtryDtls/TxDtls/Refs/EndToEndId', addReference],
  ['NtryDtls/TxDtls/Refs/TxId', addReference],
  ['NtryDtls/TxDtls/Refs/InstrId', addReference],
  ['NtryDtls/TxDtls/RmtInf/Ustrd', addRemittance],
  ['NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref', addRemittance],
])

/** The standard's codes (FUTR from version 8 on), and words of a bank's own that leave no doubt. An entry that says nothing stands in a statement of booked ones. */
const bookedStatuses: ReadonlySet<string> = new Set(['', 'BOOK', 'BOOKED'])
const unbookedStatuses: ReadonlySet<string> = new Set(['PDNG', 'PENDING', 'INFO', 'FUTR'])

/** The sign comes from `CdtDbtInd` alone: `RvslInd` only says that it reverses another, and flips nothing (ISO usage rule). */
export function takeEntry(entry: BankEntry, account: BankAccount | undefined, days: DaysOfAccount | undefined): TakenEntry {
  const reader = new CellReader()
  if (entry.twice !== undefined) reader.refuse('field', entry.twice, 'one of them', undefined)
  const { currency, exponent } = reader.currency('Amt/@Ccy', entry.currency)
  const amountMinor = plainAmountMinor(entry.amount, exponent, 'point') ?? reader.amount('Amt', entry.amount, exponent, '.')
  if (amountMinor < 0n) reader.refuse('amount', 'Amt', 'an amount without a sign', shownValue(entry.amount, 'amount'))
  if (entry.direction !== 'CRDT' && entry.direction !== 'DBIT') {
    reader.refuse('field', 'CdtDbtInd', 'CRDT or DBIT', shownValue(entry.direction, 'code'))
  }
  const netMinor = entry.direction === 'DBIT' ? -amountMinor : amountMinor
  const booked = bookedStatuses.has(entry.status)
  // Its own totals count an entry of an unknown status as one that is not booked: if it was, the balances tell.
  const signed = reader.problem === undefined ? { currency, netMinor, booked } : undefined
  if (!booked && !unbookedStatuses.has(entry.status)) {
    reader.refuse('field', 'Sts', 'BOOK, PDNG, INFO or FUTR', shownValue(entry.status, 'code'))
  }
  if (reader.problem === undefined && !booked) return { kind: 'not-booked', signed }
  if (account === undefined) reader.refuse('unknown-account', 'Acct/Id', "an account of the profile's", undefined)
  const when = account === undefined || days === undefined ? undefined : bookedWhen(entry, account, days)
  if (when === undefined)
    reader.refuse('date', 'BookgDt', 'a day or time that exists', shownValue(entry.bookedDate || entry.bookedTime, 'date'))
  if (reader.problem !== undefined || account === undefined || when === undefined) {
    return { kind: 'quarantined', signed, problem: reader.problem ?? { reason: 'date', field: 'BookgDt', expected: 'a day' } }
  }
  const { statement, bankReference, entryReference, references, remittance } = entry
  return {
    kind: 'line',
    signed,
    isDayBefore: when.isDayBefore,
    line: bankLine(
      { currency, netMinor, statement, bankReference, entryReference, references, remittance },
      account,
      when.occurredAt,
      when.businessDate,
    ),
  }
}

/** A day without a time stands as the bank wrote it, and counts from its first moment. */
function bookedWhen(
  entry: BankEntry,
  { zone }: BankAccount,
  days: DaysOfAccount,
): (Pick<CanonicalRecord, 'occurredAt' | 'businessDate'> & { readonly isDayBefore: boolean }) | undefined {
  const hasBooking = entry.bookedDate !== '' || entry.bookedTime !== ''
  const [date, time] = hasBooking ? [entry.bookedDate, entry.bookedTime] : [entry.valueDate, entry.valueTime]
  if (time !== '') {
    const occurredAt = isoInstant(time, zone)
    if (occurredAt === undefined) return undefined
    const businessDate = days.dayOf(occurredAt)
    return { occurredAt, businessDate, isDayBefore: midnight.test(time) && isDayBefore(time.slice(0, 'YYYY-MM-DD'.length), businessDate) }
  }
  // An ISO date may carry an offset, which says nothing about a day.
  const businessDate = date.length === 10 ? date : date.replace(/(?:Z|[+-]\d{2}:\d{2})$/, '')
  const occurredAt = days.startOf(businessDate)
  return occurredAt === undefined ? undefined : { occurredAt, businessDate, isDayBefore: false }
}

const midnight = /^\d{4}-\d{2}-\d{2}T00:00:00(?:\.0+)?(?:Z|[+-]\d{2}:\d{2})$/
