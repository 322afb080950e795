/** Stripe's JSON with other ids in it. Texts that no reader needs are emptied. Works on the text, so that layout and numbers stay. */

import type { WordMap } from './pseudonyms.ts'
import { mappedField, type FieldClass } from './words.ts'

const codes = new Set(['object', 'currency', 'status', 'type', 'reporting_category', 'balance_type', 'method', 'source_type'])
const ids = new Set([
  'id',
  'source',
  'payment_intent',
  'charge',
  'balance_transaction',
  'destination',
  'customer',
  'value',
  'payout',
  'application',
  'invoice',
  'original_payout',
  'reversed_by',
  'refund',
  'dispute',
])
const numbers = new Set([
  'amount',
  'fee',
  'net',
  'created',
  'available_on',
  'exchange_rate',
  'arrival_date',
  'amount_refunded',
  'amount_captured',
])

/** A string with the colon behind it if it is a key, or a number. */
const tokenPattern = /"((?:[^"\\]|\\[\s\S])*)"(\s*:)?|(-?\d[\d.eE+-]*)/g

export function rewriteJson(text: string, map: WordMap): string {
  let key = ''
  return text.replace(tokenPattern, (whole: string, inside: string | undefined, colon: string | undefined) => {
    if (colon !== undefined) {
      key = inside ?? ''
      return whole
    }
    if (inside === undefined) return numbers.has(key) ? whole : '0'
    // An id with an escape in it is none of Stripe's.
    return `"${inside.includes('\\') ? '' : mappedField(inside, classOf(key), map)}"`
  })
}

function classOf(key: string): FieldClass {
  if (codes.has(key)) return 'code'
  return ids.has(key) ? 'id' : 'drop'
}
