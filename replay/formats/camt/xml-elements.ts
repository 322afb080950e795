/** An XML file to elements with their text and place, under limits. Knows no vocabulary; namespaces are cut off. */

import { SaxesParser } from 'saxes'
import { HarnessError } from '../../../harness/model/errors.ts'
import type { FileInput } from '../reading.ts'
import { ownText } from '../own-text.ts'
import { piecesOf } from '../text-chunks.ts'
import { DocumentEnd } from './document-end.ts'
import { XmlText } from './xml-text.ts'

export interface XmlPlace {
  /** From 1, of the element's `<`. */
  readonly line: number
  readonly column: number
  /** Exact for UTF-8 and for encodings of one byte a character. */
  readonly byteOffset: number
}

/** What is done at the elements of one path. */
export interface XmlHandler {
  /** Places are worked out only when asked for, during the call. */
  readonly open?: (attributes: Readonly<Record<string, string>>, place: () => XmlPlace) => void
  /** `text` is the element's own, trimmed; `endByte` is just behind its closing tag. */
  readonly close?: (text: string, endByte: () => number) => void
}

/** Whose elements are of interest: asked once for each path, which is the local names from the root, joined by `/`. */
export type XmlHandlerOf = (path: string) => XmlHandler | undefined

const depthMax = 64
const textMax = 65_536
/** Between the begin or end of one element and the next; the parser tells of a text or comment only when it is over. */
const silentBytesMax = 4_194_304

/**
 * What the parser says of declarations outside of elements, and reads on: those with blanks before them, and of whole documents one behind the other.
 * Banks send both. (The last is about the names in a second declaration.)
 */
const declarations = /^(?:an XML declaration must be at the start|expected one of )/

/** What has been seen of a file once it has been read. */
export interface XmlEnd {
  readonly encoding: string
  /** It declares UTF-16, and is not. */
  readonly isMislabelled: boolean
  /** Signs behind the document that are none of its own: SUB and NUL. */
  readonly fillers: number
}

/**
 * Streams a file through the handlers, and yields after each small piece. Throws BAD_INPUT for what is not well-formed, cut off, over a limit,
 * or has a DOCTYPE.
 */
export async function* readXml({ file, chunks }: FileInput, handlerOf: XmlHandlerOf): AsyncGenerator<undefined, XmlEnd> {
  // A fragment may have several roots; what else may not stand outside of them is refused here.
  const parser = new SaxesParser({ xmlns: false, position: true, fragment: true })
  const source = new XmlText(file)
  const documentEnd = new DocumentEnd()
  const root = new XmlPath('', '', undefined)
  const paths = new XmlPaths(handlerOf)
  /** Of the innermost element that is open. */
  let current = root
  /** Of the element that is about to open. */
  let next = root
  let text = ''
  let bytesSeen = 0
  let heardAtBytes = 0
  let [startLine, startColumn, startPosition] = [1, 1, 0]
  const place = (): XmlPlace => ({ line: startLine, column: startColumn, byteOffset: source.byteOf(startPosition) })
  const endByte = (): number => source.byteOf(parser.position)

  function refuse(what: string, hint: string): never {
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: line ${parser.line}, column ${parser.column + 1} (byte ${source.byteOf(parser.position)}): ${what}`,
      { hint },
    )
  }

  parser.on('error', (error) => {
    // The parser puts its own place first, and behind a colon a name of the file's: where a bracket is broken, that may be anybody's.
    const what = error.message.replace(/^(?:.*?:)?\d+:\d+: /, '').replace(/: [^]*$/, '')
    if (what.includes('doctype')) refuse('a DOCTYPE is not accepted', 'entities of a file are never expanded; remove the DOCTYPE')
    if (current !== root || !declarations.test(what)) refuse(what, 'expected well-formed XML; the file may be truncated')
  })
  parser.on('opentagstart', ({ name }) => {
    next = paths.below(current, name)
    if (next.handler?.open === undefined) return
    const before = name.length + 2
    startLine = parser.line
    startColumn = Math.max(1, parser.column - before + 1)
    startPosition = parser.position - before
  })
  parser.on('opentag', ({ attributes }) => {
    if (current.depth >= depthMax) refuse(`elements are nested deeper than ${depthMax}`, 'expected a bank statement')
    current = next
    // Only a leaf's text counts: the line ends between a million entries must not add up.
    text = ''
    heardAtBytes = bytesSeen
    current.handler?.open?.(attributes, place)
  })
  const addText = (more: string): void => {
    if (current === root) {
      if (more.trim() !== '') refuse('text outside of the root element', 'expected well-formed XML')
      return
    }
    text = text === '' ? more : text + more
    if (text.length > textMax) refuse(`a text is longer than ${textMax} characters`, 'expected a bank statement')
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    heardAtBytes = bytesSeen
    const { handler, parent = root } = current
    handler?.close?.(text.trim(), endByte)
    text = ''
    current = parent
  })

  for await (const chunk of chunks) {
    bytesSeen += chunk.byteLength
    for (const piece of piecesOf(chunk)) {
      parser.write(documentEnd.pass(source.text(piece)))
      yield
    }
    if (bytesSeen - heardAtBytes > silentBytesMax)
      refuse(`no element begins or ends in ${silentBytesMax} bytes`, 'expected a bank statement')
  }
  if (source.isEmpty) {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes), expected XML`, {
      hint: 'export the file again, or take it out of the history',
    })
  }
  parser.write(documentEnd.pass(source.end()))
  parser.close()
  return { encoding: source.encoding, isMislabelled: source.isMislabelled, fillers: documentEnd.fillers }
}

/** One path of elements, and what is done there. */
class XmlPath {
  readonly path: string
  readonly parent: XmlPath | undefined
  readonly depth: number
  readonly handler: XmlHandler | undefined
  readonly below = new Map<string, XmlPath>()
  /** Of its last name, as the file has it. */
  readonly name: string
  /** What opened behind it when it was seen last. */
  next: XmlPath | undefined

  constructor(path: string, name: string, parent: XmlPath | undefined, handler?: XmlHandler) {
    this.path = path
    this.name = name
    this.parent = parent
    this.depth = parent === undefined ? 0 : parent.depth + 1
    this.handler = handler
  }
}

/** Paths that are remembered, and characters of their names: statements have a few hundred; a file made to do harm has one for each element. */
const pathsMax = 1_000
const nameCharsMax = 64

/** Every path is put together once, not once for each element; and few are looked up, since entries are made of the same elements in the same order. */
class XmlPaths {
  readonly #handlerOf: XmlHandlerOf
  #size = 0
  #last: XmlPath | undefined

  constructor(handlerOf: XmlHandlerOf) {
    this.#handlerOf = handlerOf
  }

  /** `name` as the file has it, with its prefix. */
  below(parent: XmlPath, name: string): XmlPath {
    const last = this.#last
    const expected = last?.next
    if (expected !== undefined && expected.parent === parent && expected.name === name) {
      this.#last = expected
      return expected
    }
    const known = parent.below.get(name)
    const found = known ?? this.#added(parent, name)
    // Of paths that are not remembered no chain is made, which would keep them all the same.
    const kept = known ?? parent.below.get(name)
    if (last !== undefined) last.next = kept
    this.#last = kept
    return found
  }

  #added(parent: XmlPath, written: string): XmlPath {
    const name = ownText(written)
    const local = name.slice(name.indexOf(':') + 1)
    const path = parent.path === '' ? local : `${parent.path}/${local}`
    const added = new XmlPath(path, name, parent, this.#handlerOf(path))
    if (this.#size < pathsMax && name.length <= nameCharsMax) {
      this.#size++
      parent.below.set(name, added)
    }
    return added
  }
}
