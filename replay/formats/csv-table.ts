/** A CSV file with a header: columns by name, bad rows to the quarantine. Knows no format. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { streamCsv } from './csv-stream.ts'
import type { CsvRow } from './csv-row.ts'
import type { Admit } from './same-transactions.ts'
import type { FileInput, QuarantinedRow, RowProblem } from './reading.ts'
import type { Batch } from './record-stream.ts'

/** The columns of a file, by name. */
export class Columns {
  readonly #file: string
  readonly #names: readonly string[]

  constructor(file: string, names: readonly string[]) {
    this.#file = file
    this.#names = names
  }

  get width(): number {
    return this.#names.length
  }

  get names(): readonly string[] {
    return this.#names
  }

  has(name: string): boolean {
    return this.#names.includes(name)
  }

  /** Cell number of a column, -1 where the file does not have it. Throws BAD_INPUT for one that is there twice: which of them is meant? */
  at(name: string): number {
    const first = this.#names.indexOf(name)
    const second = first === -1 ? -1 : this.#names.indexOf(name, first + 1)
    if (second === -1) return first
    throw new HarnessError('BAD_INPUT', `${this.#file}: line 1: columns ${first + 1} and ${second + 1} have the same name, ${name}`, {
      hint: 'columns are found by name; export each of them once',
    })
  }
}

export interface TableSummary {
  readonly physicalRows: number
  /** Rows that say of themselves that no money moved. */
  readonly notBooked: number
  readonly encoding: string
  readonly notes: readonly string[]
}

/** What becomes of a row of the right width: a record, which it emits; a problem; or nothing, because no money moved. */
export type RowOutcome = 'record' | 'not-booked' | RowProblem
/** Emits a record if it is not known from an export that leads. */
export function admitted(record: CanonicalRecord, admit: Admit, emit: (record: CanonicalRecord) => void): RowOutcome {
  const admission = admit(record)
  if (admission === 'known') return 'not-booked'
  if (admission === 'record') emit(record)
  return admission
}

export type RowTaker = (row: CsvRow) => RowOutcome
export type OpenTable = (columns: Columns, emit: (record: CanonicalRecord) => void) => RowTaker

/**
 * Reads a table, a batch for each small piece of the file. `open` sees the columns, throws if the file is not of its format, and gives
 * back what takes the rows. Blank lines are no rows. A last row that lacks columns is a truncated file and throws BAD_INPUT; one that has
 * them all but no line end is taken and noted, since nobody can tell a whole last cell from half of it.
 */
export async function* streamCsvTable(input: FileInput, open: OpenTable): AsyncGenerator<Batch, TableSummary> {
  const { file } = input
  let columns: Columns | undefined
  let take: RowTaker | undefined
  let physicalRows = 0
  let notBooked = 0

  const { encoding, notes } = yield* streamCsv(input, ({ records, quarantined }) => (row) => {
    if (columns === undefined || take === undefined) {
      columns = columnsOf(file, row)
      take = open(columns, (record) => records.push(record))
      return
    }
    physicalRows++
    const outcome = rowShapeProblem(file, columns.width, row) ?? take(row)
    if (outcome === 'record') return
    if (outcome === 'not-booked') notBooked++
    else quarantined.push(quarantinedRow(file, row, columns.names.indexOf(outcome.field), outcome))
  })
  if (columns === undefined) throw emptyFile(file)
  return { physicalRows, notBooked, encoding, notes }
}

export function emptyFile(file: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: is empty (0 rows at byte 0), expected a header`, {
    hint: 'export the file again, or take it out of the history',
  })
}

function columnsOf(file: string, { cells, problem, line }: CsvRow): Columns {
  if (problem === undefined)
    return new Columns(
      file,
      cells.map((cell) => cell.trim()),
    )
  throw new HarnessError(
    'BAD_INPUT',
    `${file}: line ${line}, column ${problem.column}: the header breaks CSV, expected ${problem.expected}`,
    { hint: 'expected a comma-separated header of column names' },
  )
}

/** What is wrong with a row before anybody looks into its cells. A last row that lacks some throws: the file is cut off. */
export function rowShapeProblem(file: string, width: number, row: CsvRow): RowProblem | undefined {
  if (row.problem !== undefined) {
    return { reason: row.problem.kind, field: `character ${row.problem.column}`, expected: row.problem.expected }
  }
  if (row.width === width) return undefined
  if (!row.terminated && row.width < width) {
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: is truncated: it ends in line ${row.line} (byte ${row.byteOffset + row.byteLength}) after ${row.width} of ${width} columns`,
      { hint: 'export or copy the file again' },
    )
  }
  return { reason: 'column-count', field: 'columns', expected: `${width} columns`, value: `${row.width}` }
}

/** `cellNumber` from 0; -1 where the problem is of no cell. Its value is a part of the row's text: whoever keeps it needs one of its own. */
export function quarantinedRow(
  file: string,
  row: CsvRow,
  cellNumber: number,
  { reason, field, expected, value }: RowProblem,
): QuarantinedRow {
  return {
    file,
    line: row.line,
    column: Math.max(cellNumber, 0) + 1,
    byteOffset: row.byteOffset,
    byteLength: row.byteLength,
    reason,
    expected,
    field,
    ...(value === undefined ? {} : { value }),
  }
}

/**
 * Refuses a table that lacks columns of its format. Names of the file's own columns are told only if the format knows them:
 * without a header the first line is a row, and may hold personal data.
 */
export function requireColumns(
  file: string,
  formatName: string,
  columns: Columns,
  required: readonly string[],
  known: readonly string[],
): void {
  for (const name of known) columns.at(name)
  const missing = required.filter((name) => !columns.has(name))
  if (missing.length === 0) return
  const recognised = columns.names.filter((name) => known.includes(name))
  throw new HarnessError(
    'BAD_INPUT',
    `${file}: line 1 is not the header of ${formatName}: ${missing.join(', ')} not found among its ${columns.width} columns` +
      (recognised.length === 0 ? '' : ` (known: ${recognised.join(', ')})`),
    { hint: `expected the columns ${required.join(', ')}; any order, more columns are fine` },
  )
}
