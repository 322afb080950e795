/** Finds the cells of a plain row in its bytes, in one pass. What is not plain is for `csv-cells.ts`. */

import type { CsvRow } from './csv-row.ts'

const quoteByte = 0x22
const newlineByte = 0x0a
const returnByte = 0x0d

/** The row goes on behind these bytes. */
export const isOpen = -1
/** The row has letters that the scan does not take, a quote that is doubled, or a fault. */
export const isNotPlain = -2

export interface PlainScan {
  /**
   * Fills `row` with the cells that begin at `start`, and gives back where its line feed is, or `isOpen` or `isNotPlain`: the cells of `row`
   * are then of no use.
   */
  scan(bytes: Uint8Array, start: number, row: CsvRow): number
  /** Line feeds inside of the quotes of the row that was scanned last. */
  newlines: number
}

/** A row is plain if each of its quotes opens or closes a whole cell, and if it is ASCII unless `letters` says that any byte may stand there. */
export function plainScan(delimiter: string, letters: 'ascii' | 'any'): PlainScan {
  const delimiterByte = delimiter.charCodeAt(0)
  const bytesEnd = letters === 'ascii' ? 0x80 : 0x100
  const ordinary = bytesBut(bytesEnd, delimiterByte, quoteByte, returnByte, newlineByte)
  const quotable = bytesBut(bytesEnd, quoteByte)
  const scanner: PlainScan = { scan, newlines: 0 }

  function scan(bytes: Uint8Array, start: number, row: CsvRow): number {
    const { length } = bytes
    let { starts, ends } = row
    let width = 0
    scanner.newlines = 0
    for (let at = start; ; at++) {
      let [from, end] = [at, at]
      if (bytes[at] === quoteByte) {
        from = end = at + 1
        for (; end < length && quotable[bytes[end] as number] === 1; end++) if (bytes[end] === newlineByte) scanner.newlines++
        if (end === length) return isOpen
        if (bytes[end] !== quoteByte) return isNotPlain
        at = end + 1
      } else {
        while (at < length && ordinary[bytes[at] as number] === 1) at++
        end = at
      }
      if (at >= length) return isOpen
      if (width === starts.length) {
        row.widen()
        ;({ starts, ends } = row)
      }
      starts[width] = from
      ends[width++] = end
      const byte = bytes[at]
      if (byte === delimiterByte) continue
      row.width = width
      if (byte === newlineByte) return at
      if (byte !== returnByte) return isNotPlain
      if (at + 1 === length) return isOpen
      return bytes[at + 1] === newlineByte ? at + 1 : isNotPlain
    }
  }

  return scanner
}

/** A 1 for each byte below `end` but some. */
function bytesBut(end: number, ...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < end && !bytes.includes(byte) ? 1 : 0))
}
