/** Text of an OFX file, SGML or XML, to tags with the text behind each. Knows no vocabulary; nothing is expanded or nested. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { FileInput } from '../reading.ts'
import { piecesOf, type TextChunks } from '../text-chunks.ts'

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

const tagCharsMax = 1_024
const cdata = '<![CDATA['
const textCharsMax = 65_536

/**
 * A value of SGML ends at the next tag, closed or not; a `<` that begins no tag belongs to the text. Throws BAD_INPUT for a
 * DOCTYPE or an ENTITY, and for a text without end. Yields after each chunk; the text before the first tag goes to `onHead`.
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
    for (;;) {
      const open = nextTag(buffer, at, last)
      const textEnd = open === -1 ? buffer.length : open
      if (textEnd - at > textCharsMax) refuse(bufferAt + at, `a text is longer than ${textCharsMax} characters`, 'expected an OFX file')
      if (open === -1 || open === waits) break
      if (!headIsDone) {
        headIsDone = true
        onHead(source.decode(buffer.slice(0, open)))
      }
      const end = tagEnd(open, last)
      if (end === -1) break
      const next = nextTag(buffer, end, last)
      const until = next === -1 || next === waits ? buffer.length : next
      if (until - end > textCharsMax) refuse(bufferAt + end, `a text is longer than ${textCharsMax} characters`, 'expected an OFX file')
      if ((next === -1 && !last) || next === waits) break
      emit(open, end, until)
      at = until
    }
    countTo(bufferAt + at)
    bufferAt += at
    buffer = buffer.slice(at)
  }

  /** Behind the `>` of the tag at `open`, -1 if it is not here yet. */
  function tagEnd(open: number, last: boolean): number {
    if (!buffer.startsWith('<!', open)) return endOf(buffer.startsWith('<?', open) ? '?>' : '>', open)
    if (buffer.startsWith('<!--', open)) return endOf('-->', open)
    if (buffer.startsWith(cdata, open)) return endOf(']]>', open)
    if (!last && buffer.length - open < cdata.length) return -1
    return refuse(bufferAt + open, 'a DOCTYPE or ENTITY is not accepted', 'entities of a file are never expanded; remove the declaration')
  }

  function endOf(mark: string, open: number): number {
    const found = buffer.indexOf(mark, open)
    if ((found === -1 ? buffer.length : found) - open > textCharsMax) {
      refuse(bufferAt + open, `a tag does not end within ${textCharsMax} characters`, 'expected an OFX file')
    }
    return found === -1 ? -1 : found + mark.length
  }

  function emit(open: number, end: number, textEnd: number): void {
    const second = buffer.charCodeAt(open + 1)
    const raw = buffer.slice(end, textEnd).trim()
    if (second === 0x21) {
      if (!buffer.startsWith(cdata, open)) return
      // It goes to the tag before it, which has been handed on: its text is told as that of a tag without a name.
      const text = source.decode(buffer.slice(open + cdata.length, end - 3).trim())
      onTag({ name: '', isClose: false, text, start: bufferAt + open, end: bufferAt + end }, places)
      return
    }
    if (second === 0x3f) {
      onHead(buffer.slice(open, Math.min(end, open + tagCharsMax)))
      return
    }
    const isClose = second === 0x2f
    const name = nameOf(buffer.slice(open + (isClose ? 2 : 1), end - 1))
    onTag({ name, isClose, text: raw === '' ? '' : textOf(source.decode(raw)), start: bufferAt + open, end: bufferAt + end }, places)
  }

  const nameOf = tagNames()
  for await (const chunk of chunks) {
    isEmpty &&= chunk.byteLength === 0
    for (const piece of piecesOf(chunk)) {
      buffer += source.text(piece)
      scan(false)
    }
    yield
  }
  if (isEmpty) {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
  }
  scan(true)
}

/** Different tags that are remembered, and characters of them: a file has a few dozen. */
const namesMax = 1_000
const nameCharsMax = 64

/** Names of tags by what stands between their brackets, each worked out once. */
function tagNames(): (inner: string) => string {
  const known = new Map<string, string>()
  return (inner) => {
    const before = known.get(inner)
    if (before !== undefined) return before
    const blank = inner.search(/[\s/]/)
    const whole = blank === -1 ? inner : inner.slice(0, blank)
    const name = whole.slice(whole.indexOf(':') + 1).toUpperCase()
    if (known.size < namesMax && inner.length <= nameCharsMax) known.set(inner, name)
    return name
  }
}

/** The text ends with a `<`: whether that begins a tag is in the next chunk. */
const waits = -2

/** Where the next tag begins: a `<` with a letter, `/`, `!` or `?` behind it; -1 if there is none. */
function nextTag(text: string, from: number, last: boolean): number {
  for (let at = text.indexOf('<', from); at !== -1; at = text.indexOf('<', at + 1)) {
    if (at === text.length - 1) return last ? -1 : waits
    const second = text.charCodeAt(at + 1)
    const letter = second | 0x20
    if ((letter >= 0x61 && letter <= 0x7a) || second === 0x2f || second === 0x21 || second === 0x3f) return at
  }
  return -1
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The few entities that OFX names, and characters by number; others stay as they stand. */
function textOf(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d{1,6})|([a-z]{2,4}));/gi, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return Number(code) <= 0x10_ff_ff ? String.fromCodePoint(Number(code)) : whole
    return entities[(name ?? '').toLowerCase()] ?? whole
  })
}
