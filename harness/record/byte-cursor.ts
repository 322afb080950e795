/** Walks over the bytes of lines whose shape is known. Knows no field; whatever is not exactly as expected is left to a real parser. */

import { isSameAt, viewOf } from './byte-words.ts'

const quote = 0x22
const backslash = 0x5c
const minus = 0x2d
const zero = 0x30
const nine = 0x39
/** More digits than these may not be a number exactly. */
const digitsMax = 15

export class ByteCursor {
  bytes: Uint8Array = new Uint8Array(0)
  view = viewOf(this.bytes)
  at = 0

  set(bytes: Uint8Array, at: number): void {
    // Of the lines of one piece the view is one.
    if (bytes !== this.bytes) this.view = viewOf(bytes)
    this.bytes = bytes
    this.at = at
  }

  /** Whether exactly these bytes follow; then the cursor stands behind them. */
  skip(expected: DataView): boolean {
    return this.skipSame(expected, 0, expected.byteLength)
  }

  /** The same without a step. */
  isNext(expected: DataView): boolean {
    return isSameAt(this.view, this.at, expected, 0, expected.byteLength)
  }

  /** Whether `length` bytes of `other`, from `from` on, follow; then the cursor stands behind them. */
  skipSame(other: DataView, from: number, length: number): boolean {
    if (!isSameAt(this.view, this.at, other, from, length)) return false
    this.at += length
    return true
  }

  /** The place of the quote that ends a text of plain ASCII without escapes, and the cursor behind it; −1 for any other text. */
  textEnd(): number {
    const { bytes } = this
    for (let at = this.at; ; at++) {
      // Beyond the end there is no number, and no comparison holds.
      const byte = bytes[at] as number
      if (byte === quote) {
        this.at = at + 1
        return at
      }
      if (!(byte >= 0x20 && byte < 0x7f) || byte === backslash) return -1
    }
  }

  /** A whole number from 0 up as JSON writes it, and the cursor behind it; −1 for anything else. */
  count(): number {
    const { bytes, at: from } = this
    let value = 0
    let at = from
    for (; at < from + digitsMax; at++) {
      const byte = bytes[at] as number
      if (!(byte >= zero && byte <= nine)) break
      value = value * 10 + (byte - zero)
    }
    if (at === from || at === from + digitsMax || (bytes[from] === zero && at > from + 1)) return -1
    this.at = at
    return value
  }

  /** A whole number in its shortest form; NaN for anything else. */
  integer(): number {
    if (this.bytes[this.at] !== minus) {
      const value = this.count()
      return value === -1 ? Number.NaN : value
    }
    this.at++
    const value = this.count()
    return value > 0 ? -value : Number.NaN
  }
}

/** The bytes of a text of ASCII. */
export function bytesOf(text: string): DataView {
  return viewOf(Uint8Array.from(text, (character) => character.charCodeAt(0)))
}
