/** What the cells of PayPal's rows hold, for anonymizing. */

import { headedRows, type RowClasses } from './csv-columns.ts'
import { isAnyOf, isCurrency, isFigure, isOneOf } from './own-words.ts'
import type { FieldClass, IsOwn } from './words.ts'

const isDirection = isOneOf('CR DR')
const isRowType = isOneOf('RH FH SH CH SB SF SC RF RC FF')

const ids = isOneOf('transactionid invoiceid paypalreferenceid bankreferenceid consumerid paymenttrackingid storeid terminalid')
const figures = isOneOf(
  `transactioninitiationdate transactioncompletiondate grosstransactionamount feeamount insuranceamount salestaxamount shippingamount
   credittransactionalfee creditpromotionalfee`,
)
const codes: ReadonlyMap<string, IsOwn> = new Map([
  ['ch', isRowType],
  ['transactioneventcode', (text) => /^T\d{4}$/.test(text)],
  ['paypalreferenceidtype', isOneOf('ODR TXN SUB PAP RP')],
  ['transactionalstatus', isOneOf('S P D V F')],
  ['transactiondebitorcredit', isDirection],
  ['feedebitorcredit', isDirection],
  ['grosstransactioncurrency', isCurrency],
  ['feecurrency', isCurrency],
])

function payPalColumn(column: string): FieldClass {
  const key = column.toLowerCase().replace(/[\s_]/g, '')
  if (figures(key)) return isFigure
  return codes.get(key) ?? (ids(key) ? 'id' : 'drop')
}

/** Of footers and headers: whether a report's window is whole is one letter. */
const isFrameCell = isAnyOf(isFigure, isCurrency, isDirection, (text) => /^[A-Z]$/.test(text))
/** Cell number, behind the row's type, that holds the account of a report header and a section header. */
const accountAt = 3
const footers = isOneOf('FH SF SC RF RC FF')

/** PayPal's rows say in their first cell what they are. */
export function payPalRows(): RowClasses {
  let body: RowClasses | undefined
  return (cells) => {
    const type = (cells[0] ?? '').trim().toUpperCase()
    if (type === 'CH') body = headedRows(payPalColumn)
    if (type === 'CH' || type === 'SB') return body?.(cells)
    const isHeader = type === 'RH' || type === 'SH'
    if (!isHeader && !footers(type)) return undefined
    return cells.map((_, at) => {
      if (at === 0) return isRowType
      if (isHeader && at === accountAt) return 'id'
      return type === 'SH' && at > accountAt ? 'drop' : isFrameCell
    })
  }
}
