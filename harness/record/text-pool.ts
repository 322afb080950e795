/** Texts that occur again and again, made once: a name stands in hundreds of thousands of lines. Knows no field. */

import type { Buffer } from 'node:buffer'

/** A place holds the last text that fell there: a bounded memory, whatever the file holds. */
const places = 1 << 13

export class TextPool {
  readonly #texts: string[] = Array.from({ length: places }, () => '')

  /** The text of these bytes of ASCII. */
  of(bytes: Buffer, from: number, to: number): string {
    let hash = to - from
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    const place = (hash ^ (hash >>> 15)) & (places - 1)
    const known = this.#texts[place] as string
    if (isSame(known, bytes, from, to)) return known
    return (this.#texts[place] = bytes.toString('latin1', from, to))
  }
}

function isSame(text: string, bytes: Buffer, from: number, to: number): boolean {
  if (text.length !== to - from) return false
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== bytes[from + index]) return false
  return true
}
