/** Which values of a bad row may be told: amounts, dates, currencies, codes, counts. Knows patterns, not columns. */

import { kinds } from '../../harness/model/record.ts'

export type ValueClass = 'amount' | 'date' | 'currency' | 'code' | 'mark' | 'count'

const patterns: Readonly<Record<Exclude<ValueClass, 'code'>, RegExp>> = {
  amount: /^[-+ ]?[$€£¥]?[0-9.,' ]{1,24}$/,
  date: /^[-+0-9:TZ./ ]{1,35}$/,
  currency: /^[A-Za-z]{3}$/,
  // CR, PST, T0006: no word that could be a name.
  mark: /^[A-Z]{1,4}\d{0,4}$/,
  count: /^\d{1,12}$/,
}

/** A code is told where it is a word of some format's: any other word may be a name. */
const codes: ReadonlySet<string> = new Set([
  ...kinds,
  ...(
    'sale payment capture authorization emv_authorization void change chargeback payout_reversal transfer withdrawal deposit credit debit invoice order tax tip ' +
    'success successful failure failed error pending booked posted paid unpaid partially_paid refunded partially_refunded voided expired authorized open closed ' +
    'cancelled canceled completed denied scheduled none null true false crdt dbit book pdng info futr acsc acsp actc rcvd rjct part canc'
  ).split(' '),
])

/**
 * The value if it looks like what its column should hold, else undefined: a row whose columns slipped may have a name or
 * a card number where an amount belongs, and that must not leave the parser.
 */
export function shownValue(value: string, valueClass: ValueClass): string | undefined {
  if (valueClass === 'code') return codes.has(value.toLowerCase()) ? value : undefined
  if (!patterns[valueClass].test(value)) return undefined
  const digits = value.replace(/\D/g, '')
  // 13 to 19 digits in one go are a card number's length. Dates have their own separators.
  if (valueClass !== 'date' && digits.length >= 13) return undefined
  if (/\d{9}/.test(value) && valueClass === 'date') return undefined
  return value
}
