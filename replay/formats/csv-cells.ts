/** The text of one CSV row to its cells (RFC 4180). Knows no bytes. */

export interface CsvFault {
  readonly kind: 'quoting' | 'encoding'
  /** Character of the row, from 1. */
  readonly column: number
  readonly expected: string
}

export interface CsvCells {
  readonly cells: readonly string[]
  readonly problem: CsvFault | undefined
}

const bareReturn = 'no carriage return outside quotes but before a line feed'

/** A row in which no quote stands. */
export function splitPlain(text: string, delimiter: string): CsvCells {
  const returnAt = text.indexOf('\r')
  return {
    cells: text.split(delimiter),
    problem: returnAt === -1 ? undefined : { kind: 'quoting', column: returnAt + 1, expected: bareReturn },
  }
}

/** A row with quotes. The first fault is told; the cells after it are a guess. */
export function splitQuoted(text: string, delimiter: string): CsvCells {
  const cells: string[] = []
  let problem: CsvFault | undefined
  const fault = (column: number, expected: string): void => {
    problem ??= { kind: 'quoting', column, expected }
  }
  const nextDelimiter = (from: number): number => {
    const found = text.indexOf(delimiter, from)
    return found === -1 ? text.length : found
  }
  for (let at = 0; ; at++) {
    if (text[at] === '"') {
      const { cell, end, isClosed } = quotedCell(text, at)
      if (!isClosed) fault(at + 1, 'a closing quote for this one')
      cells.push(cell)
      at = end
      if (at < text.length && text[at] !== delimiter) {
        fault(at + 1, 'a comma or the line end after a closing quote')
        at = nextDelimiter(at)
      }
    } else {
      const end = nextDelimiter(at)
      const cell = text.slice(at, end)
      if (cell.includes('"')) fault(at + cell.indexOf('"') + 1, 'a cell with a quote in it to be quoted')
      else if (cell.includes('\r')) fault(at + cell.indexOf('\r') + 1, bareReturn)
      cells.push(cell)
      at = end
    }
    if (at >= text.length) return { cells, problem }
  }
}

/** The cell whose opening quote stands at `at`, and where it ends; a quote that never closes ends with the text. */
function quotedCell(text: string, at: number): { readonly cell: string; readonly end: number; readonly isClosed: boolean } {
  let cell = ''
  let from = at + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1) return { cell: cell + text.slice(from), end: text.length, isClosed: false }
    if (text[quote + 1] !== '"') return { cell: cell + text.slice(from, quote), end: quote + 1, isClosed: true }
    cell += text.slice(from, quote + 1)
    from = quote + 2
  }
}
