/** Bytes of JSON to its elements, each alone: pages (`{"data": […]}`), also in an array, arrays, and objects one after another. Knows no meaning. */

import { HarnessError } from '../../harness/model/errors.ts'

export interface JsonElement {
  readonly text: string
  /** Line that it begins on, from 1. */
  readonly line: number
  readonly byteOffset: number
  readonly byteLength: number
}

/** An element longer than this is taken for a bracket or quote that was never closed. */
export const elementBytesMax = 1_048_576

const [quote, backslash, comma, newline] = [0x22, 0x5c, 0x2c, 0x0a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

/**
 * Finds where elements begin and end by brackets and quotes alone; whether one is well-formed inside is for its reader to say. So a file of
 * any number of pages goes by in flat memory, and one broken element does not take its neighbours with it.
 */
export class JsonElements {
  readonly #file: string
  readonly #onElement: (element: JsonElement) => void
  #bytes: Buffer = Buffer.alloc(0)
  /** Of the file's bytes, where `#bytes` begins. */
  #offset = 0
  #at = 0
  #line = 1
  #depth = 0
  #inString = false
  #stringAt = 0
  #lastString = ''
  /** Depth at which pages and objects begin: 1 in an array of them. */
  #rootDepth = 0
  /** Depth at which elements stand: 1 in an array, 2 in the data of a page, 3 in that of a page in an array, 0 where there are none. */
  #elementDepth = 0
  #elementAt = -1
  #elementLine = 1
  /** Where an object begins that may be a page, or an element itself. */
  #rootAt = -1
  #hasPagesInArray = false

  constructor(file: string, onElement: (element: JsonElement) => void) {
    this.#file = file
    this.#onElement = onElement
  }

  push(chunk: Uint8Array): void {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#bytes, chunk])
    for (; this.#at < this.#bytes.length; this.#at++) this.#see(this.#bytes[this.#at] ?? 0)
    this.#drop()
  }

  /** Whether pages stood in an array: behind the last of them comes its end. */
  get hasPagesInArray(): boolean {
    return this.#hasPagesInArray
  }

  /** Call once after the last chunk. Throws BAD_INPUT for what was never closed. */
  end(): void {
    if (this.#depth > 0) throw this.#broken('is truncated: a bracket or quote is never closed')
  }

  #see(byte: number): void {
    if (this.#inString) return this.#seeInString(byte)
    switch (byte) {
      case quote:
        this.#inString = true
        this.#stringAt = this.#at
        return this.#beginElement()
      case openBrace:
      case openBracket:
        return this.#open(byte)
      case closeBrace:
      case closeBracket:
        return this.#close(byte)
      case comma:
        if (this.#depth === this.#elementDepth && this.#elementAt !== -1) this.#endElement(this.#at)
        return
      case newline:
        this.#line++
        return
      default:
        // Blanks, and the byte order mark at the beginning of the file.
        if (byte > 0x20 && !(this.#offset + this.#at < 3 && byte >= 0xbb)) this.#beginElement()
    }
  }

  #seeInString(byte: number): void {
    if (byte === backslash) this.#at++
    else if (byte === newline) this.#line++
    else if (byte === quote) {
      this.#inString = false
      if (this.#depth === this.#rootDepth + 1 && this.#rootAt !== -1)
        this.#lastString = this.#bytes.toString('utf8', this.#stringAt + 1, this.#at)
    }
  }

  #open(byte: number): void {
    if (this.#depth === 0) {
      if (byte === openBracket) this.#elementDepth = this.#rootDepth = 1
      else {
        this.#rootAt = this.#at
        this.#elementLine = this.#line
      }
    } else if (byte === openBracket && this.#depth === this.#rootDepth + 1 && this.#rootAt !== -1 && this.#lastString === 'data') {
      this.#hasPagesInArray ||= this.#rootDepth === 1
      this.#elementDepth = this.#depth + 1
      this.#rootAt = this.#elementAt = -1
    } else {
      this.#beginElement()
      // It may be a page.
      if (byte === openBrace && this.#depth === this.#rootDepth) this.#rootAt = this.#at
    }
    this.#depth++
  }

  #close(byte: number): void {
    if (this.#depth === 0) throw this.#broken('a bracket is closed that was never opened')
    if (this.#depth === this.#elementDepth) {
      if (byte !== closeBracket) throw this.#broken('an array is closed by a brace')
      if (this.#elementAt !== -1) this.#endElement(this.#at)
      this.#depth--
      if (this.#depth === 0) this.#rootDepth = 0
      this.#elementDepth = this.#rootDepth
      this.#lastString = ''
      return
    }
    this.#depth--
    if (this.#elementAt !== -1 && this.#depth === this.#elementDepth) return this.#endElement(this.#at + 1)
    if (this.#depth !== 0) return
    if (this.#rootAt !== -1) {
      this.#elementAt = this.#rootAt
      this.#endElement(this.#at + 1)
    }
    this.#lastString = ''
  }

  #beginElement(): void {
    if (this.#depth === 0) throw this.#broken('is not JSON, expected { or [')
    if (this.#depth !== this.#elementDepth || this.#elementAt !== -1) return
    this.#elementAt = this.#at
    this.#elementLine = this.#line
  }

  #endElement(end: number): void {
    const start = this.#elementAt
    this.#elementAt = this.#rootAt = -1
    this.#lastString = ''
    const text = this.#bytes.toString('utf8', start, end)
    this.#onElement({ text, line: this.#elementLine, byteOffset: this.#offset + start, byteLength: end - start })
  }

  /** Keeps only what an element that has begun still needs. */
  #drop(): void {
    const needed = [this.#elementAt, this.#rootAt, this.#inString && this.#rootAt !== -1 ? this.#stringAt : -1].filter((at) => at !== -1)
    const from = Math.min(this.#at, this.#bytes.length, ...needed)
    if (this.#bytes.length - from > elementBytesMax) throw this.#broken(`is longer than ${elementBytesMax} bytes`)
    this.#bytes = Buffer.from(this.#bytes.subarray(from))
    this.#offset += from
    this.#at -= from
    this.#stringAt -= from
    if (this.#elementAt !== -1) this.#elementAt -= from
    if (this.#rootAt !== -1) this.#rootAt -= from
  }

  #broken(why: string): HarnessError {
    return new HarnessError('BAD_INPUT', `${this.#file}: line ${this.#line} (byte ${this.#offset + this.#at}): ${why}`, {
      hint: 'expected JSON: pages of a list, an array, or one object a line',
    })
  }
}
