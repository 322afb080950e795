/** BAI2 files with other words in parties, accounts, references and texts. Codes, amounts, dates and counts stay. */

import { fundsFieldCount } from '../formats/bai2/account-summary.ts'
import { borderOf, damagedHead } from '../formats/bai2/records.ts'
import { otherPartyLabel } from '../formats/bai2/transaction.ts'
import type { WordMap } from './pseudonyms.ts'
import { isAnyOf, isCurrency, isFigure } from './own-words.ts'
import { mappedText, mappedWords } from './words.ts'

/** Fields of a record, behind its code, that name somebody or something: sender, receiver and file, originator, account. */
const namingFields: Readonly<Record<string, readonly number[]>> = { '01': [0, 1, 4], '02': [0, 1], '03': [0] }
const figureCodes: ReadonlySet<string> = new Set(['01', '02', '03', '49', '98', '99'])
/** Amounts of any length, dates, times, counts, currencies, and funds types, which are a letter; with what ends a record. */
const isFigureOrCode = isAnyOf(isFigure, isCurrency, (text) => /^(?:[+-]?\d{0,18}|[A-Z])$/.test(text))
const isOwn = (text: string): boolean => isFigureOrCode(text.replace(/\s*\/$/, ''))

/** One amount in so many is a card's number by chance: where a figure belongs, a figure stays. */
function figureField(field: string, map: WordMap): string {
  return isOwn(field.trim()) ? field : mappedWords(field, map)
}

/** The record that continuations belong to. */
interface OpenRecord {
  readonly code: string
  readonly fields: string[]
}

export function rewriteBai2(text: string, map: WordMap): string {
  let open: OpenRecord | undefined
  const rewritePiece = (piece: string): string => {
    const [damaged] = damagedHead.exec(piece) ?? []
    const match = /^(\s*(\d\d),)([\s\S]*)$/.exec(piece) ?? (damaged === undefined ? null : ['', damaged, '16', piece.slice(damaged.length)])
    // A line break inside of a text, or no record at all. Behind figures it is read as more of them.
    if (match === null) {
      const isFigures = open !== undefined && figureCodes.has(open.code)
      return isFigures
        ? piece
            .split(',')
            .map((field) => figureField(field, map))
            .join(',')
        : mappedText(piece, map)
    }
    const [, head = '', code = '', body = ''] = match
    if (code !== '88' || open === undefined) open = { code, fields: [] }
    const record = open
    return (
      head +
      body
        .split(',')
        .map((field) => rewriteField(record, field, map))
        .join(',')
    )
  }
  const borders = borderOf(text)
  const rewriteLine = (line: string): string => {
    let [rest, rewritten] = [line, '']
    for (let border = borders.exec(rest); border !== null; border = borders.exec(rest)) {
      const end = border.index + border[0].length
      rewritten += rewritePiece(rest.slice(0, end))
      rest = rest.slice(end)
    }
    return rewritten + rewritePiece(rest)
  }
  return text
    .split(/(\r\n|\n|\r)/)
    .map((part, at) => (at % 2 === 1 || part === '' ? part : rewriteLine(part)))
    .join('')
}

function rewriteField({ code, fields }: OpenRecord, field: string, map: WordMap): string {
  const at = fields.push(field.replace(/\/\s*$/, '')) - 1
  if (code === '16') {
    if (at < 3 + fundsFieldCount(fields, 2)) return figureField(field, map)
    if (at < 5 + fundsFieldCount(fields, 2)) return mappedWords(field, map)
    const label = otherPartyLabel.exec(field)?.[0] ?? ''
    return label + mappedText(field.slice(label.length), map)
  }
  if (namingFields[code]?.includes(at) === true) return mappedWords(field, map)
  return figureCodes.has(code) ? figureField(field, map) : mappedText(field, map)
}
