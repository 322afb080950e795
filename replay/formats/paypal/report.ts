/** PayPal's settlement report (STL) and transaction detail report (TRR) to processor records. Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { streamCsv } from '../csv-stream.ts'
import { admitted, emptyFile, quarantinedRow, rowShapeProblem, type RowOutcome } from '../csv-table.ts'
import type { CsvRow } from '../csv-row.ts'
import { CellMemo } from '../cell-memo.ts'
import type { DayRule } from '../instants.ts'
import { ownText } from '../own-text.ts'
import type { FileInput, FileSummary, OwnFigures, RowProblem } from '../reading.ts'
import type { OpenBatch, RecordStream } from '../record-stream.ts'
import { admitAll, type Admit } from '../same-transactions.ts'
import { payPalColumns, type PayPalColumns } from './columns.ts'
import { DoubtfulRows } from './doubtful-rows.ts'
import { PayPalFigures } from './figures.ts'
import { FooterControls, type PayPalExponents } from './footers.ts'
import { PartBook } from './report-part.ts'
import { ReportAccounts } from '../report-accounts.ts'
import { PayPalRows, type PayPalAccount } from './row.ts'
import { proveAlone, splitNote } from './split-report.ts'

export type PayPalFormat = 'paypal-stl' | 'paypal-trr'

/** Rows that frame the others and hold no money. */
const framing = ['RH', 'FH', 'CH', 'SH', 'SF', 'SC', 'RF', 'RC', 'FF']
/** The last footer of a report, and that of a file: one of them stands at the end of each. There is an RF for each currency, and sections may follow an SC. */
const ending = ['RC', 'FF']

/**
 * Body rows to records; every other row is a frame, or unknown and quarantined. Footers are proved from the rows that were read: those of a
 * section from the last section header on, those of the report and the file from the beginning.
 */
export async function* streamPayPalReport(
  input: FileInput,
  format: PayPalFormat,
  account: PayPalAccount & DayRule,
  admit: Admit = admitAll,
): RecordStream {
  const { file } = input
  const report = new PayPalReport(file, format, account)
  const { encoding, notes } = yield* streamCsv(input, (batch) => {
    const emit = (record: CanonicalRecord): void => void batch.records.push(record)
    return (row) => report.take(row, (record) => admitted(record, admit, emit), batch)
  })
  return { file, format, ...report.summary(), figures: { encoding, ...report.figures() }, notes: [...notes, ...report.notes()] }
}

function typeOf(text: string): { readonly type: string; readonly isFrame: boolean } {
  const type = text.trim().toUpperCase()
  return { type, isFrame: framing.includes(type) }
}

class PayPalReport {
  readonly #file: string
  readonly #rows: PayPalRows
  readonly #types = new CellMemo(typeOf)
  readonly #footers: FooterControls
  readonly #figures: PayPalFigures
  readonly #part = new PartBook()
  readonly #doubtful = new DoubtfulRows()
  readonly #accounts: ReportAccounts
  /** Whose the rows are; undefined where that depends on a section header that is not there. */
  #merchant: string | undefined
  readonly #hasStatus: boolean
  readonly #exponents: PayPalExponents
  #version: string | undefined
  #columns: PayPalColumns | undefined
  #rowsSeen = 0
  /** Line of the last row, unless that is one that ends a report. */
  #openLine: number | undefined
  #physicalRows = 0
  #notBooked = 0

  constructor(file: string, format: PayPalFormat, account: PayPalAccount & DayRule) {
    this.#file = file
    this.#hasStatus = format === 'paypal-trr'
    this.#exponents = account.exponents
    this.#accounts = new ReportAccounts('accounts (SH)', account)
    this.#merchant = this.#accounts.areNamed ? undefined : account.merchant
    this.#rows = new PayPalRows(account, this.#hasStatus)
    this.#footers = new FooterControls(file, account.exponents)
    this.#figures = new PayPalFigures(this.#hasStatus)
  }

  take(row: CsvRow, add: (record: CanonicalRecord) => RowOutcome, { quarantined }: Pick<OpenBatch, 'quarantined'>): void {
    this.#rowsSeen++
    const { type, isFrame } = this.#types.of(row, 0)
    this.#openLine = isFrame && ending.includes(type) ? undefined : row.line
    if (row.problem === undefined && isFrame) return this.#frame(type, row)
    this.#physicalRows++
    if (type === 'SB') {
      this.#part.totals.rows++
      this.#part.section.rows++
    }
    const problem = this.#body(type, row, add)
    if (problem === undefined) return
    const cellNumbers: Readonly<Record<string, number>> = this.#columns?.at ?? {}
    quarantined.push(quarantinedRow(this.#file, row, cellNumbers[problem.field] ?? 0, problem))
  }

  #body(type: string, row: CsvRow, add: (record: CanonicalRecord) => RowOutcome): RowProblem | undefined {
    const columns = this.#columns
    const shape = rowShapeProblem(this.#file, type === 'SB' && columns !== undefined ? columns.width : row.width, row)
    if (shape !== undefined) return shape
    if (type !== 'SB') return { reason: 'kind', field: 'row type', expected: `SB or one of ${framing.join(', ')}` }
    if (columns === undefined) return { reason: 'field', field: 'column header', expected: 'a CH row before the first SB row' }
    if (this.#merchant === undefined)
      return { reason: 'field', field: 'section header', expected: 'an SH row that names the account before it' }
    const taken = this.#rows.take(row, columns.at, this.#merchant)
    if (taken.kind === 'problem') return taken.problem
    this.#figures.add(taken.amounts, taken.status)
    if (taken.kind === 'not-booked') {
      this.#notBooked++
      return undefined
    }
    this.#part.totals.add(taken.amounts)
    this.#part.section.add(taken.amounts)
    if (this.#hasStatus) this.#doubtful.add(taken.code, taken.record)
    const outcome = add(taken.record)
    if (outcome === 'not-booked') this.#notBooked++
    return typeof outcome === 'string' ? undefined : outcome
  }

  #frame(type: string, { cells, line }: CsvRow): void {
    const part = this.#part
    if (type === 'CH') this.#columns = payPalColumns(this.#file, cells, line)
    else if (type === 'RH') this.#header(cells)
    else if (type === 'FH') part.number = Number(/^\d{1,6}$/.exec((cells[1] ?? '').trim())?.[0] ?? 1)
    else if (type === 'SH') this.#beginSection(cells)
    else if (type === 'FF') this.#footers.count(type, cells, part.totals.rows)
    else if (type === 'RF' || type === 'RC') part.endReport({ type, cells: [...cells] })
    else if (type === 'SF' && part.endSection({ type, cells: [...cells] })) this.#footers.totals(type, cells, part.section)
    else if (type === 'SC' && part.endSection({ type, cells: [...cells] })) this.#footers.count(type, cells, part.section.rows)
  }

  #beginSection(cells: readonly string[]): void {
    this.#merchant = this.#accounts.merchantOf((cells[3] ?? '').trim())
    this.#part.beginSection(cells)
  }

  /** Date, a letter, account and version. */
  #header(cells: readonly string[]): void {
    this.#part.account = (cells[3] ?? '').trim() || undefined
    const version = (cells[4] ?? '').trim()
    if (/^\d{1,3}(?:\.\d{1,3})?$/.test(version)) this.#version = ownText(version)
  }

  summary(): Pick<FileSummary, 'physicalRows' | 'notBooked' | 'controls' | 'part'> {
    if (this.#rowsSeen === 0) throw emptyFile(this.#file)
    if (this.#columns === undefined) {
      throw new HarnessError('BAD_INPUT', `${this.#file}: has no column header (CH) among its ${this.#rowsSeen} rows`, {
        hint: 'expected a PayPal settlement report or transaction detail report',
      })
    }
    const part = this.#part.part(this.#footers.results(), this.#exponents)
    proveAlone(part, this.#footers)
    return {
      physicalRows: this.#physicalRows,
      notBooked: this.#notBooked,
      controls: this.#footers.results(),
      part,
    }
  }

  figures(): OwnFigures {
    const figures = this.#figures.results(this.#footers.balances())
    return this.#version === undefined ? figures : { ...figures, version: this.#version }
  }

  notes(): string[] {
    const notes = [...this.#doubtful.notes(), ...this.#accounts.notes(), ...(this.#part.number <= 1 ? [] : [splitNote(this.#part)])]
    if (this.#openLine === undefined) return notes
    const cut = `it ends in line ${this.#openLine} without a footer (RC or FF): if the file was cut off there, what followed is missing`
    return [...notes, cut]
  }
}
