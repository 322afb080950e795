/** One body row (SB) of a PayPal report to a processor record, or to what is wrong with it (formats.md §0, §3, §4). */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { normaliseReference, type CanonicalRecord } from '../../../harness/model/record.ts'
import { offsetInstant } from '../instants.ts'
import type { RowProblem } from '../reading.ts'
import { rescaled } from '../rescale.ts'
import { shownValue, type ValueClass } from '../shown-value.ts'
import type { PayPalColumn } from './columns.ts'
import { kindOfEvent, sharesTransactionId } from './event-codes.ts'
import type { WrittenAmounts } from './totals.ts'

export interface PayPalAccount {
  readonly tenant: string
  readonly merchant: string
  readonly account: string
  /** Digits that are left out the point of, by currency; 2 for the others, yen included. */
  readonly exponents: Readonly<Record<string, number>>
}

export type PayPalRow =
  | { readonly kind: 'record'; readonly record: CanonicalRecord; readonly amounts: WrittenAmounts; readonly status: string }
  /** Pending, denied or voided: listed, but no money moved. */
  | { readonly kind: 'not-booked'; readonly amounts: WrittenAmounts; readonly status: string }
  | { readonly kind: 'problem'; readonly problem: RowProblem }

class Refusal extends Error {
  readonly problem: RowProblem

  constructor(problem: RowProblem) {
    super(problem.reason)
    this.problem = problem
  }
}

function refuse(reason: RowProblem['reason'], field: PayPalColumn, expected: string, text: string, valueClass: ValueClass): never {
  const value = shownValue(text, valueClass)
  throw new Refusal({ reason, field, expected, ...(value === undefined ? {} : { value }) })
}

/** `cell` gives the trimmed text of a column, empty where the report does not have it. */
export function takePayPalRow(
  cell: (name: PayPalColumn) => string,
  account: PayPalAccount,
  dayOf: (occurredAt: string) => string,
  hasStatus: boolean,
): PayPalRow {
  try {
    return readRow(cell, account, dayOf, hasStatus)
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'problem', problem: error.problem }
    throw error
  }
}

function readRow(
  cell: (name: PayPalColumn) => string,
  { tenant, merchant, account, exponents }: PayPalAccount,
  dayOf: (occurredAt: string) => string,
  hasStatus: boolean,
): PayPalRow {
  const id = cell('transactionId')
  if (id === '') refuse('missing-id', 'transactionId', 'an id', '', 'code')
  const currency = cell('currency').toUpperCase()
  const isoExponent = currencyExponent(currency) ?? refuse('currency', 'currency', 'an ISO 4217 code', cell('currency'), 'currency')
  const feeCurrency = cell('feeCurrency').toUpperCase()
  const amounts: WrittenAmounts = {
    currency,
    gross: writtenAmount(cell, 'gross') ?? refuse('amount', 'gross', 'digits without sign or point', '', 'amount'),
    isCredit: isCredit(cell, 'direction') ?? refuse('field', 'direction', 'CR or DR', '', 'code'),
    ...feeOf(cell),
  }
  if (amounts.fee !== 0n && feeCurrency !== '' && feeCurrency !== currency) {
    refuse('currency', 'feeCurrency', `${currency}, as the gross`, cell('feeCurrency'), 'currency')
  }
  const code = cell('eventCode')
  if (!/^T\d{4}$/.test(code)) refuse('kind', 'eventCode', 'T and four digits', code, 'mark')
  const occurredAt = instantOf(cell)
  const status = cell('status').toUpperCase()
  if (hasStatus && !['S', 'P', 'D', 'V'].includes(status)) refuse('field', 'status', 'S, P, D or V', status, 'mark')
  if (hasStatus && status !== 'S') return { kind: 'not-booked', amounts, status }

  const exponent = exponents[currency] ?? 2
  const toMinor = (written: bigint, name: PayPalColumn): bigint =>
    rescaled(written, exponent, isoExponent) ??
    refuse('amount', name, `a whole ${currency} amount at ${exponent} digits (exponents of the profile)`, `${written}`, 'amount')
  const [gross, fee] = [toMinor(amounts.gross, 'gross'), toMinor(amounts.fee, 'fee')]
  const grossMinor = amounts.isCredit ? gross : -gross
  const feeMinor = amounts.feeIsCredit ? -fee : fee
  const kind = kindOfEvent(code, amounts.isCredit)
  const isPayout = kind === 'payout'
  const reference = normaliseReference(cell('referenceId'))
  const ref = normaliseReference(cell('invoiceId')) ?? reference
  const traceRef = isPayout ? normaliseReference(cell('bankReferenceId')) : undefined
  const record: CanonicalRecord = {
    tenant,
    merchant,
    side: 'processor',
    source: 'paypal',
    account,
    recordId: sharesTransactionId(code) ? `${id}/${code}` : id,
    kind,
    ...(ref === undefined ? {} : { ref }),
    ...(reference === undefined || isPayout ? {} : { parentRef: reference }),
    ...(traceRef === undefined ? {} : { traceRef }),
    // A withdrawal takes what is there: the report does not say which rows it is made of.
    ...(isPayout ? { automatic: false } : {}),
    grossMinor,
    feeMinor,
    netMinor: grossMinor - feeMinor,
    currency,
    occurredAt,
    businessDate: dayOf(occurredAt),
    ...(hasStatus ? { status } : {}),
  }
  return { kind: 'record', record, amounts, status }
}

function feeOf(cell: (name: PayPalColumn) => string): Pick<WrittenAmounts, 'fee' | 'feeIsCredit'> {
  const fee = writtenAmount(cell, 'fee') ?? 0n
  const credit = isCredit(cell, 'feeDirection')
  if (fee !== 0n && credit === undefined) refuse('field', 'feeDirection', 'CR or DR', '', 'code')
  return { fee, feeIsCredit: credit ?? false }
}

/** Undefined for nothing. A sign or a point would contradict what the format is: direction apart, point left out. */
function writtenAmount(cell: (name: PayPalColumn) => string, name: 'gross' | 'fee'): bigint | undefined {
  const text = cell(name)
  if (text === '') return undefined
  return /^\d{1,18}$/.test(text) ? BigInt(text) : refuse('amount', name, 'digits without sign or point', text, 'amount')
}

function isCredit(cell: (name: PayPalColumn) => string, name: 'direction' | 'feeDirection'): boolean | undefined {
  const text = cell(name).toUpperCase()
  if (text === '') return undefined
  return text === 'CR' || (text !== 'DR' && refuse('field', name, 'CR or DR', text, 'mark'))
}

/** When it was completed; what is not completed yet has only its beginning. */
function instantOf(cell: (name: PayPalColumn) => string): string {
  const name = cell('completedAt') === '' ? 'initiatedAt' : 'completedAt'
  const match = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(cell(name))
  const [, year, month, day, time, hours, minutes] = match ?? []
  const occurredAt = match === null ? undefined : offsetInstant(`${year}-${month}-${day} ${time}`, `${hours}:${minutes}`)
  return occurredAt ?? refuse('date', name, 'YYYY/MM/DD HH:MM:SS and an offset', cell(name), 'date')
}
