/** Text of an OFX file, SGML or XML, to tags with the text behind each. Knows no vocabulary; nothing is expanded or nested. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { FileInput } from '../reading.ts'
import { piecesOf, type TextChunks } from '../text-chunks.ts'
import { KnownTags, type KnownTag } from './known-tags.ts'

export interface OfxTag {
  /** Upper case, without a namespace. */
  readonly name: string
  readonly isClose: boolean
  /** What stands between this tag and the next, decoded and trimmed. */
  readonly text: string
  /** Of the tag's `<`. */
  readonly start: number
  /** Just behind the tag's `>`. */
  readonly end: number
}

/** Places of a file as it is read: asked for with growing offsets. */
export interface OfxPlaces {
  /** Line and column, from 1, of a position in characters. */
  lineOf(position: number): { readonly line: number; readonly column: number }
  byteOf(position: number): number
}

const headCharsMax = 1_024
const cdata = '<![CDATA['
const [exclamation, question, slash] = [0x21, 0x3f, 0x2f]
const textCharsMax = 65_536

/**
 * A value of SGML ends at the next tag, closed or not; a `<` that begins no tag belongs to the text. Throws BAD_INPUT for a
 * DOCTYPE or an ENTITY, and for a text without end. Yields after each small piece; the text before the first tag goes to `onHead`.
 */
export async function* readTags(
  { file, chunks }: FileInput,
  source: TextChunks,
  onHead: (text: string) => void,
  onTag: (tag: OfxTag, places: OfxPlaces) => void,
): AsyncGenerator<undefined> {
  let buffer = ''
  let bufferAt = 0
  let line = 1
  let lineStart = 0
  let countedTo = 0
  let headIsDone = false
  let isEmpty = true

  /** Counts on from the last position that was asked for; what is before the buffer has been counted. */
  function countTo(position: number): void {
    for (let at = countedTo - bufferAt; ;) {
      const newline = buffer.indexOf('\n', at)
      if (newline === -1 || bufferAt + newline >= position) break
      at = newline + 1
      line++
      lineStart = bufferAt + at
    }
    countedTo = Math.max(countedTo, position)
  }

  const places: OfxPlaces = {
    lineOf(position) {
      countTo(position)
      return { line, column: position - lineStart + 1 }
    },
    byteOf: (position) => source.markBytes + position * source.bytesPerChar,
  }

  function refuseText(position: number): never {
    return refuse(position, `a text is longer than ${textCharsMax} characters`, 'expected an OFX file')
  }

  function refuse(position: number, what: string, hint: string): never {
    countTo(position)
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${line}, column ${position - lineStart + 1} (byte ${places.byteOf(position)}): ${what}`,
      { hint },
    )
  }

  /** Takes what is complete; at the end of the file that is everything. Limits do not depend on where chunks end. */
  function scan(last: boolean): void {
    let at = 0
    let open = nextTag(buffer, at, last)
    if ((open === -1 ? buffer.length : open) > textCharsMax) refuseText(bufferAt)
    while (open >= 0) {
      if (!headIsDone) {
        headIsDone = true
        onHead(source.decode(buffer.slice(0, open)))
      }
      const expected = tags.expectedAt(buffer, open)
      const end = expected === undefined ? tagEnd(open, last) : open + expected.text.length
      if (end === -1) break
      const next = nextTag(buffer, end, last)
      const until = next < 0 ? buffer.length : next
      if (until - end > textCharsMax) refuseText(bufferAt + end)
      if ((next === -1 && !last) || next === waits) break
      emit(open, end, until, expected)
      at = until
      open = next
    }
    countTo(bufferAt + at)
    bufferAt += at
    buffer = buffer.slice(at)
  }

  /** Behind the `>` of the tag at `open`, -1 if it is not here yet. */
  function tagEnd(open: number, last: boolean): number {
    const second = buffer.charCodeAt(open + 1)
    if (second === question) return endOf('?>', open)
    if (second !== exclamation) return endOfTag(open)
    if (buffer.startsWith('<!--', open)) return endOf('-->', open)
    if (buffer.startsWith(cdata, open)) return endOf(']]>', open)
    if (!last && buffer.length - open < cdata.length) return -1
    return refuse(bufferAt + open, 'a DOCTYPE or ENTITY is not accepted', 'entities of a file are never expanded; remove the declaration')
  }

  /** Where its `>` is lost, a tag ends at the latest where the next begins: what is broken in one row stays in it. */
  function endOfTag(open: number): number {
    const end = endOf('>', open)
    const next = buffer.indexOf('<', open + 1)
    return next !== -1 && (end === -1 || next < end) ? next : end
  }

  function endOf(mark: string, open: number): number {
    const found = buffer.indexOf(mark, open)
    if ((found === -1 ? buffer.length : found) - open > textCharsMax) {
      refuse(bufferAt + open, `a tag does not end within ${textCharsMax} characters`, 'expected an OFX file')
    }
    return found === -1 ? -1 : found + mark.length
  }

  function emit(open: number, end: number, textEnd: number, expected: KnownTag | undefined): void {
    const second = buffer.charCodeAt(open + 1)
    if (second === exclamation) {
      if (!buffer.startsWith(cdata, open)) return
      // It goes to the tag before it, which has been handed on: its text is told as that of a tag without a name.
      const text = textBetween(open + cdata.length, end - 3)
      onTag({ name: '', isClose: false, text, start: bufferAt + open, end: bufferAt + end }, places)
      return
    }
    if (second === question) {
      onHead(buffer.slice(open, Math.min(end, open + headCharsMax)))
      return
    }
    const tag = expected ?? tags.tagOf(buffer.slice(open, end))
    tags.follow(tag)
    const { name, isClose } = tag
    onTag({ name, isClose, text: unescaped(textBetween(end, textEnd)), start: bufferAt + open, end: bufferAt + end }, places)
  }

  /** Decoded and trimmed: of blanks of ASCII before, of others behind, since a byte of a letter may look like one. */
  function textBetween(from: number, to: number): string {
    let [start, end] = [from, to]
    while (start < end && isBlank(buffer.charCodeAt(start))) start++
    while (end > start && isBlank(buffer.charCodeAt(end - 1))) end--
    if (start === end) return ''
    const text = buffer.slice(start, end)
    return source.isAscii ? text : source.decode(text).trim()
  }

  const tags = new KnownTags()
  for await (const chunk of chunks) {
    isEmpty &&= chunk.byteLength === 0
    for (const piece of piecesOf(chunk)) {
      buffer += source.text(piece)
      scan(false)
      yield
    }
  }
  if (isEmpty) {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
  }
  scan(true)
}

/** The text ends with a `<`: whether that begins a tag is in the next chunk. */
const waits = -2

/** Where the next tag begins: a `<` with a letter, `/`, `!` or `?` behind it; -1 if there is none. */
function nextTag(text: string, from: number, last: boolean): number {
  for (let at = text.indexOf('<', from); at !== -1; at = text.indexOf('<', at + 1)) {
    if (at === text.length - 1) return last ? -1 : waits
    const second = text.charCodeAt(at + 1)
    const letter = second | 0x20
    if ((letter >= 0x61 && letter <= 0x7a) || second === slash || second === exclamation || second === question) return at
  }
  return -1
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The few entities that OFX names, and characters by number; others stay as they stand. */
function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,6})|([a-z]{2,4}));/gi, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return Number(code) <= 0x10_ff_ff ? String.fromCodePoint(Number(code)) : whole
    return entities[(name ?? '').toLowerCase()] ?? whole
  })
}
