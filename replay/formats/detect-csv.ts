/** Which CSV format a file is of, by its first rows. */

import { HarnessError } from '../../harness/model/errors.ts'
import { adyenRequired } from './adyen/columns.ts'
import { csvTokenizer } from './csv-tokenizer.ts'
import { ledgerColumns, shopifyOrdersColumns, shopifyTransactionsColumns } from './ledger/ready-maps.ts'
import { payPalReportOf } from './paypal/detect.ts'
import type { HistoryFormat } from './reading.ts'
import { stripeReportOf, stripeReports } from './stripe/reports.ts'

/** What a near miss is told by: the columns that a format cannot do without. */
const nearest: readonly (readonly [HistoryFormat, readonly string[]])[] = [
  ['stripe-itemized', stripeReports['stripe-itemized'].required],
  ['stripe-payouts', stripeReports['stripe-payouts'].required],
  ['adyen-settlement', adyenRequired],
  ['ledger-csv', ledgerColumns],
  ['shopify-orders', shopifyOrdersColumns],
  ['shopify-transactions', shopifyTransactionsColumns],
]

export type CsvFinding =
  | { readonly kind: 'known'; readonly format: HistoryFormat }
  /** What it is instead, in words without a cell of it. */
  | { readonly kind: 'unknown'; readonly seen: string }

/** The format that the head of a file is of. */
export function csvFormatOf(file: string, head: Uint8Array): CsvFinding {
  // RFC 4180 ends lines with CRLF, and everybody who exports reports with that or LF: CR alone inside of a row is a fault of it, and may not end others.
  if (head.includes(0x0d) && !head.includes(0x0a)) return { kind: 'unknown', seen: 'ends its lines with CR alone, not with LF or CRLF' }
  const rows = headRows(file, head)
  const payPal = payPalReportOf(rows)
  if (payPal === 'another-report') return { kind: 'unknown', seen: 'is a PayPal report, but neither of settlement nor of transactions' }
  if (payPal !== 'not-paypal') return { kind: 'known', format: payPal }
  const [header = []] = rows
  const names = new Set(header.map((cell) => cell.trim()))
  const stripe = stripeReportOf(names)
  if (stripe !== undefined) return { kind: 'known', format: stripe }
  const scores = nearest.map(([format, required]) => ({ format, required, found: required.filter((name) => names.has(name)) }))
  const whole = scores.find(({ required, found }) => found.length === required.length)
  if (whole !== undefined) return { kind: 'known', format: whole.format }
  const best = scores.toSorted((a, b) => b.found.length - a.found.length)[0]
  if (best === undefined || best.found.length === 0)
    return { kind: 'unknown', seen: `has ${names.size} ${names.size === 1 ? 'column' : 'columns'} in line 1, none of them known` }
  const missing = best.required.filter((name) => !names.has(name)).join(', ')
  return { kind: 'unknown', seen: `line 1 is near to ${best.format} (${best.found.join(', ')}), but lacks ${missing}` }
}

/** The rows that are whole in the head, those behind a quote that it does not close as well; of a file of one line, that one. */
function headRows(file: string, head: Uint8Array): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = []
  const tokenizer = csvTokenizer(file, ({ cells, byteLength, terminated }) => {
    if (byteLength > 0 && (terminated || rows.length === 0)) rows.push(cells)
  })
  tokenizer.push(head)
  try {
    tokenizer.end()
  } catch (cause) {
    if (!(cause instanceof HarnessError)) throw cause
  }
  return rows
}
