/** One row of a CSV file by its cells, each read only when it is asked for. Knows no columns. */

import { normaliseReference } from '../../harness/model/record.ts'
import type { CsvFault } from './csv-cells.ts'
import { ownText } from './own-text.ts'

/** Stands in `bytes` for a letter that is not ASCII: no rule of a number, a date or a code takes it. */
const otherLetter = 0xff

/**
 * The same object for each row of a file: what it says holds until the next row. Its cells are ranges of `text`; `bytes` has a byte for each
 * letter of it, so that a cell can be looked at without becoming a text of its own.
 */
export class CsvRow {
  /** Line that the row begins on, from 1. */
  line = 1
  byteOffset = 0
  /** Without its line end. */
  byteLength = 0
  /** What breaks RFC 4180 in this row: the row is then for the quarantine. */
  problem: CsvFault | undefined
  /** False for a last row that the file ends on without a line end. */
  terminated = true
  /** How many cells there are. */
  width = 0
  bytes: Buffer = Buffer.alloc(0)
  /** Where each cell begins and ends in `bytes` and `text`; room for more than there are. */
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  text = ''
  /** `bytes` are UTF-8: a cell that is not ASCII is read from them, since `text` has a letter for each byte. */
  isUtf8 = false
  #scratch = Buffer.alloc(0)

  /** Makes room for more cells. */
  widen(): void {
    this.starts = widened(this.starts)
    this.ends = widened(this.ends)
  }

  /** Takes cells that do not stand in the file as they are read: with quotes doubled, or letters that are not ASCII. */
  setCells(cells: readonly string[]): void {
    const text = cells.join('')
    if (this.#scratch.length < text.length) this.#scratch = Buffer.alloc(2 * text.length)
    const bytes = this.#scratch
    for (let at = 0; at < text.length; at++) bytes[at] = Math.min(text.charCodeAt(at), otherLetter)
    this.text = text
    this.bytes = bytes
    this.isUtf8 = false
    this.width = cells.length
    while (this.starts.length < cells.length) this.widen()
    let place = 0
    for (const [index, cell] of cells.entries()) {
      this.starts[index] = place
      place += cell.length
      this.ends[index] = place
    }
  }

  /** Where a cell begins, 0 for one that the row does not have. */
  startOf(index: number): number {
    return index < 0 || index >= this.width ? 0 : (this.starts[index] ?? 0)
  }

  endOf(index: number): number {
    return index < 0 || index >= this.width ? 0 : (this.ends[index] ?? 0)
  }

  isEmpty(index: number): boolean {
    return this.startOf(index) === this.endOf(index)
  }

  /** Whether there is nothing in a cell but blanks. */
  isBlank(index: number): boolean {
    const start = this.startOf(index)
    return start === this.endOf(index) || (!isVisible(this.bytes[start]) && this.cell(index).trim() === '')
  }

  /** The text of a cell, empty for one that the row does not have. */
  cell(index: number): string {
    return this.#part(this.startOf(index), this.endOf(index))
  }

  #part(start: number, end: number): string {
    if (this.isUtf8) {
      for (let at = start; at < end; at++) if ((this.bytes[at] as number) >= 0x80) return this.bytes.toString('utf8', start, end)
    }
    return this.text.slice(start, end)
  }

  /** Without the blanks around it. */
  trimmed(index: number): string {
    const [start, end] = [this.startOf(index), this.endOf(index)]
    const text = this.#part(start, end)
    return start === end || (isVisible(this.bytes[start]) && isVisible(this.bytes[end - 1])) ? text : text.trim()
  }

  /** The reference in a cell; undefined where it names nothing. */
  reference(index: number): string | undefined {
    const [start, end] = [this.startOf(index), this.endOf(index)]
    if (start === end) return undefined
    const text = this.#part(start, end)
    // What is no name (NONREF, NOTPROVIDED) begins with this letter, and what has to be made normal holds other letters.
    if (this.bytes[start] === capitalN) return normaliseReference(text)
    for (let at = start; at < end; at++) if (!isVisible(this.bytes[at])) return normaliseReference(text)
    return text
  }

  /** A number of what stands in some cells (FNV-1a over their bytes): the same for the same, and hardly ever for something else. */
  digest(indexes: readonly number[]): number {
    let digest = 0
    for (const index of indexes) {
      const end = this.endOf(index)
      for (let at = this.startOf(index); at < end; at++) digest = Math.imul(digest ^ (this.bytes[at] as number), 16_777_619)
      digest = Math.imul(digest ^ 0x100, 16_777_619)
    }
    return digest
  }

  /** All cells, as texts that can be kept. */
  get cells(): readonly string[] {
    return Array.from({ length: this.width }, (_, index) => ownText(this.cell(index)))
  }
}

const capitalN = 0x4e

/** ASCII, and neither a blank nor a control. */
function isVisible(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte < 0x7f
}

function widened(places: Int32Array): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(2 * places.length)
  wide.set(places)
  return wide
}
