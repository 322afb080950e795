/** Bytes of a file to text whose characters have byte offsets, for formats that name no encoding or the wrong one. */

import { isAscii, isUtf8 } from 'node:buffer'

/**
 * Each byte becomes one character first, so that offsets need no counting; `decode` turns a piece into what it says: UTF-8
 * where it is valid, else windows-1252, which old files hold whatever their header claims. UTF-16 needs its byte order mark.
 */
export class TextChunks {
  /** Bytes of the mark that the file begins with. */
  markBytes = 0
  bytesPerChar = 1
  #wide: TextDecoder | undefined
  #started = false
  #hasHighBytes = false
  #hasLatin = false

  /** Whether nothing but ASCII has been seen: `decode` then leaves every piece as it is. */
  get isAscii(): boolean {
    return !this.#hasHighBytes && this.#wide === undefined
  }

  /** The text of a chunk. Give at least three bytes at first. */
  text(chunk: Uint8Array): string {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (this.#wide !== undefined) return this.#wide.decode(bytes, { stream: true })
    if (!this.#started) {
      this.#started = true
      const [first, second, third] = bytes
      if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
        this.markBytes = 2
        this.bytesPerChar = 2
        this.#wide = new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be')
        return this.#wide.decode(bytes, { stream: true })
      }
      if (first === 0xef && second === 0xbb && third === 0xbf) {
        this.markBytes = 3
        return this.text(bytes.subarray(3))
      }
    }
    if (!this.#hasHighBytes && !isAscii(bytes)) this.#hasHighBytes = true
    return bytes.toString('latin1')
  }

  decode(piece: string): string {
    if (!this.#hasHighBytes || !/[\u0080-\u00ff]/.test(piece)) return piece
    const bytes = Buffer.from(piece, 'latin1')
    if (isUtf8(bytes)) return bytes.toString('utf8')
    this.#hasLatin = true
    return windows1252.decode(bytes)
  }

  /** What the pieces that were decoded have shown. */
  encoding(): string {
    if (this.#wide !== undefined) return this.#wide.encoding
    if (this.#hasLatin) return 'iso-8859-1'
    if (this.markBytes === 3) return 'utf-8-bom'
    return this.#hasHighBytes ? 'utf-8' : 'ascii'
  }
}

/** Longer strings live in a part of the heap that is cleared seldom: a large file would fill it with what is long done. */
const pieceBytes = 32_768

/** A chunk in pieces whose text is cheap to forget. */
export function* piecesOf(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.byteLength; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes)
}

const windows1252 = new TextDecoder('windows-1252')
