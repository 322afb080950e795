/** What each column of a CSV format holds, for anonymizing: columns that no reader needs are dropped. Data, and the rows of PayPal. */

import { mappedKnown, type LedgerMap } from '../formats/ledger/ledger-map.ts'
import type { FieldClass } from './words.ts'

/** The class of each cell of a row, or `undefined` for a row that is to be taken word by word. */
export type RowClasses = (cells: readonly string[]) => readonly FieldClass[] | undefined

/** For a table whose first row names its columns. */
export function headedRows(classOf: (column: string) => FieldClass): RowClasses {
  let classes: readonly FieldClass[] | undefined
  return (cells) => {
    if (classes === undefined) {
      classes = cells.map((cell) => classOf(cell.trim()))
      return cells.map(() => 'keep')
    }
    return cells.length === classes.length ? classes : undefined
  }
}

const stripeFigures =
  /^(?:gross|fee|net|customer_facing_amount)$|^(?:created|available_on|effective_at|charge_created)(?:_utc)?$|_effective_at(?:_utc)?$/
const stripeCodes =
  /^(?:currency|customer_facing_currency|reporting_category|regulatory_tag|payment_method_type|card_brand|card_funding|dispute_reason|trace_id_status|is_link)$/

export function stripeColumn(column: string): FieldClass {
  if (stripeFigures.test(column)) return 'figure'
  if (stripeCodes.test(column)) return 'code'
  return column.endsWith('_id') || column === 'invoice_number' ? 'id' : 'drop'
}

const adyenCodes = new Set([
  'TimeZone',
  'Type',
  'Gross Currency',
  'Net Currency',
  'Balance Currency',
  'Payment Method',
  'Payment Method Variant',
])
const adyenIds = new Set([
  'Company Account',
  'Merchant Account',
  'Psp Reference',
  'Merchant Reference',
  'Modification Reference',
  'Modification Merchant Reference',
  'Batch Number',
])

export function adyenColumn(column: string): FieldClass {
  if (/\((?:GC|NC|BC)\)$/.test(column) || ['Creation Date', 'Booking Date', 'Exchange Rate'].includes(column)) return 'figure'
  if (adyenCodes.has(column) || column === 'Booking Date TimeZone') return 'code'
  return adyenIds.has(column) ? 'id' : 'drop'
}

export function ledgerColumn(map: LedgerMap): (column: string) => FieldClass {
  const figures = new Set([map.amount, ...map.occurredAt])
  const codes = new Set([map.currency, 'column' in map.kind ? map.kind.column : '', map.state?.column ?? ''])
  const known = new Set(mappedKnown(map))
  return (column) => {
    if (figures.has(column)) return 'figure'
    if (codes.has(column)) return 'code'
    return known.has(column) ? 'id' : 'drop'
  }
}

const payPalIds = /^(?:transactionid|invoiceid|paypalreferenceid|bankreferenceid|consumerid|paymenttrackingid|storeid|terminalid)$/
const payPalCodes = /^(?:ch|transactioneventcode|paypalreferenceidtype|transactionalstatus|[a-z]*debitorcredit|[a-z]*currency)$/

function payPalColumn(column: string): FieldClass {
  const key = column.toLowerCase().replace(/[\s_]/g, '')
  if (payPalIds.test(key)) return 'id'
  if (payPalCodes.test(key)) return 'code'
  return /(?:date|amount|fee)$/.test(key) && !key.startsWith('auction') ? 'figure' : 'drop'
}

/** Cell numbers, behind the row's type, that hold the account of a report header and a section header. */
const payPalAccounts: Readonly<Record<string, number>> = { RH: 3, SH: 3 }
const payPalTotals: ReadonlySet<string> = new Set(['FH', 'SF', 'SC', 'RF', 'RC', 'FF'])

/** PayPal's rows say in their first cell what they are. */
export function payPalRows(): RowClasses {
  let body: readonly FieldClass[] | undefined
  return (cells) => {
    const type = (cells[0] ?? '').trim().toUpperCase()
    if (type === 'CH') {
      body = cells.map(payPalColumn)
      return cells.map(() => 'keep')
    }
    if (type === 'SB') return cells.length === body?.length ? body : undefined
    if (payPalTotals.has(type)) return cells.map(() => 'code')
    const account = payPalAccounts[type]
    if (account === undefined) return undefined
    return cells.map((_, at) => (at === 0 ? 'code' : at < account ? 'figure' : at === account ? 'id' : type === 'RH' ? 'code' : 'drop'))
  }
}
