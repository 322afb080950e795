/** A CSV file with a header: columns by name, bad rows to the quarantine. Knows no format. */

import { HarnessError } from '../../harness/model/errors.ts'
import { csvTokenizer, type CsvRow } from './csv-tokenizer.ts'
import type { FileInput, QuarantinedRow, RowProblem } from './reading.ts'

/** Cell number of each column. */
export type Columns = ReadonlyMap<string, number>

export interface TableReading {
  readonly physicalRows: number
  readonly quarantined: readonly QuarantinedRow[]
  readonly notes: readonly string[]
}

/** Takes one row of the right width; says what is wrong with it, or nothing. */
export type RowTaker = (cells: readonly string[], row: CsvRow) => RowProblem | undefined

/**
 * Reads a table. `open` sees the columns, throws if the file is not of its format, and gives back what takes the rows.
 * Blank lines are no rows. A last row that lacks columns is a truncated file and throws BAD_INPUT; one that has them all but no line end
 * is taken and noted, since nobody can tell a whole last cell from half of it.
 */
export async function readCsvTable({ file, chunks }: FileInput, open: (columns: Columns) => RowTaker): Promise<TableReading> {
  const quarantined: QuarantinedRow[] = []
  let columns: Columns | undefined
  let take: RowTaker | undefined
  let physicalRows = 0
  const notes: string[] = []

  const tokenizer = csvTokenizer(file, (row) => {
    if (row.byteLength === 0) return
    if (!row.terminated) notes.push(openEnd(row))
    if (columns === undefined || take === undefined) {
      columns = columnsOf(file, row)
      take = open(columns)
      return
    }
    physicalRows++
    const problem = rowShapeProblem(file, columns.size, row) ?? take(row.cells, row)
    if (problem !== undefined) quarantined.push(quarantine(file, row, columns, problem))
  })
  for await (const chunk of chunks) tokenizer.push(chunk)
  tokenizer.end()
  if (columns === undefined) throw emptyFile(file)
  return { physicalRows, quarantined, notes }
}

/** Legal in CSV, and also what a copy that broke off inside of its last cell looks like. */
function openEnd({ line, byteOffset, byteLength }: CsvRow): string {
  return `its last line, ${line}, has no line end: if the file was cut off there (byte ${byteOffset + byteLength}), that row is not whole`
}

export function emptyFile(file: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: is empty (0 rows at byte 0), expected a header`, {
    hint: 'export the file again, or take it out of the history',
  })
}

function columnsOf(file: string, { cells, problem, line }: CsvRow): Columns {
  const columns = new Map<string, number>()
  if (problem !== undefined) {
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${line}, column ${problem.column}: the header breaks CSV, expected ${problem.expected}`,
      {
        hint: 'expected a comma-separated header of column names',
      },
    )
  }
  for (const [index, cell] of cells.entries()) {
    const name = cell.trim()
    if (columns.has(name)) {
      throw new HarnessError(
        'BAD_INPUT',
        `${file}: line ${line}: columns ${(columns.get(name) ?? 0) + 1} and ${index + 1} have the same name`,
        {
          hint: 'columns are found by name; export each of them once',
        },
      )
    }
    columns.set(name, index)
  }
  return columns
}

function rowShapeProblem(file: string, width: number, row: CsvRow): RowProblem | undefined {
  if (row.problem !== undefined) {
    return { reason: row.problem.kind, field: `character ${row.problem.column}`, expected: row.problem.expected }
  }
  if (row.cells.length === width) return undefined
  if (!row.terminated && row.cells.length < width) {
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: is truncated: it ends in line ${row.line} (byte ${row.byteOffset + row.byteLength}) after ${row.cells.length} of ${width} columns`,
      { hint: 'export or copy the file again' },
    )
  }
  return { reason: 'column-count', field: 'columns', expected: `${width} columns`, value: `${row.cells.length}` }
}

function quarantine(file: string, row: CsvRow, columns: Columns, { reason, field, expected, value }: RowProblem): QuarantinedRow {
  return {
    file,
    line: row.line,
    column: (columns.get(field) ?? 0) + 1,
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
  const missing = required.filter((name) => !columns.has(name))
  if (missing.length === 0) return
  const recognised = [...columns.keys()].filter((name) => known.includes(name))
  throw new HarnessError(
    'BAD_INPUT',
    `${file}: line 1 is not the header of ${formatName}: ${missing.join(', ')} not found among its ${columns.size} columns` +
      (recognised.length === 0 ? '' : ` (known: ${recognised.join(', ')})`),
    { hint: `expected the columns ${required.join(', ')}; any order, more columns are fine` },
  )
}
