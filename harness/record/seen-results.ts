/** Results as rows state them, each made once a record: its decisions, its history and its final state mostly say the same. Knows no file. */

import { Buffer } from 'node:buffer'

import type { ClaimedResult } from '../model/decision.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { decodePlainResult } from './state-lines.ts'

const comma = 0x2c
/** What follows a result. */
const end = Buffer.from(',"version":')

export class SeenResults {
  #texts = Buffer.allocUnsafe(1 << 20)
  #length = 0
  /** Of each record: where the text of its last result stands, how long it is, and what it says. */
  readonly #starts: Float64Array
  readonly #lengths: Int32Array
  readonly #results: (ClaimedResult | undefined)[]

  constructor(recordCount: number) {
    this.#starts = new Float64Array(recordCount)
    this.#lengths = new Int32Array(recordCount)
    this.#results = Array.from({ length: recordCount })
  }

  /** The result that follows, of a record, and the cursor behind it; undefined for one that is not of the usual form. */
  skip(record: number, cursor: ByteCursor): ClaimedResult | undefined {
    const known = this.#results[record]
    if (known !== undefined) {
      const start = this.#starts[record] as number
      const from = cursor.at
      if (cursor.skipSame(this.#texts, start, start + (this.#lengths[record] as number)) && isEnd(cursor)) return known
      cursor.at = from
    }
    return this.#read(record, cursor)
  }

  #read(record: number, cursor: ByteCursor): ClaimedResult | undefined {
    const { bytes, at: from } = cursor
    for (; bytes[cursor.at] !== comma || !isEnd(cursor); cursor.at++) {
      // The end of the line, or a byte that is not ASCII.
      if (!((bytes[cursor.at] as number) >= 0x20 && (bytes[cursor.at] as number) < 0x7f)) return undefined
    }
    const length = cursor.at - from
    const result = decodePlainResult(`{${(bytes as Buffer).toString('latin1', from, cursor.at)}}`)
    if (result === undefined) return undefined
    if (this.#length + length > this.#texts.length) this.#texts = Buffer.concat([this.#texts], 2 * this.#texts.length + length)
    this.#texts.set(bytes.subarray(from, cursor.at), this.#length)
    this.#results[record] = result
    this.#starts[record] = this.#length
    this.#lengths[record] = length
    this.#length += length
    return result
  }
}

function isEnd({ bytes, at }: ByteCursor): boolean {
  for (let index = 0; index < end.length; index++) if (bytes[at + index] !== end[index]) return false
  return true
}
