/** What the cells of a column mean, remembered: few texts (currencies, kinds, days) stand there again and again. Knows no columns. */

import type { CsvRow } from './csv-row.ts'
import { ownText } from './own-text.ts'

/** A power of two. A text takes the place of another that has the same number: nothing grows with the file. */
const placesCount = 256

export class CellMemo<Meaning> {
  readonly #meaningOf: (text: string) => Meaning
  readonly #places: ({ readonly text: string; readonly meaning: Meaning } | undefined)[] = Array.from({ length: placesCount })

  /** `meaningOf` says the same of the same text each time. */
  constructor(meaningOf: (text: string) => Meaning) {
    this.#meaningOf = meaningOf
  }

  /** The meaning of a cell: no text is made of one that is known. */
  of(row: CsvRow, index: number): Meaning {
    const { bytes } = row
    const [start, end] = [row.startOf(index), row.endOf(index)]
    let [number, letters] = [0, 0]
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      number = (Math.imul(number, 31) + byte) | 0
      letters |= byte
    }
    // Letters that are not ASCII are all one byte here, and would be taken for each other.
    if (letters >= 0x80) return this.#meaningOf(row.cell(index))
    const place = this.#places[number & (placesCount - 1)]
    if (place !== undefined && isText(place.text, bytes, start, end)) return place.meaning
    const text = ownText(row.cell(index))
    const meaning = this.#meaningOf(text)
    this.#places[number & (placesCount - 1)] = { text, meaning }
    return meaning
  }
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false
  return true
}
