/** Texts that occur again and again, made once: a name stands in hundreds of thousands of lines. Knows no field. */

import type { Buffer } from 'node:buffer'

import { copyTo, hashOf, isSameAt, viewOf } from './byte-words.ts'

/** A place holds the last text that fell there: a bounded memory, whatever the file holds. */
const places = 1 << 13
/** Longer texts are made each time. */
const lengthMax = 32

export class TextPool {
  readonly #texts: string[] = Array.from({ length: places }, () => '')
  /** The bytes of each. */
  readonly #bytes = viewOf(new Uint8Array(places * lengthMax))

  /** The text of these bytes of ASCII, which are seen through `view` too. */
  of(bytes: Buffer, view: DataView, from: number, to: number): string {
    const length = to - from
    if (length > lengthMax) return bytes.toString('latin1', from, to)
    const place = hashOf(view, from, to) & (places - 1)
    const known = this.#texts[place] as string
    if (known.length === length && isSameAt(view, from, this.#bytes, place * lengthMax, length)) return known
    copyTo(this.#bytes, place * lengthMax, view, from, to)
    return (this.#texts[place] = bytes.toString('latin1', from, to))
  }
}
