/** One balance transaction of Stripe's API to a processor record, or to what is wrong with it (formats.md §0, §1). */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { normaliseReference, type CanonicalRecord, type Kind } from '../../../harness/model/record.ts'
import type { RowProblem } from '../reading.ts'
import { hasRepeatedKey } from '../repeated-keys.ts'
import { rescaled } from '../rescale.ts'
import { shownValue } from '../shown-value.ts'
import { stripeApiExponent } from './api-exponents.ts'
import { brokenEquation, type BrokenEquation } from './equation.ts'
import { kindOfCategory, kindOfType } from './kinds.ts'

export interface StripeApiAccount {
  readonly tenant: string
  readonly merchant: string
  readonly account: string
}

export type StripeObject =
  | { readonly kind: 'record'; readonly record: CanonicalRecord }
  /** Many rows where one should be. */
  | { readonly kind: 'page' }
  /** `failure`: of the equation, where that is the problem. */
  | { readonly kind: 'problem'; readonly problem: RowProblem; readonly failure?: BrokenEquation['failure'] }

type Fields = Readonly<Record<string, unknown>>

/** Last second of the year 9999, which dates as text can still name. */
const secondsMax = 253_402_300_799

export function takeBalanceTransaction(text: string, account: StripeApiAccount, dayOf: (occurredAt: string) => string): StripeObject {
  const fields = parsed(text)
  if (fields === undefined) return refusal('field', 'object', 'a JSON object')
  if (isPage(fields) || (fields['object'] === undefined && Object.values(fields).some(isPage))) return { kind: 'page' }
  // Where what stood between two objects is lost, they are one with keys twice: the second would be taken, and a row be gone.
  if (hasRepeatedKey(text, fields)) return refusal('field', 'object', 'each field once')
  if (fields['object'] !== undefined && fields['object'] !== 'balance_transaction') return refusal('kind', 'object', 'balance_transaction')
  const id = textOf(fields['id'])
  if (id === undefined) return refusal('missing-id', 'id', 'an id')
  const currency = (textOf(fields['currency']) ?? '').toUpperCase()
  const isoExponent = currencyExponent(currency)
  if (isoExponent === undefined) return refusal('currency', 'currency', 'an ISO 4217 code', shownValue(currency, 'currency'))

  const amounts: bigint[] = []
  for (const name of ['amount', 'fee', 'net']) {
    const value = fields[name]
    // An integer that a double cannot hold has been changed already when it was parsed.
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      return refusal('amount', name, 'an integer', typeof value === 'number' ? shownValue(`${value}`, 'amount') : undefined)
    }
    const minor = rescaled(BigInt(value), stripeApiExponent(currency, isoExponent), isoExponent)
    if (minor === undefined) return refusal('amount', name, `a whole amount of ${currency}`, shownValue(`${value}`, 'amount'))
    amounts.push(minor)
  }
  const [grossMinor = 0n, feeMinor = 0n, netMinor = 0n] = amounts
  if (grossMinor - feeMinor !== netMinor) {
    const { failure } = brokenEquation(grossMinor - feeMinor, netMinor, currency)
    return { ...refusal('equation', 'net', 'amount - fee', shownValue(`${netMinor}`, 'amount')), failure }
  }
  const created = fields['created']
  if (typeof created !== 'number' || !Number.isInteger(created) || created < 0 || created > secondsMax) {
    return refusal('date', 'created', 'seconds since 1970')
  }
  const kind = kindOf(fields)
  if (kind === undefined) return refusal('kind', 'type', 'a type or a reporting category')
  const occurredAt = new Date(created * 1000).toISOString()
  const status = textOf(fields['status'])
  return {
    kind: 'record',
    record: {
      ...account,
      side: 'processor',
      source: 'stripe',
      recordId: id,
      kind,
      ...referencesOf(kind, fields['source']),
      grossMinor,
      feeMinor,
      netMinor,
      currency,
      occurredAt,
      businessDate: dayOf(occurredAt),
      ...(status === undefined ? {} : { status }),
    },
  }
}

function isPage(value: unknown): boolean {
  const page = typeof value === 'object' && value !== null ? (value as Fields) : {}
  return page['object'] === 'list' && Array.isArray(page['data'])
}

function kindOf(fields: Fields): Kind | undefined {
  const category = textOf(fields['reporting_category'])
  if (category !== undefined) return kindOfCategory(category)
  const type = textOf(fields['type'])
  return type === undefined ? undefined : kindOfType(type)
}

/** The source is an id, or the whole object where the pages were asked for with it. */
function referencesOf(kind: Kind, source: unknown): Partial<CanonicalRecord> {
  const object = typeof source === 'object' && source !== null ? (source as Fields) : undefined
  const sourceId = normaliseReference(idOf(source))
  const intent = normaliseReference(idOf(object?.['payment_intent']))
  if (kind === 'payout') {
    const trace = object?.['trace_id']
    const traceRef = typeof trace === 'object' && trace !== null ? normaliseReference(textOf((trace as Fields)['value'])) : undefined
    // Pages do not say which rows a payout is made of: nothing can be proved of it from them.
    return { ...(sourceId === undefined ? {} : { ref: sourceId }), ...(traceRef === undefined ? {} : { traceRef }), automatic: false }
  }
  const charge = kind === 'charge' ? sourceId : normaliseReference(idOf(object?.['charge']))
  const ref = kind === 'charge' ? (intent ?? sourceId) : sourceId
  return { ...(ref === undefined ? {} : { ref }), ...(charge === undefined ? {} : { parentRef: charge }) }
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? textOf((value as Fields)['id']) : textOf(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

function refusal(
  reason: RowProblem['reason'],
  field: string,
  expected: string,
  value?: string,
): Extract<StripeObject, { kind: 'problem' }> {
  return { kind: 'problem', problem: { reason, field, expected, ...(value === undefined ? {} : { value }) } }
}
