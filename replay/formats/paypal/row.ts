/** One body row (SB) of a PayPal report to a processor record, or to what is wrong with it (formats.md §0, §3, §4). */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { CellMemo } from '../cell-memo.ts'
import type { CsvRow } from '../csv-row.ts'
import { InstantCells } from '../instant-cells.ts'
import { businessDays, offsetInstant, type DayRule } from '../instants.ts'
import type { RowProblem } from '../reading.ts'
import type { RecordDraft } from '../record-stream.ts'
import type { MerchantsOfAccounts } from '../report-accounts.ts'
import { rescaled } from '../rescale.ts'
import { plainDigits, RowReader } from '../row-reader.ts'
import { shownValue } from '../shown-value.ts'
import type { PayPalColumns } from './columns.ts'
import { kindOfEvent, sharesTransactionId } from './event-codes.ts'
import type { PayPalExponents } from './footers.ts'
import { isBookedStatus } from './statuses.ts'
import type { WrittenAmounts } from './totals.ts'

export interface PayPalAccount extends MerchantsOfAccounts {
  readonly tenant: string
  readonly account: string
  /** Digits that are left out the point of, by currency; 2 for the others, yen included. */
  readonly exponents: PayPalExponents
}

export type PayPalRow =
  | {
      readonly kind: 'record'
      readonly record: CanonicalRecord
      readonly amounts: WrittenAmounts
      readonly status: string
      readonly code: string
    }
  /** Pending, denied or voided: listed, but no money moved. */
  | { readonly kind: 'not-booked'; readonly amounts: WrittenAmounts; readonly status: string }
  | { readonly kind: 'problem'; readonly problem: RowProblem }

/** Body rows of one report, one after the other. */
export class PayPalRows {
  readonly #account: PayPalAccount
  readonly #hasStatus: boolean
  readonly #reader = new RowReader({ trims: true, decimalSeparator: '.' })
  readonly #instants: InstantCells
  readonly #codes = new CellMemo((text) => text.trim())
  readonly #capitals = new CellMemo((text) => text.trim().toUpperCase())

  constructor(account: PayPalAccount & DayRule, hasStatus: boolean) {
    this.#account = account
    this.#hasStatus = hasStatus
    this.#instants = new InstantCells((text) => instantOf(text.trim()), businessDays(account))
  }

  /** `merchant`: whose the section is. */
  take(row: CsvRow, at: PayPalColumns['at'], merchant: string): PayPalRow {
    const reader = this.#reader
    reader.begin(row)
    const id = row.trimmed(at.transactionId)
    if (id === '') reader.refuse('missing-id', 'transactionId', 'an id', undefined)
    const { currency, exponent } = reader.currencyAt('currency', at.currency)
    const amounts = this.#amounts(row, at, currency)
    const code = this.#codes.of(row, at.eventCode)
    if (!/^T\d{4}$/.test(code)) reader.refuse('kind', 'eventCode', 'T and four digits', shownValue(code, 'mark'))
    const occurredAt = this.#occurredAt(row, at)
    const status = this.#capitals.of(row, at.status)
    const isKnown = status === 'S' || status === 'F' || status === 'P' || status === 'D' || status === 'V'
    if (this.#hasStatus && !isKnown) reader.refuse('field', 'status', 'S, F, P, D or V', shownValue(status, 'mark'))
    const isBooked = !this.#hasStatus || isBookedStatus(status)
    const gross = isBooked ? this.#minor('gross', amounts.gross, currency, exponent) : 0n
    const fee = isBooked ? this.#minor('fee', amounts.fee, currency, exponent) : 0n
    if (reader.problem !== undefined) return { kind: 'problem', problem: reader.problem }
    if (!isBooked) return { kind: 'not-booked', amounts, status }

    const { tenant, account } = this.#account
    const grossMinor = amounts.isCredit ? gross : -gross
    const feeMinor = amounts.feeIsCredit ? -fee : fee
    const kind = kindOfEvent(code, amounts.isCredit)
    const record: RecordDraft = {
      tenant,
      merchant,
      side: 'processor',
      source: 'paypal',
      account,
      recordId: sharesTransactionId(code) ? `${id}/${code}` : id,
      kind,
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      currency,
      occurredAt,
      businessDate: this.#instants.businessDate,
    }
    const reference = row.reference(at.referenceId)
    const ref = row.reference(at.invoiceId) ?? reference
    if (ref !== undefined) record.ref = ref
    if (kind === 'payout') {
      const traceRef = row.reference(at.bankReferenceId)
      if (traceRef !== undefined) record.traceRef = traceRef
      // A withdrawal takes what is there: the report does not say which rows it is made of.
      record.automatic = false
    } else if (reference !== undefined) record.parentRef = reference
    if (this.#hasStatus) record.status = status
    return { kind: 'record', record, amounts, status, code }
  }

  #amounts(row: CsvRow, at: PayPalColumns['at'], currency: string): WrittenAmounts {
    const reader = this.#reader
    const gross = this.#written('gross', row, at.gross)
    if (gross === undefined) reader.refuse('amount', 'gross', digitsAlone, undefined)
    const isCredit = this.#isCredit('direction', row, at.direction)
    if (isCredit === undefined) reader.refuse('field', 'direction', 'CR or DR', undefined)
    const fee = this.#written('fee', row, at.fee) ?? 0n
    const feeIsCredit = this.#isCredit('feeDirection', row, at.feeDirection)
    if (fee !== 0n && feeIsCredit === undefined) reader.refuse('field', 'feeDirection', 'CR or DR', undefined)
    const feeCurrency = this.#capitals.of(row, at.feeCurrency)
    if (fee !== 0n && feeCurrency !== '' && feeCurrency !== currency) {
      reader.refuse('currency', 'feeCurrency', `${currency}, as the gross`, shownValue(row.trimmed(at.feeCurrency), 'currency'))
    }
    return { currency, gross: gross ?? 0n, isCredit: isCredit ?? false, fee, feeIsCredit: feeIsCredit ?? false }
  }

  /** Undefined for nothing. A sign or a point would contradict what the format is: direction apart, point left out. */
  #written(name: 'gross' | 'fee', row: CsvRow, index: number): bigint | undefined {
    const plain = plainDigits(row, index)
    if (plain !== undefined) return BigInt(plain)
    const text = row.trimmed(index)
    if (text === '') return undefined
    if (/^\d{1,18}$/.test(text)) return BigInt(text)
    this.#reader.refuse('amount', name, digitsAlone, shownValue(text, 'amount'))
    return 0n
  }

  #isCredit(name: 'direction' | 'feeDirection', row: CsvRow, index: number): boolean | undefined {
    const text = this.#capitals.of(row, index)
    if (text === '') return undefined
    if (text !== 'CR' && text !== 'DR') this.#reader.refuse('field', name, 'CR or DR', shownValue(text, 'mark'))
    return text === 'CR'
  }

  /** When it was completed; what is not completed yet has only its beginning. */
  #occurredAt(row: CsvRow, at: PayPalColumns['at']): string {
    const name = row.isBlank(at.completedAt) ? 'initiatedAt' : 'completedAt'
    const occurredAt = this.#instants.read(row, at[name])
    if (occurredAt !== undefined) return occurredAt
    this.#reader.refuse('date', name, 'YYYY/MM/DD HH:MM:SS and an offset', shownValue(row.trimmed(at[name]), 'date'))
    return ''
  }

  #minor(name: 'gross' | 'fee', written: bigint, currency: string, isoExponent: number): bigint {
    const exponent = this.#account.exponents[currency] ?? 2
    const minor = exponent === isoExponent ? written : rescaled(written, exponent, isoExponent)
    if (minor !== undefined) return minor
    const expected = `a whole ${currency} amount at ${exponent} digits (exponents of the profile)`
    this.#reader.refuse('amount', name, expected, shownValue(`${written}`, 'amount'))
    return 0n
  }
}

const digitsAlone = 'digits without sign or point'

function instantOf(text: string): string | undefined {
  const match = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day, time, hours, minutes] = match
  return offsetInstant(`${year}-${month}-${day} ${time}`, `${hours}:${minutes}`)
}
