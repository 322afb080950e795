/** One entry of a bank statement to a bank line, or to what is wrong with it. Knows neither XML nor statements. */

import { addDays, isDay } from '../../../harness/model/day.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { CellReader } from '../amounts.ts'
import { isDayBefore, type DaysOfAccount } from '../bank/account-days.ts'
import { bankLine, type BankAccount, type PendingLine } from '../bank/bank-line.ts'
import { plainAmountMinor } from '../bank/loose-amount.ts'
import type { SignedEntry } from '../bank/statement-totals.ts'
import { isoInstant } from '../instants.ts'
import type { RowProblem } from '../reading.ts'
import { shownValue } from '../shown-value.ts'
import type { BankEntry } from './entry-texts.ts'
import { parseDecimal } from './xs-decimal.ts'

/** `signed` is for the statement's own totals, whatever becomes of the entry; absent where its amount cannot be read. */
export type TakenEntry = { readonly signed: SignedEntry | undefined } &
  /** `isDayBefore`: it is posted at midnight of another zone. `isHour24`: at 24:00:00. */
  (
    | { readonly kind: 'line'; readonly line: PendingLine; readonly isDayBefore: boolean; readonly isHour24: boolean }
    | { readonly kind: 'not-booked' }
    | { readonly kind: 'quarantined'; readonly problem: RowProblem }
  )

/** The standard's codes (FUTR from version 8 on), and words of a bank's own that leave no doubt. An entry that says nothing stands in a statement of booked ones. */
const bookedStatuses: ReadonlySet<string> = new Set(['', 'BOOK', 'BOOKED'])
const unbookedStatuses: ReadonlySet<string> = new Set(['PDNG', 'PENDING', 'INFO', 'FUTR'])

/** The sign comes from `CdtDbtInd` alone: `RvslInd` only says that it reverses another, and flips nothing (ISO usage rule). */
export function takeEntry(
  entry: BankEntry,
  statementAccount: string,
  account: BankAccount | undefined,
  days: DaysOfAccount | undefined,
): TakenEntry {
  const reader = new CellReader()
  if (entry.twice !== undefined) reader.refuse('field', entry.twice, 'one of them', undefined)
  const { currency, exponent } = reader.currency('Amt/@Ccy', entry.currency)
  const amountMinor = readAmount(entry.amount, exponent, reader)
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
    isHour24: when.isHour24,
    line: bankLine(
      { currency, netMinor, statement, bankReference, entryReference, references, remittance },
      account,
      statementAccount,
      when.occurredAt,
      when.businessDate,
    ),
  }
}

function readAmount(text: string, exponent: number, reader: CellReader): bigint {
  const plain = plainAmountMinor(text, exponent, 'point')
  if (plain !== undefined) return plain
  const parsed = parseDecimal(text, exponent)
  if (parsed.kind === 'amount') return parsed.minor
  reader.refuse('amount', 'Amt', parsed.expected, shownValue(text, 'amount'))
  return 0n
}

/** `T24:00:00` is the first moment of the next day (XML Schema part 2, 3.2.7.1). */
function withoutHour24(time: string): string {
  const [, day = '', rest = ''] = hour24.exec(time) ?? []
  return isDay(day) ? `${addDays(day, 1)}T00:00:00${rest}` : time
}

/** A day without a time stands as the bank wrote it, and counts from its first moment. */
function bookedWhen(
  entry: BankEntry,
  { zone }: BankAccount,
  days: DaysOfAccount,
): (Pick<CanonicalRecord, 'occurredAt' | 'businessDate'> & { readonly isDayBefore: boolean; readonly isHour24: boolean }) | undefined {
  const hasBooking = entry.bookedDate !== '' || entry.bookedTime !== ''
  const [date, written] = hasBooking ? [entry.bookedDate, entry.bookedTime] : [entry.valueDate, entry.valueTime]
  const time = withoutHour24(written)
  if (time !== '') {
    const occurredAt = isoInstant(time, zone)
    if (occurredAt === undefined) return undefined
    const businessDate = days.dayOf(occurredAt)
    const isBefore = midnight.test(time) && isDayBefore(time.slice(0, 'YYYY-MM-DD'.length), businessDate)
    return { occurredAt, businessDate, isDayBefore: isBefore, isHour24: time !== written }
  }
  // An ISO date may carry an offset, which says nothing about a day.
  const businessDate = date.length === 10 ? date : date.replace(/(?:Z|[+-]\d{2}:\d{2})$/, '')
  const occurredAt = days.startOf(businessDate)
  return occurredAt === undefined ? undefined : { occurredAt, businessDate, isDayBefore: false, isHour24: false }
}

const hour24 = /^(\d{4}-\d{2}-\d{2})T24:00:00((?:\.0+)?(?:Z|[+-]\d{2}:\d{2})?)$/
const midnight = /^\d{4}-\d{2}-\d{2}T00:00:00(?:\.0+)?(?:Z|[+-]\d{2}:\d{2})$/
