/** What one historical file holds: format, rows, totals, controls, quarantine. Needs no profile. */

import { RunningTotals, type ControlTotal } from './control-totals.ts'
import { isBankFormat, streamBankFile } from './formats/bank-formats.ts'
import type { FileInput, FileSummary, HistoryFormat } from './formats/reading.ts'
import { detectFormat } from './formats/detect.ts'
import { openInput } from './formats/open.ts'
import { isLedgerFormat, streamLedgerFile } from './formats/ledger-formats.ts'
import { isProcessorFormat, streamProcessorFile } from './formats/processor-formats.ts'
import { drained, type RecordStream } from './formats/record-stream.ts'

export interface InspectOptions {
  /** For days and for times without an offset; absent: UTC. */
  readonly zone?: string
  readonly cutOff?: string
  /** Of CSV files; absent: a point. */
  readonly decimalSeparator?: '.' | ','
}

export interface Inspection extends FileSummary {
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
  const unknown = { tenant: 'unknown', merchant: 'unknown', account: 'unknown', zone, cutOff, decimalSeparator }
  const running = new RunningTotals()
  let records = 0
  let [firstDate, lastDate]: (string | undefined)[] = []
  const summary = await drained(streamFile(format, await openInput(path), unknown), (batch) => {
    records += batch.length
    for (const record of batch) {
      running.add(record)
      const day = record.businessDate
      if (firstDate === undefined || day < firstDate) firstDate = day
      if (lastDate === undefined || day > lastDate) lastDate = day
    }
  })
  return { ...summary, records, totals: running.totals(), firstDate, lastDate }
}

function streamFile(
  format: HistoryFormat,
  input: FileInput,
  account: { tenant: string; merchant: string; account: string; zone: string; cutOff: string; decimalSeparator: '.' | ',' },
): RecordStream {
  // Ids are for matching: without them a file of any size goes by in flat memory.
  if (isBankFormat(format)) return streamBankFile(input, format, () => account, 'none')
  if (isLedgerFormat(format)) return streamLedgerFile(input, format, { ...account, tenants: 'any' })
  if (isProcessorFormat(format)) return streamProcessorFile(input, format, { ...account, exponents: {} })
  throw new Error(`no reader of ${format}`)
}
