/** MT940 and MT942 messages with other words in references and details. Tags, amounts, dates and line lengths stay. */

import { closingTags, damagedTag, frameType, isMinuteOfTime } from '../formats/mt940/fields.ts'
import { amountKeys, filler, hasBlankBehindSubfield, jointOf, ownCode, purposeKey, slashKey } from '../formats/mt940/details.ts'
import type { HasBlank } from '../formats/mt940/details.ts'
import { isParted } from '../formats/mt940/parted-lines.ts'
import { referenceElsewhere, statementLinePattern } from '../formats/mt940/statement-line.ts'
import { isCurrency } from './own-words.ts'
import type { WordMap } from './pseudonyms.ts'
import { isPersonal } from '../formats/personal/personal-text.ts'
import { mappedAccount, mappedText, mappedWords } from './words.ts'

const tagPattern = /^([\0-\x20]*:(\d\d[A-Z]?|NSF?|94[0-2]):)([\s\S]*)$/
/** Balances, counts, numbers and limits: nothing of anybody's, as far as they have the form of one. */
const keptTags = /^(?:13D?|28C?|34F|6[0245][FM]?|90[CD]|94[0-2])$/
/** A mark stands before digits: the first letter of CHF is none. Some banks write a blank behind the currency. */
const keptPattern = /^\s*(?:R?[CD](?=[\d/+-]))?[\d/+-]*(?:(?:(?<=\d)[A-Z]{3}|[A-Z]{3}(?=\s*[CD]?[\d.,]))\s*)?[CD]?[\d.,-]*/
/** Of a statement line that is broken, as much as could have been meant. */
const brokenLinePattern = /^\s*[\d,.]*[A-Z]{0,3}[-+]?[\d,.]*/
/** More digits in one go than two dates have. */
const manyDigits = /\d{11}/
/** How blocks around a message begin: their names, and which message it is. */
const blockPattern = /(\{(?:\d{1,3}|CHK|MAC|PAC|TNG|PDE|PDM|DLM|MRF|SYS|ENC):(?:[IO]94[0-2])?)/

export function rewriteMt940(text: string, map: WordMap): string {
  // Lines and, between them, their ends: nothing where a message begins on the line of its headers.
  const parts = text.split(isParted(text.trimStart()) ? /(\r\n|\n|\r|@@)/ : /(\r\n|\n|\r|(?<=\{4:)(?=:20:))/)
  let tag = ''
  let isClosed = false
  let details: number[] = []
  /** Behind the closing balance a message may begin so. */
  const isTime = (name: string, body: string): boolean =>
    tag === '86' && !isClosed && isMinuteOfTime(parts[details.at(-1) ?? -1] ?? '', name, body)
  const flush = (): void => {
    if (details.length > 0) rewriteDetails(parts, details, map)
    details = []
  }
  for (let at = 0; at < parts.length; at += 2) {
    const line = parts[at] ?? ''
    // Before a message, or behind one; below a statement line it may be anything.
    const isFrame = tag === '' || closingTags.test(tag)
    const match = tagPattern.exec(line)
    const [damaged] = match?.[2] === '61' ? [] : (damagedTag.exec(line) ?? [])
    if (damaged !== undefined) {
      flush()
      tag = ''
      parts[at] = damaged + rewriteField('61', line.slice(damaged.length), map)
    } else if (match !== null && !isTime(match[2] ?? '', match[3] ?? '')) {
      flush()
      const [, head = '', name = '', body = ''] = match
      tag = name
      if (name === '20') isClosed = false
      else if (name.startsWith('62')) isClosed = true
      if (tag === '86') details.push(at)
      else parts[at] = head + rewriteField(tag, body, map)
    } else if (/^[\0-\x20]*(?:\{|-\}|-\s*$)/.test(line)) {
      flush()
      tag = ''
      parts[at] = line
        .split(blockPattern)
        .map((piece, index) => (index % 2 === 1 ? piece : mappedWords(piece, map)))
        .join('')
    } else if (tag === '86' && line.trim() !== '') details.push(at)
    else if (line.trim() !== '' && !(isFrame && frameType.test(line)))
      parts[at] = tag === 'NS' ? rewriteOwnLine(line, map) : mappedText(line, map)
  }
  flush()
  return parts.join('')
}

/** The text of a field `:86:` by itself, on as many lines as it has. */
export function rewriteStatementText(text: string, map: WordMap): string {
  const parts = text.split(/(\r\n|\n|\r)/)
  rewriteDetails(
    parts,
    Array.from({ length: Math.ceil(parts.length / 2) }, (_, line) => 2 * line),
    map,
  )
  return parts.join('')
}

function rewriteField(tag: string, body: string, map: WordMap): string {
  if (keptTags.test(tag)) {
    const kept = keptPattern.exec(body)?.[0] ?? ''
    return isPersonal(kept) ? mappedWords(body, map) : kept + mappedWords(body.slice(kept.length), map)
  }
  if (tag.startsWith('25')) return mappedAccount(body, map)
  if (tag === 'NS') return rewriteOwnLine(body, map)
  if (tag !== '61') return mappedWords(body, map)
  // As the reader sees it: dates, mark and amount, the type, and what is left.
  const line = statementLinePattern.exec(body.trim())
  if (line === null) {
    const [figures = ''] = brokenLinePattern.exec(body) ?? []
    return (manyDigits.test(figures) ? mappedWords(figures, map) : figures) + mappedReferences(body.slice(figures.length), map)
  }
  const [type = '', references = ''] = line.slice(-2)
  const figures = body.slice(0, body.trimEnd().length - references.length - type.length)
  // SWIFT's own begin with one of three letters.
  const otherType = /^[NSF]/.test(type) ? type : mappedWords(type, map)
  return figures + otherType + mappedReferences(body.slice(figures.length + type.length), map)
}

/** Its code says what a line is. */
function rewriteOwnLine(line: string, map: WordMap): string {
  const [code = ''] = ownCode.exec(line) ?? []
  return code + mappedText(line.slice(code.length), map)
}

function mappedReferences(text: string, map: WordMap): string {
  if (referenceElsewhere.test(text.trim())) return text
  return text.replace(/^(\s*[KE]REF\+)?([\s\S]*)$/, (_, kept: string | undefined, rest: string) => (kept ?? '') + mappedWords(rest, map))
}

/** A character of the details as they are read, and where it stands; `undefined` for a blank that joining puts in. */
interface Char {
  readonly char: string
  readonly place: { readonly part: number; readonly at: number } | undefined
}

/** Lines are cut in the middle of words: they are joined as the reader does it, and each character is put back where it stood. */
function rewriteDetails(parts: string[], lines: readonly number[], map: WordMap): void {
  const pieces = lines.map((part) => {
    const line = parts[part] ?? ''
    const from = /^[\0-\x20]*:86:/.exec(line)?.[0].length ?? 0
    return charsOf(line, part, from)
  })
  const kept = timesKept(parts, lines)
  const { hasBlank, signAt } = jointOf(pieces.map(textOf))
  const all = joined(pieces, hasBlank)
  const text = textOf(all)
  const begin = text.length - text.trimStart().length
  const runs: (readonly Char[])[] = []
  if (signAt === undefined) runs.push(all)
  else {
    const sign = text.charAt(begin + signAt)
    const purpose: (readonly Char[])[] = []
    let from = begin + signAt
    for (const field of text.slice(from).split(sign)) {
      const chars = all.slice(from, from + field.length)
      from += field.length + 1
      const code = /^\d\d/.exec(field)?.[0]
      if (code !== undefined && filler.test(field.slice(2))) continue
      if (code !== undefined && /^(?:2\d|6[0-3])$/.test(code)) purpose.push(chars.slice(2))
      else if (code === undefined && purpose.length > 0) purpose.push(chars)
      else runs.push(code === undefined ? chars : chars.slice(2))
    }
    runs.push(joined(purpose, hasBlankBehindSubfield))
  }
  const changed = new Map(lines.map((part) => [part, Array.from(parts[part] ?? '')]))
  for (const run of runs) {
    const mapped = mappedDetails(textOf(run), map)
    for (const [index, { place }] of run.entries()) {
      const line = place === undefined ? undefined : changed.get(place.part)
      if (line !== undefined && place !== undefined && !kept.has(placeKey(place))) line[place.at] = mapped.charAt(index)
    }
  }
  for (const [part, line] of changed) parts[part] = line.join('')
}

/** A time that is cut before its minutes: with other digits they would be a tag, or none that a reader puts back. */
function timesKept(parts: readonly string[], lines: readonly number[]): ReadonlySet<string> {
  const kept = new Set<string>()
  for (const [index, part] of lines.entries()) {
    const before = lines[index - 1]
    const [line = '', , name = '', body = ''] = tagPattern.exec(parts[part] ?? '') ?? []
    if (before === undefined || line === '' || !isMinuteOfTime(parts[before] ?? '', name, body)) continue
    const end = (parts[before] ?? '').trimEnd().length
    // Its hour, and the blank or the T before it.
    for (const at of [end - 3, end - 2, end - 1]) kept.add(placeKey({ part: before, at }))
    const minutesEnd = line.length - body.length + 2
    for (let at = 0; at < minutesEnd; at++) kept.add(placeKey({ part, at }))
  }
  return kept
}

function placeKey({ part, at }: { readonly part: number; readonly at: number }): string {
  return `${part} ${at}`
}

/** Keys such as `EREF+` and `/REMI/` say what follows, and stay; what follows one of amounts, rates and counts stays where it is that. */
function mappedDetails(text: string, map: WordMap): string {
  const keys = [...text.matchAll(new RegExp(purposeKey, 'g')), ...text.matchAll(new RegExp(slashKey, 'g'))].toSorted(
    (a, b) => a.index - b.index,
  )
  let mapped = ''
  let from = 0
  let isOfAmounts = false
  const mappedTo = (end: number): string => {
    const piece = text.slice(from, end)
    return isOfAmounts ? mappedAmounts(piece, map) : mappedText(piece, map)
  }
  for (const { index, 0: key, 1: name = '' } of keys) {
    if (index < from) continue
    mapped += mappedTo(index) + key
    from = index + key.length
    isOfAmounts = amountKeys.has(name)
  }
  return mapped + mappedTo(text.length)
}

/** With its currency before or behind it, or a count. */
const amountPiece = /^(?:([A-Z]{3})? ?\d{1,15}[.,]\d{0,8} ?([A-Z]{3})?|\d{1,6})$/

function mappedAmounts(text: string, map: WordMap): string {
  return text
    .split('/')
    .map((piece) => {
      const [whole, ...currencies] = amountPiece.exec(piece.trim()) ?? []
      const isKept = whole !== undefined && currencies.every((code) => code === undefined || isCurrency(code))
      return isKept ? piece : mappedText(piece, map)
    })
    .join('/')
}

function charsOf(line: string, part: number, from: number): Char[] {
  return Array.from({ length: line.length - from }, (_, index) => ({ char: line.charAt(from + index), place: { part, at: from + index } }))
}

function joined(pieces: readonly (readonly Char[])[], hasBlank: HasBlank): Char[] {
  const all: Char[] = []
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1]
    if (before !== undefined && hasBlank(textOf(before), textOf(piece))) all.push({ char: ' ', place: undefined })
    all.push(...piece)
  }
  return all
}

function textOf(chars: readonly Char[]): string {
  return chars.map(({ char }) => char).join('')
}
