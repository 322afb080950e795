/** Bytes of a CSV file to rows of cells (RFC 4180), with the place of each row. Knows no columns and no meaning. */

import { isUtf8 } from 'node:buffer'
import { HarnessError } from '../../harness/model/errors.ts'
import { splitPlain, splitQuoted, type CsvCells } from './csv-cells.ts'
import { CsvRow } from './csv-row.ts'
import { isNotPlain, isOpen, plainScan } from './csv-scan.ts'
import { piecesOf } from './text-chunks.ts'
import { hasUtf8Mark, LineDecoder, utf16Of, Utf16Reader } from './text-encoding.ts'

export interface CsvTokenizer {
  push(chunk: Uint8Array): void
  /** Call once after the last chunk. Throws BAD_INPUT for a last line that ends in quotes. */
  end(): void
  /** What the text has turned out to be in, as far as it was read. */
  encoding(): string
}

/** A row longer than this is taken for an unclosed quote: real rows stay below 10 KiB. */
export const rowBytesMax = 1_048_576
/** Lines whose quote is never closed that are set aside by themselves. More are no slips: the file quotes in another way. */
const unclosedLinesMax = 100

const quoteByte = 0x22
const newlineByte = 0x0a
const returnByte = 0x0d

/**
 * Calls `onRow` with each row (the same object each time), the header and blank lines included. Line ends are LF or CRLF; cells are parted by
 * commas, or by what parts the first line: semicolons or tabs. UTF-8 with or without its mark, windows-1252 and UTF-16 are read; places are
 * those of the file's own bytes.
 */
export function csvTokenizer(file: string, onRow: (row: CsvRow) => void): CsvTokenizer {
  let carry: Buffer = Buffer.alloc(0)
  /** What is left of one chunk stands before the next in the same memory: a copy a chunk would be the file's size in garbage. */
  let work: Buffer = Buffer.alloc(0)
  let carryOffset = 0
  let line = 1
  let started = false
  let unclosedLines = 0
  let delimiter = ','
  let asciiRows = plainScan(delimiter, 'ascii')
  let otherRows = plainScan(delimiter, 'any')
  const row = new CsvRow()
  let decoder = new LineDecoder('ascii')
  /** UTF-16 is read as the UTF-8 that it becomes: rows are then found at two bytes a letter of their text. */
  let utf16: { readonly reader: Utf16Reader; nextOffset: number; bytesSeen: number } | undefined

  /** Emits the rows that are complete in `bytes`, and gives back where the first incomplete one begins. */
  function emitRows(bytes: Buffer, from: number): number {
    let start = from
    const text = bytes.toString('latin1')
    let isKnownUtf8: boolean | undefined
    for (;;) {
      let plain = asciiRows
      let newline = plain.scan(bytes, start, row)
      if (newline === isNotPlain && (isKnownUtf8 ??= areUtf8(bytes, start))) {
        plain = otherRows
        newline = plain.scan(bytes, start, row)
      }
      if (newline === isOpen) return start
      let end = newline
      if (newline === isNotPlain) {
        end = endOfOther(bytes, start)
        if (end === -1) return start
        end = emitOther(bytes, start, end, true)
      } else {
        row.bytes = bytes
        row.text = text
        row.isUtf8 = plain === otherRows
        row.problem = undefined
        row.terminated = true
        const textEnd = textEndOf(bytes, start, end)
        emit(start, textEnd, end, textEnd - start)
        line += plain.newlines + 1
      }
      start = end + 1
    }
  }

  /** Whether the rows that end in these bytes are UTF-8, as those before them were. */
  function areUtf8(bytes: Buffer, start: number): boolean {
    const isExpected = utf16 === undefined && decoder.encoding.startsWith('utf-8')
    return isExpected && isUtf8(bytes.subarray(start, bytes.lastIndexOf(newlineByte) + 1))
  }

  /** Where a row that is not plain ends, -1 where it does not in these bytes. */
  function endOfOther(bytes: Buffer, start: number): number {
    const newline = bytes.indexOf(newlineByte, start)
    if (newline === -1) return -1
    const quote = bytes.indexOf(quoteByte, start)
    return quote !== -1 && quote < newline ? scanQuotedRow(bytes, start, delimiter).end : newline
  }

  /** Gives back where the row has ended: a quote that swallowed lines and broke the rules is a fault of its first line alone. */
  function emitOther(bytes: Buffer, start: number, wholeEnd: number, terminated: boolean): number {
    let end = wholeEnd
    const quote = bytes.indexOf(quoteByte, start)
    const quoted = quote !== -1 && quote < end
    let read = readRow(bytes, start, end, quoted)
    if (read.problem?.kind === 'quoting' && quoted) {
      const newline = bytes.indexOf(newlineByte, start)
      if (newline !== -1 && newline < end) {
        end = newline
        read = { ...readRow(bytes, start, end, quoted), problem: read.problem }
      }
    }
    const { text, textEnd, cells, problem } = read
    row.setCells(cells)
    row.problem = problem
    row.terminated = terminated || end < wholeEnd
    emit(start, textEnd, end, text.length)
    line += quoted ? countNewlines(bytes, start, end) + 1 : 1
    return end
  }

  /** `units`: letters of the row, of which UTF-16 has two bytes each. */
  function emit(start: number, textEnd: number, end: number, units: number): void {
    row.line = line
    row.byteOffset = carryOffset + start
    row.byteLength = textEnd - start
    if (utf16 !== undefined) {
      row.byteOffset = utf16.nextOffset
      // Half of a letter may end the file.
      row.byteLength = Math.min(2 * units, utf16.bytesSeen - row.byteOffset)
      utf16.nextOffset += 2 * (units + end + 1 - textEnd)
    }
    onRow(row)
  }

  function readRow(bytes: Buffer, start: number, end: number, quoted: boolean): CsvCells & { text: string; textEnd: number } {
    const textEnd = textEndOf(bytes, start, end)
    let text = bytes.toString('utf8', start, textEnd)
    let broken = false
    // As many letters as bytes: all of it is ASCII.
    if (text.length !== textEnd - start || text.includes('\uFFFD'))
      ({ text, broken } = decoder.decode(bytes.subarray(start, textEnd), text))
    const { cells, problem } = quoted ? splitQuoted(text, delimiter) : splitPlain(text, delimiter)
    if (!broken) return { text, textEnd, cells, problem }
    return { text, textEnd, cells, problem: { kind: 'encoding', column: brokenAt(text) + 1, expected: decoder.encoding } }
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

  /** The line alone, and the rows behind it. Each look for the end of a quote may read a whole row's bytes, so not every line may want one. */
  function emitUnclosed(bytes: Buffer, start: number, newline: number): number {
    if (++unclosedLines > unclosedLinesMax) {
      const { openedAt } = scanQuotedRow(bytes, start, delimiter)
      throw unclosedQuote(bytes, start, Math.max(start, openedAt), `is not closed, nor are those of ${unclosedLinesMax} lines before it`)
    }
    return emitRows(bytes, emitOther(bytes, start, newline, true) + 1)
  }

  function begin(bytes: Buffer): number {
    started = true
    delimiter = delimiterOf(bytes)
    asciiRows = plainScan(delimiter, 'ascii')
    otherRows = plainScan(delimiter, 'any')
    if (!hasUtf8Mark(bytes)) return 0
    if (utf16 === undefined) decoder = new LineDecoder('utf-8-bom')
    else utf16.nextOffset = 2
    return 3
  }

  function take(bytes: Buffer): void {
    // The delimiter is seen in the whole of the first line.
    if (!started && bytes.indexOf(newlineByte) === -1 && bytes.length <= rowBytesMax) {
      keep(bytes)
      return
    }
    let rest = emitRows(bytes, started ? 0 : begin(bytes))
    // A quote that is not closed for so long is a fault of its line; the next are rows again.
    while (bytes.length - rest > rowBytesMax) {
      const newline = bytes.indexOf(newlineByte, rest)
      if (newline === -1 || newline - rest > rowBytesMax) break
      rest = emitUnclosed(bytes, rest, newline)
    }
    keep(bytes.subarray(rest))
    carryOffset += rest
    if (carry.length <= rowBytesMax) return
    const { openedAt } = scanQuotedRow(carry, 0, delimiter)
    if (openedAt !== -1) throw unclosedQuote(carry, 0, openedAt, `is still open after ${rowBytesMax} bytes`)
    throw new HarnessError('BAD_INPUT', `${file}: line ${line} (byte ${carryOffset}) is longer than ${rowBytesMax} bytes`, {
      hint: 'expected a CSV file with LF or CRLF line ends',
    })
  }

  function withCarry(chunk: Uint8Array): Buffer {
    if (carry.length === 0) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const length = carry.length + chunk.length
    if (work.length < length) {
      const larger = Buffer.allocUnsafeSlow(2 * length)
      carry.copy(larger)
      work = larger
    }
    work.set(chunk, carry.length)
    return work.subarray(0, length)
  }

  /** Moves the rest of a chunk to the beginning of the memory: the caller may use its own again. */
  function keep(rest: Buffer): void {
    if (work.length < rest.length) work = Buffer.allocUnsafeSlow(2 * rest.length)
    rest.copy(work)
    carry = work.subarray(0, rest.length)
  }

  function pushPiece(piece: Uint8Array): void {
    if (utf16 !== undefined) {
      utf16.bytesSeen += piece.length
      return take(withCarry(utf16.reader.push(piece)))
    }
    const bytes = withCarry(piece)
    if (started || carryOffset > 0 || carry.length >= 2) return take(bytes)
    if (bytes.length < 2) {
      keep(bytes)
      return
    }
    const encoding = utf16Of(bytes)
    if (encoding === undefined) return take(bytes)
    decoder = new LineDecoder(encoding)
    utf16 = { reader: new Utf16Reader(encoding), nextOffset: 0, bytesSeen: bytes.length }
    carry = Buffer.alloc(0)
    take(utf16.reader.push(bytes))
  }

  return {
    push(chunk) {
      for (const piece of piecesOf(chunk)) pushPiece(piece)
    },
    end() {
      if (utf16 !== undefined) carry = Buffer.concat([carry, utf16.reader.end()])
      // A file of one line has waited until here.
      let start = started ? 0 : emitRows(carry, begin(carry))
      while (carry.length > start) {
        const { openedAt } = scanQuotedRow(carry, start, delimiter)
        const newline = openedAt === -1 ? -1 : carry.indexOf(newlineByte, start)
        if (newline !== -1) {
          start = emitUnclosed(carry, start, newline)
          continue
        }
        if (openedAt !== -1) throw unclosedQuote(carry, start, openedAt, 'is never closed')
        start = emitOther(carry, start, carry.length, false) + 1
      }
    },
    encoding: () => decoder.commonName,
  }
}

function textEndOf(bytes: Buffer, start: number, end: number): number {
  return end > start && bytes[end - 1] === returnByte ? end - 1 : end
}

/** Where the row that begins at `start` ends (-1: not in these bytes) and, if it ends inside quotes, where those opened. */
function scanQuotedRow(bytes: Buffer, start: number, delimiter: string): { readonly end: number; readonly openedAt: number } {
  const delimiterByte = delimiter.charCodeAt(0)
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
    atCellStart = byte === delimiterByte
  }
  return { end: -1, openedAt }
}

function countNewlines(bytes: Buffer, start: number, end: number): number {
  let count = 0
  for (let at = bytes.indexOf(newlineByte, start); at !== -1 && at < end; at = bytes.indexOf(newlineByte, at + 1)) count++
  return count
}

/** What parts the first line most often; a comma where nothing does. */
function delimiterOf(bytes: Buffer): string {
  const newline = bytes.indexOf(newlineByte)
  const outside = bytes.toString('latin1', 0, newline === -1 ? bytes.length : newline).replace(/"[^"]*"/g, '')
  const count = (sign: string): number => outside.split(sign).length
  const most = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))
  return most[0] ?? ','
}

function brokenAt(text: string): number {
  return Math.max(0, text.search(/[\uFFFD\u0081\u008D\u008F\u0090\u009D]/))
}
