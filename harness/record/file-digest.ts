/** A digest of a file, taken as its bytes pass: it shows damage and edits, and is no proof against a forger. Knows no file. */

import { crc32 } from 'node:zlib'

export class FileDigest {
  #value = 0

  add(bytes: string | Uint8Array): void {
    this.#value = crc32(bytes, this.#value)
  }

  /** Eight hexadecimal digits. */
  text(): string {
    return this.#value.toString(16).padStart(8, '0')
  }
}

export function digestOf(bytes: string | Uint8Array): string {
  const digest = new FileDigest()
  digest.add(bytes)
  return digest.text()
}
