/** The column header of a PayPal report: names of ten years, found whatever their spelling (formats.md §3, §4). */

import { HarnessError } from '../../../harness/model/errors.ts'

const columnKeys = {
  transactionId: 'transactionid',
  invoiceId: 'invoiceid',
  referenceId: 'paypalreferenceid',
  eventCode: 'transactioneventcode',
  initiatedAt: 'transactioninitiationdate',
  completedAt: 'transactioncompletiondate',
  direction: 'transactiondebitorcredit',
  gross: 'grosstransactionamount',
  currency: 'grosstransactioncurrency',
  feeDirection: 'feedebitorcredit',
  fee: 'feeamount',
  feeCurrency: 'feecurrency',
  status: 'transactionalstatus',
  bankReferenceId: 'bankreferenceid',
} as const
export type PayPalColumn = keyof typeof columnKeys

const required: readonly PayPalColumn[] = ['transactionId', 'eventCode', 'initiatedAt', 'direction', 'gross', 'currency']

export interface PayPalColumns {
  readonly width: number
  /** Cell number, -1 where the report does not have it. */
  readonly at: Readonly<Record<PayPalColumn, number>>
}

/** One blank or two between words, none at all, or capitals: the names of all versions are one. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[\s_]/g, '')
}

/** Throws BAD_INPUT for a header of another report, and for a column that is there twice. */
export function payPalColumns(file: string, cells: readonly string[], line: number): PayPalColumns {
  const keys = cells.map(keyOf)
  const names = Object.entries(columnKeys) as [PayPalColumn, string][]
  for (const [name, key] of names) {
    if (keys.indexOf(key) === keys.lastIndexOf(key)) continue
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${line}: columns ${keys.indexOf(key) + 1} and ${keys.lastIndexOf(key) + 1} are both ${name}`,
      {
        hint: 'columns are found by name; export each of them once',
      },
    )
  }
  // Where fees have a direction or a currency but no amount, they would be left out without a word.
  const hasFees = keys.includes(columnKeys.feeDirection) || keys.includes(columnKeys.feeCurrency)
  const needed: readonly PayPalColumn[] = hasFees ? [...required, 'fee'] : required
  const missing = needed.filter((name) => !keys.includes(columnKeys[name]))
  if (missing.length === 0) {
    return { width: cells.length, at: Object.fromEntries(names.map(([name, key]) => [name, keys.indexOf(key)])) as PayPalColumns['at'] }
  }
  throw new HarnessError('BAD_INPUT', `${file}: line ${line}: a PayPal report, but not of transactions: it lacks ${missing.join(', ')}`, {
    hint: 'expected a settlement report (STL) or a transaction detail report (TRR)',
  })
}

/** Whether a column header is one of transactions, and has a status. */
export function payPalHeaderKind(cells: readonly string[]): 'with-status' | 'without-status' | 'another-report' {
  const keys = new Set(cells.map(keyOf))
  if (!required.every((name) => keys.has(columnKeys[name]))) return 'another-report'
  return keys.has(columnKeys.status) ? 'with-status' : 'without-status'
}

/** Cell number of a column in a header, -1 where it does not have it. */
export function columnAt(header: readonly string[], name: PayPalColumn): number {
  return header.findIndex((cell) => keyOf(cell) === columnKeys[name])
}
