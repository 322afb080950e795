/** Balance transactions as Stripe's API lists them, sources expanded (formats.md §1). Integers of the smallest unit, seconds since 1970. */

import { currencyExponent } from '../../harness/model/currency.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { rescaled } from '../formats/rescale.ts'
import { stripeApiExponent } from '../formats/stripe/api-exponents.ts'
import type { FormatWriter } from './format-writer.ts'

/** One list without end: what a client that follows the pages has put together. */
export function stripeApiWriter(): FormatWriter {
  let isFirst = true
  return {
    begin: () => '{"object":"list","data":[',
    add(record) {
      const text = `${isFirst ? '' : ','}\n${JSON.stringify(balanceTransaction(record))}`
      isFirst = false
      return text
    },
    end: () => '\n],"has_more":false}\n',
  }
}

function balanceTransaction(record: CanonicalRecord): object {
  const { recordId, occurredAt, currency, grossMinor, feeMinor, netMinor, kind } = record
  const iso = currencyExponent(currency) ?? 2
  const digits = (minor: bigint): number => Number(rescaled(minor, iso, stripeApiExponent(currency, iso)) ?? minor)
  const created = Date.parse(occurredAt) / 1_000
  return {
    id: recordId,
    object: 'balance_transaction',
    amount: digits(grossMinor),
    available_on: created,
    created,
    currency: currency.toLowerCase(),
    fee: digits(feeMinor),
    net: digits(netMinor),
    reporting_category: kind,
    source: sourceOf(record),
    status: 'available',
    type: kind === 'dispute' || kind === 'dispute_reversal' ? 'adjustment' : kind === 'fee' ? 'stripe_fee' : kind,
  }
}

function sourceOf({ kind, ref, parentRef, traceRef }: CanonicalRecord): object | null {
  if (kind === 'charge') return { id: parentRef ?? null, object: 'charge', payment_intent: ref ?? null }
  if (ref === undefined) return null
  if (kind !== 'payout') return { id: ref, object: kind, charge: parentRef ?? null }
  const trace = { status: traceRef === undefined ? 'pending' : 'supported', value: traceRef ?? null }
  return { id: ref, object: 'payout', trace_id: trace }
}
