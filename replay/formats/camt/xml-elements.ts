/** Bytes of an XML file to elements with their text and place, under limits. Knows no vocabulary; namespaces are cut off. */

import { isAscii } from 'node:buffer'
import { SaxesParser } from 'saxes'
import { HarnessError } from '../../../harness/model/errors.ts'
import type { FileInput } from '../reading.ts'

export interface XmlPlace {
  /** From 1, of the element's `<`. */
  readonly line: number
  readonly column: number
  /** Exact for UTF-8 and for encodings of one byte a character. */
  readonly byteOffset: number
}

export interface XmlElements {
  /** `path` is the local names from the root, joined by `/`. Places are worked out only when asked for, during the call. */
  open(path: string, attributes: Readonly<Record<string, string>>, place: () => XmlPlace): void
  /** `text` is the element's own, trimmed; `endByte` is just behind its closing tag. */
  close(path: string, text: string, endByte: () => number): void
}

const depthMax = 64
const textMax = 65_536
/** Between the begin or end of one element and the next; the parser tells of a text or comment only when it is over. */
const silentBytesMax = 4_194_304

/**
 * Streams a file through `elements`, yields after each chunk, and returns the encoding. Throws BAD_INPUT for what is not
 * well-formed, cut off, over a limit, or has a DOCTYPE.
 */
export async function* readXml({ file, chunks }: FileInput, elements: XmlElements): AsyncGenerator<undefined, string> {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const names: string[] = []
  const texts: string[] = []
  const offsets = new ByteOffsets()
  let path = ''
  let bytesSeen = 0
  let heardAtBytes = 0
  let start = { line: 1, column: 1, position: 0 }
  const place = (): XmlPlace => ({ line: start.line, column: start.column, byteOffset: offsets.at(start.position) })
  const endByte = (): number => offsets.at(parser.position)

  function refuse(what: string, hint: string): never {
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${parser.line}, column ${parser.column + 1} (byte ${offsets.at(parser.position)}): ${what}`,
      { hint },
    )
  }

  parser.on('doctype', () => refuse('a DOCTYPE is not accepted', 'entities of a file are never expanded; remove the DOCTYPE'))
  parser.on('error', (error) => {
    // The parser puts its own place first, and the quoted text of a document nowhere.
    refuse(error.message.replace(/^(?:.*?:)?\d+:\d+: /, ''), 'expected well-formed XML; the file may be truncated')
  })
  parser.on('opentagstart', ({ name }) => {
    const before = name.length + 2
    start = { line: parser.line, column: Math.max(1, parser.column - before + 1), position: parser.position - before }
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (names.length >= depthMax) refuse(`elements are nested deeper than ${depthMax}`, 'expected a bank statement')
    const local = name.slice(name.indexOf(':') + 1)
    // Only a leaf's text counts: the line ends between a million entries must not add up.
    if (texts.length > 0) texts[texts.length - 1] = ''
    names.push(local)
    texts.push('')
    path = path === '' ? local : `${path}/${local}`
    heardAtBytes = bytesSeen
    elements.open(path, attributes, place)
  })
  const addText = (text: string): void => {
    const depth = texts.length - 1
    if (depth < 0) return
    const sum = (texts[depth] ?? '') + text
    if (sum.length > textMax) refuse(`a text is longer than ${textMax} characters`, 'expected a bank statement')
    texts[depth] = sum
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    heardAtBytes = bytesSeen
    elements.close(path, (texts.pop() ?? '').trim(), endByte)
    path = path.slice(0, Math.max(0, path.length - (names.pop()?.length ?? 0) - 1))
  })

  let decoder: TextDecoder | undefined
  let ascii = true
  const feed = (text: string): void => {
    offsets.add(text)
    parser.write(text)
  }
  for await (const chunk of chunks) {
    decoder ??= decoderOf(file, chunk, offsets)
    bytesSeen += chunk.byteLength
    ascii &&= isAscii(chunk)
    feed(decoded(file, bytesSeen, () => decoder?.decode(chunk, { stream: true }) ?? ''))
    if (bytesSeen - heardAtBytes > silentBytesMax)
      refuse(`no element begins or ends in ${silentBytesMax} bytes`, 'expected a bank statement')
    yield
  }
  if (decoder === undefined) {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes), expected XML`, {
      hint: 'export the file again, or take it out of the history',
    })
  }
  const last = decoder
  feed(decoded(file, bytesSeen, () => last.decode()))
  parser.close()
  return ascii ? 'ascii' : last.encoding
}

/** An element's `<` may stand in an earlier chunk than the end of its name: so much text is kept. */
const lookBackChars = 1_024

/** The byte that a position in characters stands for, in the chunk at hand or shortly before it. */
class ByteOffsets {
  bytesOfChar: (text: string) => number = (text) => Buffer.byteLength(text)
  markBytes = 0
  #text = ''
  #firstPosition = 0
  #firstByte = 0
  #askedPosition = 0
  #askedByte = 0

  add(text: string): void {
    // A pair of surrogates counts its bytes together: never cut between the two.
    let cut = Math.max(0, this.#text.length - lookBackChars)
    if (cut > 0 && isLowSurrogate(this.#text.charCodeAt(cut))) cut--
    this.#firstByte += this.bytesOfChar(this.#text.slice(0, cut))
    this.#firstPosition += cut
    this.#text = this.#text.slice(cut) + text
  }

  /** Counts on from the last answer where it can, so that asking often costs no more than reading the text once. */
  at(position: number): number {
    const behind = position < this.#askedPosition || this.#askedPosition < this.#firstPosition
    const [fromPosition, fromByte] = behind ? [this.#firstPosition, this.#firstByte] : [this.#askedPosition, this.#askedByte]
    const text = this.#text.slice(fromPosition - this.#firstPosition, Math.max(0, position - this.#firstPosition))
    this.#askedPosition = Math.max(position, fromPosition)
    this.#askedByte = fromByte + this.bytesOfChar(text)
    return this.markBytes + this.#askedByte
  }
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}

function decoderOf(file: string, chunk: Uint8Array, offsets: ByteOffsets): TextDecoder {
  const [first, second] = chunk
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    offsets.bytesOfChar = (text) => text.length * 2
    offsets.markBytes = 2
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be', { fatal: true })
  }
  if (first === 0xef) offsets.markBytes = 3
  const head = Buffer.from(chunk.subarray(0, 200)).toString('latin1')
  const label = /^[^>]*encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
  if (label === 'utf-8' || label === 'utf8') return new TextDecoder('utf-8', { fatal: true })
  offsets.bytesOfChar = (text) => text.length
  try {
    return new TextDecoder(label, { fatal: true })
  } catch (cause) {
    throw new HarnessError('BAD_INPUT', `${file}: line 1: encoding ${label} is not known`, { hint: 'save the file as UTF-8', cause })
  }
}

function decoded(file: string, bytesSeen: number, decode: () => string): string {
  try {
    return decode()
  } catch (cause) {
    throw new HarnessError('BAD_INPUT', `${file}: bytes up to ${bytesSeen} do not fit the encoding that the file declares`, {
      hint: 'expected UTF-8 unless the first line names another encoding',
      cause,
    })
  }
}
