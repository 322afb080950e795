/** One entry of a bank statement to a bank line, or to what is wrong with it. Knows neither XML nor statements. */

import { isDay } from '../../harness/model/day.ts'
import { normaliseReference, type CanonicalRecord } from '../../harness/model/record.ts'
import { CellReader } from './amounts.ts'
import { dayStart, isoInstant, type DayRule } from './instants.ts'
import type { RowProblem } from './reading.ts'
import { shownValue } from './shown-value.ts'
import type { XmlPlace } from './xml-elements.ts'

export interface BankAccount extends DayRule {
  readonly tenant: string
  readonly merchant: string
  readonly account: string
}

/** What an `Ntry` says, as text; names and addresses are never collected. */
export interface BankEntry {
  readonly place: XmlPlace
  amount: string
  currency: string
  direction: string
  status: string
  bookedDate: string
  bookedTime: string
  valueDate: string
  valueTime: string
  bankReference: string
  entryReference: string
  readonly references: string[]
  readonly remittance: string[]
}

export interface SignedEntry {
  readonly currency: string
  readonly netMinor: bigint
  readonly booked: boolean
}

/** A bank line whose record id waits for the rest of the file. */
export interface PendingLine {
  readonly record: Omit<CanonicalRecord, 'recordId'>
  readonly bankReference: string | undefined
  readonly entryReference: string | undefined
  readonly text: string
}

/** `signed` is for the statement's own totals, whatever becomes of the entry; absent where its amount cannot be read. */
export type TakenEntry = { readonly signed: SignedEntry | undefined } & (
  | { readonly kind: 'line'; readonly line: PendingLine }
  | { readonly kind: 'not-booked' }
  | { readonly kind: 'quarantined'; readonly problem: RowProblem }
)

export function emptyEntry(place: XmlPlace): BankEntry {
  const text = { amount: '', currency: '', direction: '', status: '', bookedDate: '', bookedTime: '', valueDate: '', valueTime: '' }
  return { place, ...text, bankReference: '', entryReference: '', references: [], remittance: [] }
}

/** Takes a leaf below `Ntry`. Amounts of details are left alone: an entry moves its own amount. */
export function entryLeaf(entry: BankEntry, path: string, text: string): void {
  if (text === '') return
  switch (path) {
    case 'Amt':
      entry.amount = text
      break
    case 'CdtDbtInd':
      entry.direction = text
      break
    // Version 2 has a bare code, version 8 a choice.
    case 'Sts':
    case 'Sts/Cd':
      entry.status = text
      break
    case 'BookgDt/Dt':
      entry.bookedDate = text
      break
    case 'BookgDt/DtTm':
      entry.bookedTime = text
      break
    case 'ValDt/Dt':
      entry.valueDate = text
      break
    case 'ValDt/DtTm':
      entry.valueTime = text
      break
    case 'AcctSvcrRef':
      entry.bankReference = text
      break
    case 'NtryRef':
      entry.entryReference = text
      break
    case 'NtryDtls/TxDtls/Refs/EndToEndId':
    case 'NtryDtls/TxDtls/Refs/TxId':
    case 'NtryDtls/TxDtls/Refs/InstrId':
      entry.references.push(text)
      break
    case 'NtryDtls/TxDtls/RmtInf/Ustrd':
    case 'NtryDtls/TxDtls/RmtInf/Strd/CdtrRefInf/Ref':
      entry.remittance.push(text)
      break
    default:
  }
}

/** The sign comes from `CdtDbtInd` alone: `RvslInd` only says that it reverses another, and flips nothing (ISO usage rule). */
export function takeEntry(
  entry: BankEntry,
  account: BankAccount | undefined,
  dayOf: ((occurredAt: string) => string) | undefined,
): TakenEntry {
  const reader = new CellReader()
  const { currency, exponent } = reader.currency('Amt/@Ccy', entry.currency)
  const amountMinor = reader.amount('Amt', entry.amount, exponent, '.')
  if (amountMinor < 0n) reader.refuse('amount', 'Amt', 'an amount without a sign', shownValue(entry.amount, 'amount'))
  if (entry.direction !== 'CRDT' && entry.direction !== 'DBIT') {
    reader.refuse('field', 'CdtDbtInd', 'CRDT or DBIT', shownValue(entry.direction, 'code'))
  }
  const netMinor = entry.direction === 'DBIT' ? -amountMinor : amountMinor
  const booked = entry.status === 'BOOK' || entry.status === ''
  const signed = reader.problem === undefined ? { currency, netMinor, booked } : undefined
  if (reader.problem === undefined && !booked) return { kind: 'not-booked', signed }
  if (account === undefined) reader.refuse('unknown-account', 'Acct/Id', "an account of the profile's", undefined)
  const when = account === undefined || dayOf === undefined ? undefined : bookedWhen(entry, account, dayOf)
  if (when === undefined)
    reader.refuse('date', 'BookgDt', 'a day or time that exists', shownValue(entry.bookedDate || entry.bookedTime, 'date'))
  if (reader.problem !== undefined || account === undefined || when === undefined) {
    return { kind: 'quarantined', signed, problem: reader.problem ?? { reason: 'date', field: 'BookgDt', expected: 'a day' } }
  }
  const references = referencesOf(entry)
  return {
    kind: 'line',
    signed,
    line: {
      bankReference: normaliseReference(entry.bankReference),
      entryReference: normaliseReference(entry.entryReference),
      text: [...entry.references, ...entry.remittance].join(' '),
      record: {
        tenant: account.tenant,
        merchant: account.merchant,
        side: 'bank',
        source: 'bank',
        account: account.account,
        kind: 'bank_line',
        ...(references.length === 0 ? {} : { references }),
        grossMinor: netMinor,
        feeMinor: 0n,
        netMinor,
        currency,
        ...when,
      },
    },
  }
}

/** A day without a time stands as the bank wrote it, and counts from its first moment. */
function bookedWhen(
  entry: BankEntry,
  { zone }: BankAccount,
  dayOf: (occurredAt: string) => string,
): Pick<CanonicalRecord, 'occurredAt' | 'businessDate'> | undefined {
  const hasBooking = entry.bookedDate !== '' || entry.bookedTime !== ''
  const [date, time] = hasBooking ? [entry.bookedDate, entry.bookedTime] : [entry.valueDate, entry.valueTime]
  if (time !== '') {
    const occurredAt = isoInstant(time, zone)
    return occurredAt === undefined ? undefined : { occurredAt, businessDate: dayOf(occurredAt) }
  }
  // An ISO date may carry an offset, which says nothing about a day.
  const day = date.replace(/(?:Z|[+-]\d{2}:\d{2})$/, '')
  return isDay(day) ? { occurredAt: dayStart(day, zone), businessDate: day } : undefined
}

/** Ids of the transaction, then those words of the remittance text that hold a digit; each once, in the file's order. */
function referencesOf(entry: BankEntry): string[] {
  const words = entry.remittance.flatMap((text) => text.split(/\s+/)).filter((word) => /\d/.test(word) && !isPersonal(word))
  const normal = [...entry.references, ...words].map(normaliseReference)
  return [...new Set(normal.filter((reference) => reference !== undefined))]
}

/** Mail addresses and card numbers (15 or 16 digits of a card scheme with a right check digit) are no references. */
function isPersonal(word: string): boolean {
  return word.includes('@') || (/^(?:3[47]\d{13}|[2456]\d{15})$/.test(word) && luhnSum(word) % 10 === 0)
}

function luhnSum(digits: string): number {
  return Array.from(digits)
    .toReversed()
    .reduce((sum, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2)
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
}
