/** A CSV file with other words in its cells; quotes, delimiters and line ends stay. Knows no columns. */

import type { CsvRow } from '../formats/csv-row.ts'
import { csvTokenizer } from '../formats/csv-tokenizer.ts'
import type { RowClasses } from './csv-columns.ts'
import type { WordMap } from './pseudonyms.ts'
import { mappedField, mappedText, type FieldClass } from './words.ts'

/** `bytes` in an encoding of ASCII and more. Rows that break CSV are taken word by word, and stay as broken as they were. */
export function rewriteCsv(file: string, bytes: Buffer, classesOf: RowClasses, map: WordMap): Buffer {
  const pieces: Buffer[] = []
  let copied = 0
  const tokenizer = csvTokenizer(file, (row) => {
    if (row.byteLength === 0) return
    const text = bytes.toString('latin1', row.byteOffset, row.byteOffset + row.byteLength)
    pieces.push(bytes.subarray(copied, row.byteOffset), Buffer.from(rewriteRow(text, row, classesOf, map), 'latin1'))
    copied = row.byteOffset + row.byteLength
  })
  tokenizer.push(bytes)
  tokenizer.end()
  return Buffer.concat([...pieces, bytes.subarray(copied)])
}

function rewriteRow(text: string, row: CsvRow, classesOf: RowClasses, map: WordMap): string {
  const classes = row.problem === undefined ? classesOf(row.cells) : undefined
  if (classes === undefined) return mappedRow(text, map)
  const cells = rawCells(text, row.cells.length)
  // A row that our scanner sees otherwise than the reader does is none that we understand.
  if (cells === undefined) return mappedRow(text, map)
  return cells.map(({ raw, end }, at) => rewriteCell(raw, classes[at] ?? 'drop', map) + end).join('')
}

/** What kind of row it is stays (PayPal's `SB`): it is counted as one, however broken. */
function mappedRow(text: string, map: WordMap): string {
  const type = /^\s*"?[A-Z]{2}"?(?=[,;\t])/.exec(text)?.[0] ?? ''
  return type + mappedText(text.slice(type.length), map)
}

function rewriteCell(raw: string, fieldClass: FieldClass, map: WordMap): string {
  if (!raw.startsWith('"')) return mappedField(raw, fieldClass, map)
  const inside = raw.slice(1, -1).replaceAll('""', '"')
  return `"${mappedField(inside, fieldClass, map).replaceAll('"', '""')}"`
}

interface RawCell {
  readonly raw: string
  /** The delimiter behind it; empty behind the last. */
  readonly end: string
}

/** The cells of a well-formed row as they are written, if there are `count`. */
function rawCells(text: string, count: number): RawCell[] | undefined {
  for (const delimiter of [',', ';', '\t']) {
    const pattern = new RegExp(`("(?:[^"]|"")*"|[^"${delimiter}]*)(${delimiter}|$)`, 'gy')
    const cells: RawCell[] = []
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      cells.push({ raw: match[1] ?? '', end: match[2] ?? '' })
      if (match[2] === '') break
    }
    if (cells.length === count && cells.reduce((sum, { raw, end }) => sum + raw.length + end.length, 0) === text.length) return cells
  }
  return undefined
}
