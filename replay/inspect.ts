/** What one historical file holds: format, rows, totals, controls, quarantine. Needs no profile. */

import { HarnessError } from '../harness/model/errors.ts'
import { RunningTotals, type ControlTotal } from './control-totals.ts'
import { bytesInput } from './formats/bytes-input.ts'
import { isBankFormat, streamBankFile } from './formats/bank-formats.ts'
import { QuarantineTally, type Quarantined } from './formats/quarantine.ts'
import type { FileInput, FileSummary, HistoryFormat, QuarantinedRow } from './formats/reading.ts'
import { detectFormat } from './formats/detect.ts'
import { isLedgerFormat, streamLedgerFile } from './formats/ledger-formats.ts'
import { streamProcessorFile } from './formats/processor-formats.ts'
import { drained, type RecordStream } from './formats/record-stream.ts'
import { openInputs, peeked } from './sources/open-inputs.ts'

export interface InspectOptions {
  /** For days and for times without an offset; absent: UTC. */
  readonly zone?: string
  readonly cutOff?: string
  /** Of CSV files; absent: a point. */
  readonly decimalSeparator?: '.' | ','
  /** Told now and then while a large file is read: bytes of its plain content so far. */
  readonly onBytes?: (file: string, bytes: number) => void
  /** Told each quarantined row; they hold until it is done with them. The inspection itself has the first ones. */
  readonly onQuarantined?: (rows: readonly QuarantinedRow[]) => void | Promise<void>
}

export interface Inspection extends FileSummary {
  readonly records: number
  readonly quarantined: Quarantined
  readonly totals: readonly ControlTotal[]
  /** `YYYY-MM-DD`; absent when there is no record. */
  readonly firstDate: string | undefined
  readonly lastDate: string | undefined
}

export type Inspected =
  | { readonly kind: 'inspection'; readonly inspection: Inspection }
  | { readonly kind: 'error'; readonly file: string; readonly error: HarnessError }

/** What detection may look at. */
const headBytes = 65_536

/** The one file that `path` is or has packed. Throws BAD_INPUT for what is missing, empty, cut off, of no known format, or several files. */
export async function inspectFile(path: string, options: InspectOptions = {}): Promise<Inspection> {
  const found: Inspected[] = []
  for await (const inspected of inspectFiles(path, options)) found.push(inspected)
  const [first] = found
  if (first?.kind === 'error') throw first.error
  if (first !== undefined && found.length === 1) return first.inspection
  throw new HarnessError('BAD_INPUT', `${path}: holds ${found.length} files, expected one`, { hint: 'unpack it, and name the files' })
}

/**
 * Each file that `path` is or has packed, one after the other; `-` is standard input. What is wrong with one file is an answer
 * about that file: the others of an archive are read all the same.
 */
export async function* inspectFiles(
  path: string,
  options: InspectOptions = {},
  stdin?: AsyncIterable<Uint8Array>,
): AsyncGenerator<Inspected> {
  try {
    for await (const input of openInputs(path, stdin)) yield await inspectInput(input, options)
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    yield { kind: 'error', file: path, error }
  }
}

async function inspectInput(input: FileInput, options: InspectOptions): Promise<Inspected> {
  try {
    return { kind: 'inspection', inspection: await inspectOne(input, options) }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    return { kind: 'error', file: input.file, error }
  }
}

async function inspectOne(
  { file, chunks: source }: FileInput,
  { zone = 'UTC', cutOff = '24:00', decimalSeparator = '.', onBytes = () => undefined, onQuarantined }: InspectOptions,
): Promise<Inspection> {
  const { head, chunks } = await peeked(source, headBytes)
  const format = await detectFormat(bytesInput(file, head, headBytes))
  const unknown = { tenant: 'unknown', merchant: 'unknown', account: 'unknown', zone, cutOff, decimalSeparator }
  const running = new RunningTotals()
  const tally = new QuarantineTally()
  let records = 0
  let [firstDate, lastDate]: (string | undefined)[] = []
  const summary = await drained(
    streamFile(format, { file, chunks: counted(chunks, (bytes) => onBytes(file, bytes)) }, unknown),
    async (batch) => {
      records += batch.records.length
      for (const record of batch.records) {
        running.add(record)
        const day = record.businessDate
        if (firstDate === undefined || day < firstDate) firstDate = day
        if (lastDate === undefined || day > lastDate) lastDate = day
      }
      if (batch.quarantined.length === 0) return
      tally.add(batch.quarantined)
      await onQuarantined?.(batch.quarantined)
    },
  )
  return { ...summary, records, quarantined: tally.result(), totals: running.totals(), firstDate, lastDate }
}

/** Bytes between two reports of progress. */
const reportBytes = 16_777_216

async function* counted(chunks: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let [bytes, told] = [0, 0]
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes - told >= reportBytes) {
      told = bytes
      onBytes(bytes)
    }
    yield chunk
  }
}

function streamFile(
  format: HistoryFormat,
  input: FileInput,
  account: { tenant: string; merchant: string; account: string; zone: string; cutOff: string; decimalSeparator: '.' | ',' },
): RecordStream {
  // Ids are for matching: without them a file of any size goes by in flat memory.
  if (isBankFormat(format)) return streamBankFile(input, format, () => account, 'none')
  if (isLedgerFormat(format)) return streamLedgerFile(input, format, { ...account, tenants: 'any' }, { owner: account, ids: 'none' })
  return streamProcessorFile(input, format, { ...account, exponents: {} }, undefined, 'none')
}
