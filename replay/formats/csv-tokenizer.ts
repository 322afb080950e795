/** Bytes of a CSV file to rows of cells (RFC 4180), with the place of each row. Knows no columns and no meaning. */

import { isUtf8 } from 'node:buffer'
import { HarnessError } from '../../harness/model/errors.ts'

export interface CsvRow {
  /** Line that the row begins on, from 1. */
  readonly line: number
  readonly byteOffset: number
  /** Without its line end. */
  readonly byteLength: number
  readonly cells: readonly string[]
  /** What breaks RFC 4180 in this row: the row is then for the quarantine. `column` counts characters from 1. */
  readonly problem: { readonly kind: 'quoting' | 'encoding'; readonly column: number; readonly expected: string } | undefined
  /** False for a last row that the file ends on without a line end. */
  readonly terminated: boolean
}

export interface CsvTokenizer {
  push(chunk: Uint8Array): void
  /** Call once after the last chunk. Throws BAD_INPUT for a quote that was never closed. */
  end(): void
}

/** A row longer than this is taken for an unclosed quote: real rows stay below 10 KiB. */
export const rowBytesMax = 1_048_576

const quoteByte = 0x22
const commaByte = 0x2c
const newlineByte = 0x0a
const returnByte = 0x0d

/** Calls `onRow` for each row, the header and blank lines included. Line ends are LF or CRLF; a UTF-8 byte order mark is skipped. */
export function csvTokenizer(file: string, onRow: (row: CsvRow) => void): CsvTokenizer {
  let carry: Buffer = Buffer.alloc(0)
  let carryOffset = 0
  let line = 1
  let started = false

  /** Emits the rows that are complete in `bytes`, and gives back where the first incomplete one begins. */
  function emitRows(bytes: Buffer, from: number): number {
    let start = from
    let nextQuote = -2
    for (;;) {
      if (nextQuote !== -1 && nextQuote < start) nextQuote = bytes.indexOf(quoteByte, start)
      const newline = bytes.indexOf(newlineByte, start)
      if (newline === -1) return start
      const quoted = nextQuote !== -1 && nextQuote < newline
      const end = quoted ? scanQuotedRow(bytes, start).end : newline
      if (end === -1) return start
      emitRow(bytes, start, end, quoted, true)
      start = end + 1
    }
  }

  function emitRow(bytes: Buffer, start: number, end: number, quoted: boolean, terminated: boolean): void {
    const textEnd = end > start && bytes[end - 1] === returnByte ? end - 1 : end
    const text = bytes.toString('utf8', start, textEnd)
    const { cells, problem } = quoted ? splitQuoted(text) : splitPlain(text)
    const broken = text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, textEnd))
    onRow({
      line,
      byteOffset: carryOffset + start,
      byteLength: textEnd - start,
      cells,
      problem: broken ? { kind: 'encoding', column: text.indexOf('\uFFFD') + 1, expected: 'UTF-8' } : problem,
      terminated,
    })
    line += quoted ? countNewlines(bytes, start, end) + 1 : 1
  }

  function unclosedQuote(bytes: Buffer, start: number, openedAt: number, why: string): HarnessError {
    const openLine = line + countNewlines(bytes, start, openedAt)
    const lineStart = Math.max(start, bytes.lastIndexOf(newlineByte, openedAt) + 1)
    const column = bytes.toString('utf8', lineStart, openedAt).length + 1
    return new HarnessError(
      'BAD_INPUT',
      `${file}: a quote opened at line ${openLine}, column ${column} (byte ${carryOffset + openedAt}) ${why}`,
      { hint: 'expected a closing quote; the file is truncated, or a quote inside a cell is not doubled' },
    )
  }

  function begin(bytes: Buffer): number {
    started = true
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 3
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      throw new HarnessError('BAD_INPUT', `${file}: starts with the byte order mark of UTF-16 (byte 0), expected UTF-8`, {
        hint: 'save the file as UTF-8, for example: iconv -f UTF-16 -t UTF-8',
      })
    }
    return 0
  }

  return {
    push(chunk) {
      const bytes = carry.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([carry, chunk])
      if (!started && bytes.length < 3) {
        carry = bytes
        return
      }
      const from = started ? 0 : begin(bytes)
      const rest = emitRows(bytes, from)
      // A copy, because the caller may reuse the chunk's memory.
      carry = Buffer.from(bytes.subarray(rest))
      carryOffset += rest
      if (carry.length <= rowBytesMax) return
      const { openedAt } = scanQuotedRow(carry, 0)
      if (openedAt !== -1) throw unclosedQuote(carry, 0, openedAt, `is still open after ${rowBytesMax} bytes`)
      throw new HarnessError('BAD_INPUT', `${file}: line ${line} (byte ${carryOffset}) is longer than ${rowBytesMax} bytes`, {
        hint: 'expected a CSV file with LF or CRLF line ends',
      })
    },
    end() {
      // A file of one or two bytes has waited until here.
      const start = started ? 0 : emitRows(carry, begin(carry))
      if (carry.length <= start) return
      const { openedAt } = scanQuotedRow(carry, start)
      if (openedAt !== -1) throw unclosedQuote(carry, start, openedAt, 'is never closed')
      emitRow(carry, start, carry.length, carry.indexOf(quoteByte, start) !== -1, false)
    },
  }
}

/** Where the row that begins at `start` ends (-1: not in these bytes) and, if it ends inside quotes, where those opened. */
function scanQuotedRow(bytes: Buffer, start: number): { readonly end: number; readonly openedAt: number } {
  let openedAt = -1
  let atCellStart = true
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index]
    if (openedAt !== -1) {
      if (byte !== quoteByte) continue
      if (bytes[index + 1] === quoteByte) index++
      else openedAt = -1
      continue
    }
    if (byte === newlineByte) return { end: index, openedAt: -1 }
    // Only at the start of a cell does a quote open one; elsewhere it is a fault of that row alone.
    if (byte === quoteByte && atCellStart) openedAt = index
    atCellStart = byte === commaByte
  }
  return { end: -1, openedAt }
}

function countNewlines(bytes: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = bytes.indexOf(newlineByte, start); at !== -1 && at < end; at = bytes.indexOf(newlineByte, at + 1)) count++
  return count
}

type Split = Pick<CsvRow, 'cells' | 'problem'>

const bareReturn = 'no carriage return outside quotes but before a line feed'

function splitPlain(text: string): Split {
  const returnAt = text.indexOf('\r')
  return {
    cells: text.split(','),
    problem: returnAt === -1 ? undefined : { kind: 'quoting', column: returnAt + 1, expected: bareReturn },
  }
}

function splitQuoted(text: string): Split {
  const cells: string[] = []
  let problem: CsvRow['problem']
  let at = 0
  for (;;) {
    if (text[at] === '"') {
      let cell = ''
      let from = at + 1
      let quote = text.indexOf('"', from)
      while (text[quote + 1] === '"') {
        cell += text.slice(from, quote + 1)
        from = quote + 2
        quote = text.indexOf('"', from)
      }
      cell += text.slice(from, quote)
      at = quote + 1
      if (at < text.length && text[at] !== ',') {
        problem ??= { kind: 'quoting', column: at + 1, expected: 'a comma or the line end after a closing quote' }
        const comma = text.indexOf(',', at)
        at = comma === -1 ? text.length : comma
      }
      cells.push(cell)
    } else {
      const comma = text.indexOf(',', at)
      const end = comma === -1 ? text.length : comma
      const cell = text.slice(at, end)
      if (cell.includes('"')) {
        problem ??= { kind: 'quoting', column: at + cell.indexOf('"') + 1, expected: 'a cell with a quote in it to be quoted' }
      } else if (cell.includes('\r')) {
        problem ??= { kind: 'quoting', column: at + cell.indexOf('\r') + 1, expected: bareReturn }
      }
      cells.push(cell)
      at = end
    }
    if (at >= text.length) return { cells, problem }
    at++
  }
}
