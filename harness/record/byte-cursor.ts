/** Walks over the bytes of lines whose shape is known. Knows no field; whatever is not exactly as expected is left to a real parser. */

const quote = 0x22
const backslash = 0x5c
const minus = 0x2d
const zero = 0x30
const nine = 0x39
/** More digits than these may not be a number exactly. */
const digitsMax = 15

export class ByteCursor {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0

  set(bytes: Uint8Array, at: number): void {
    this.bytes = bytes
    this.at = at
  }

  /** Whether exactly these bytes follow; then the cursor stands behind them. */
  skip(expected: Uint8Array): boolean {
    const { bytes, at } = this
    const { length } = expected
    for (let index = 0; index < length; index++) if (bytes[at + index] !== expected[index]) return false
    this.at = at + length
    return true
  }

  /** The same without a step. */
  isNext(expected: Uint8Array): boolean {
    const { bytes, at } = this
    for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false
    return true
  }

  /** Whether the bytes of `other` from `from` up to `to` follow; then the cursor stands behind them. */
  skipSame(other: Uint8Array, from: number, to: number): boolean {
    const { bytes } = this
    let at = this.at
    for (let index = from; index < to; index++) if (bytes[at++] !== other[index]) return false
    this.at = at
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
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
