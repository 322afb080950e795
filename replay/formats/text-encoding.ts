/** Which encoding a file's text is in, and UTF-16 to UTF-8. Knows no formats. */

import { isUtf8 } from 'node:buffer'

/** How the bytes of a file begin; what has no mark is ASCII until a byte says otherwise. */
export type Utf16 = 'utf-16le' | 'utf-16be'

/** UTF-16 is known by its mark, or by the empty half of its first letter. */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  const [first = 1, second = 1] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (head.length < 2) return undefined
  if (second === 0 && first !== 0) return 'utf-16le'
  return first === 0 && second !== 0 ? 'utf-16be' : undefined
}

export function hasUtf8Mark(head: Uint8Array): boolean {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
}

/** The beginning of a file as text, whatever its encoding: enough to see what it is. */
export function headText(head: Uint8Array): string {
  return new TextDecoder(utf16Of(head) ?? 'utf-8').decode(head)
}

/**
 * Decides between UTF-8 and windows-1252 by the first line that is not ASCII: text of one byte a letter is practically never
 * well-formed UTF-8. A mark decides at once. After that, what does not fit is a fault of its row.
 */
export class LineDecoder {
  #encoding: 'ascii' | 'utf-8' | 'utf-8-bom' | 'windows-1252' | Utf16

  #hasOwnLetters = false

  constructor(marked: 'ascii' | 'utf-8-bom' | Utf16) {
    this.#encoding = marked
  }

  get encoding(): string {
    return this.#encoding
  }

  /** Its common name: where no byte is used that only windows-1252 has, the text is ISO 8859-1 as well. */
  get commonName(): string {
    return this.#encoding === 'windows-1252' && !this.#hasOwnLetters ? 'iso-8859-1' : this.#encoding
  }

  /** Text of a line that is not ASCII and would be `asUtf8`; `broken` if it does not fit the encoding of the lines before. */
  decode(bytes: Uint8Array, asUtf8: string): { readonly text: string; readonly broken: boolean } {
    const fits = isUtf8(bytes)
    if (this.#encoding === 'ascii') this.#encoding = fits ? 'utf-8' : 'windows-1252'
    if (this.#encoding !== 'windows-1252') {
      const text = fits ? asUtf8 : utf8.decode(bytes)
      // Of UTF-16 the halves of broken pairs have become replacement characters.
      return { text, broken: !fits || (this.#encoding.startsWith('utf-16') && text.includes('\uFFFD')) }
    }
    const text = windows1252.decode(bytes)
    this.#hasOwnLetters ||= bytes.some((byte) => byte >= 0x80 && byte < 0xa0)
    return { text, broken: /[\u0081\u008D\u008F\u0090\u009D]/.test(text) }
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

/** UTF-16 to UTF-8, a chunk at a time. A half of a letter at the end becomes a replacement character. */
export class Utf16Reader {
  readonly #decoder: TextDecoder

  constructor(encoding: Utf16) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true })
  }

  push(chunk: Uint8Array): Buffer {
    return Buffer.from(this.#decoder.decode(chunk, { stream: true }))
  }

  end(): Buffer {
    return Buffer.from(this.#decoder.decode())
  }
}
