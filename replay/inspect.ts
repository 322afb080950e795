/** What one historical file holds: format, rows, totals, controls, quarantine. Needs no profile. */

import type { FileInput, FileReading } from './formats/reading.ts'
import { detectFormat } from './formats/detect.ts'
import { openInput } from './formats/open.ts'
import { readCamt053 } from './formats/camt053.ts'
import { readLedgerCsv } from './formats/ledger-csv.ts'
import { readStripeItemized } from './formats/stripe-itemized.ts'
import { controlTotals, type ControlTotal } from './history.ts'

export interface InspectOptions {
  /** For days and for times without an offset; absent: UTC. */
  readonly zone?: string
  readonly cutOff?: string
  /** Of CSV files; absent: a point. */
  readonly decimalSeparator?: '.' | ','
}

export interface Inspection extends Omit<FileReading, 'records'> {
  readonly records: number
  readonly totals: readonly ControlTotal[]
  /** `YYYY-MM-DD`; absent when there is no record. */
  readonly firstDate: string | undefined
  readonly lastDate: string | undefined
}

/** Detects the format and reads the whole file. Throws BAD_INPUT for what is missing, empty, cut off, or of no known format. */
export async function inspectFile(
  path: string,
  { zone = 'UTC', cutOff = '24:00', decimalSeparator = '.' }: InspectOptions = {},
): Promise<Inspection> {
  const format = await detectFormat(await openInput(path))
  const input = await openInput(path)
  const unknown = { tenant: 'unknown', merchant: 'unknown', account: 'unknown', zone, cutOff, decimalSeparator }
  const { records, ...reading } = await read(format, input, unknown)
  const days = records.map(({ businessDate }) => businessDate).toSorted()
  return { ...reading, records: records.length, totals: controlTotals(records), firstDate: days[0], lastDate: days.at(-1) }
}

function read(
  format: FileReading['format'],
  input: FileInput,
  account: { tenant: string; merchant: string; account: string; zone: string; cutOff: string; decimalSeparator: '.' | ',' },
): Promise<FileReading> {
  if (format === 'stripe-itemized') return readStripeItemized(input, account)
  if (format === 'ledger-csv') return readLedgerCsv(input, { ...account, tenants: 'any' })
  return readCamt053(input, () => account)
}
