/** Which values of a bad row may be told: amounts, dates, currencies, codes, counts. Knows patterns, not columns. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { kinds } from '../../harness/model/record.ts'
import { amountPattern, datePattern, plainDatePattern } from './figure-shapes.ts'

export type ValueClass = 'amount' | 'date' | 'currency' | 'code' | 'mark' | 'count'

/** Longer than any amount, date or count. */
const lettersMax = 35

const patterns: Readonly<Record<Exclude<ValueClass, 'code' | 'currency'>, RegExp>> = {
  amount: amountPattern,
  date: new RegExp(`${datePattern.source}|${plainDatePattern.source}`),
  // CR, T0006: more letters could be a name.
  mark: /^(?:[A-Z]{1,2}|[A-Z]{1,2}\d{1,4})$/,
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

/** Codes whose digits we do not know, which is why they are told: withdrawn ones, those of metals and funds, and of coins that are no state's. */
const otherCurrencies: ReadonlySet<string> = new Set(
  (
    'ADP AFA ALK AOK AON AOR ARA ARP AYM AZN BAD BEC BEF BEL BGJ BGK BOP BRB BRC BRE BRN BRR BUK BYB CHC CNX CSJ CSK DDM ECS ECV ESA ESB GEK GNE GNS ' +
    'GQE GRD GWE GWP HRD ILP ILR ISJ LAJ LSM LTT LUC LUF LUL LVR MAF MGF MKN MLF MVQ MXP MZE NIC PEI PES PLZ PTE RHD ROK SDP SUR TJR TPE UAK UGS UGW ' +
    'UYN UYP VNC XBA XBB XBC XBD XEU XFO XFU XPD XPT XRE XSU XUA XAU XAG XDR XTS XXX YDD YUD YUN ZAL ZRN ZRZ ZWC ZWN ZWR CNH RMB BTC XBT ETH LTC BCH XRP'
  ).split(' '),
)

/** Three letters that are no currency's may be a name (Ann). */
function isCurrencyCode(text: string): boolean {
  const code = text.toUpperCase()
  return currencyExponent(code) !== undefined || otherCurrencies.has(code)
}

/**
 * The value if it looks like what its column should hold, else undefined: a row whose columns slipped may have a name or
 * a card number where an amount belongs, and that must not leave the parser.
 */
export function shownValue(value: string, valueClass: ValueClass): string | undefined {
  if (valueClass === 'code') return codes.has(value.toLowerCase()) ? value : undefined
  if (valueClass === 'currency') return isCurrencyCode(value.trim()) ? value : undefined
  if (value.length > lettersMax || !patterns[valueClass].test(value.trim())) return undefined
  const digits = value.replace(/\D/g, '')
  // 13 to 19 digits in one go are a card number's length. A date's begin with its year.
  if (valueClass !== 'date' && digits.length >= 13) return undefined
  return value
}
