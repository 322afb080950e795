/** Tables with one column taken out, for files whose cells hold no line ends, and what is then no longer as it was. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { madeIdPrefix } from '../../replay/formats/made-id.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import type { RealFile } from './real-files.ts'

const tables = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'paypal-stl',
  'paypal-trr',
  'adyen-settlement',
  'ledger-csv',
  'shopify-orders',
  'shopify-transactions',
]

/** One for each column; PayPal's rows lose it where they have a name for it, and their first cell stays. */
export function* withoutColumn({ text, reading, spans }: RealFile): Generator<{ readonly column: string; readonly bytes: Buffer }> {
  if (reading === undefined || spans.length === 0 || !tables.includes(reading.format)) return
  // Two bytes a letter; a cell that goes on in the next line.
  if (text.includes('\0') || text.split('\n').some((line) => (line.split('"').length - 1) % 2 === 1)) return
  const isPayPal = reading.format.startsWith('paypal')
  const lines = text.split('\n').map((line) => ({ line, cells: cellsOf(line) }))
  const header = lines.find(({ line }) => (isPayPal ? /^"?CH\b/.test(line) : line !== ''))?.cells ?? []
  for (const [at, column] of header.entries()) {
    if (isPayPal && at === 0) continue
    const changed = lines.map(({ line, cells }) => (isPayPal && !/^"?(?:CH|SB)\b/.test(line) ? line : cells.toSpliced(at, 1).join(',')))
    yield { column, bytes: Buffer.from(changed.join('\n'), 'latin1') }
  }
}

function cellsOf(line: string): readonly string[] {
  return line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? []
}

/** Fields that may be other ones, or absent, without the column that says them. */
const saidBy: Readonly<Record<string, readonly (keyof CanonicalRecord)[]>> = {
  automatic_payout_id: ['payoutRef', 'automatic'],
  balance_transaction_id: ['recordId'],
  'bank reference id': ['traceRef'],
  charge_id: ['ref', 'parentRef'],
  'exchange rate': ['presentment'],
  id: ['recordId'],
  'invoice id': ['ref'],
  'paid at': ['occurredAt', 'businessDate'],
  payment_intent_id: ['ref'],
  'payment reference': ['ref'],
  'paypal reference id': ['ref', 'parentRef'],
  source_id: ['ref'],
  trace_id: ['traceRef'],
  'transaction completion date': ['occurredAt', 'businessDate'],
  'transaction id': ['recordId'],
}

/** Columns whose text is part of the ids that rows without one are given; ids that the file says must stay. */
const inMadeIds: ReadonlySet<string> = new Set(['merchant account'])

/** What of the rows is not as it was, beyond what the column says; sentences. */
export function harmOfColumn(before: FileReading, after: FileReading, column: string): readonly string[] {
  const name = column.replaceAll('"', '').toLowerCase()
  const free = new Set<string>(saidBy[name])
  const freeOfMade = new Set<string>(inMadeIds.has(name) ? ['recordId'] : [])
  const freeOf = ({ recordId }: CanonicalRecord): ReadonlySet<string> => (recordId.startsWith(madeIdPrefix) ? free.union(freeOfMade) : free)
  const keptOf = ({ records }: FileReading): string[] => records.map((record) => said(record, freeOf(record)))
  const harm: string[] = []
  let at = -1
  const kept = keptOf(before)
  // In the order of the file; those between are in the quarantine.
  for (const record of keptOf(after)) {
    at = kept.indexOf(record, at + 1)
    if (at !== -1) continue
    harm.push(`there is ${record}`)
    break
  }
  const [rows, gone] = [after.physicalRows, after.records.length + after.quarantined.length]
  if (rows !== before.physicalRows) harm.push(`${before.physicalRows} rows are ${rows}`)
  if (gone !== before.records.length) harm.push(`${before.records.length} records are ${gone}, with the quarantine`)
  return harm
}

function said(record: CanonicalRecord, free: ReadonlySet<string>): string {
  const kept = Object.entries(record).filter(([name]) => !free.has(name))
  return JSON.stringify(Object.fromEntries(kept), (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}
