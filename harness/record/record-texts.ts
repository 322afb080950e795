/**
 * What rows of other files say of the records of a run, as bytes: beginnings that records share, identity, content, currency and amounts. Rows are
 * compared with them, and no text is made. Knows no record by its content.
 */

import { Buffer } from 'node:buffer'

import { giveUp } from '../model/give-up.ts'
import { bytesOf } from './byte-cursor.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { ByteTexts } from './byte-texts.ts'
import { copyTo, viewOf } from './byte-words.ts'

/** Of a content: 32 lower-case hexadecimal digits. */
export const contentLength = 32
/** What stands in a row between identity and content, and behind that. */
const contentName = bytesOf('},"content":"')
const endOfContent = bytesOf('",')
const netName = bytesOf('","netMinor":"')
/** Before the texts of a record: how long the rest of its identity is, the numbers of its beginning and its currency, and gross and net. */
const headerAt = { identity: 0, beginning: 4, currency: 8, gross: 12, net: 20 } as const
const headerBytes = 28

export class RecordTexts implements Disposable {
  #texts: Buffer
  #view: DataView
  #length = 0
  /** Where each record begins: the header, then its identity and its content as in every row. */
  #starts = new Float64Array(1 << 10)
  #count = 0
  /** What identities begin with, up to the text of the id: nothing in the first place. */
  readonly #beginnings: DataView[] = [bytesOf('')]
  readonly #currencies = new ByteTexts()
  /** What stands in a row of the final state before gross, by currency. */
  readonly #beforeGross: DataView[] = []

  /** Has room for what is kept of lines of so many bytes: all of one mapping is cheaper than to grow, and what is not filled takes no memory. */
  constructor(lineBytes: number) {
    this.#texts = Buffer.allocUnsafeSlow(lineBytes + (1 << 16))
    this.#view = viewOf(this.#texts)
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    giveUp(this.#texts, this.#starts)
  }

  get count(): number {
    return this.#count
  }

  /** All of it, and the same to be read as numbers; others once room had to be made. */
  get bytes(): Buffer {
    return this.#texts
  }

  get view(): DataView {
    return this.#view
  }

  hasBeginning(number: number): boolean {
    return this.#beginnings[number] !== undefined
  }

  setBeginning(number: number, text: DataView): void {
    this.#beginnings[number] = text
  }

  /** Begins a record whose texts are, besides its content, hardly longer than `bytes`. */
  begin(bytes: number, beginning: number): void {
    const needed = this.#length + headerBytes + bytes + contentName.byteLength + contentLength + endOfContent.byteLength
    if (needed > this.#texts.length) {
      this.#texts = Buffer.concat([this.#texts], Math.max(2 * this.#texts.length, needed))
      this.#view = viewOf(this.#texts)
    }
    if (this.#count === this.#starts.length) this.#starts = new Float64Array(this.#starts.buffer.transfer(2 * this.#starts.byteLength))
    this.#starts[this.#count++] = this.#length
    this.#view.setUint32(this.#length + headerAt.beginning, beginning)
    this.#length += headerBytes
  }

  /** Adds to the identity of the record that was begun. */
  addBytes(source: DataView, from: number, to: number): void {
    copyTo(this.#view, this.#length, source, from, to)
    this.#length += to - from
  }

  /** Ends its identity. The place of the content, which is left to be written into `bytes`. */
  endIdentity(): number {
    const start = this.#starts[this.#count - 1] as number
    this.#view.setUint32(start, this.#length - start - headerBytes)
    this.addBytes(contentName, 0, contentName.byteLength)
    const content = this.#length
    this.#length = content + contentLength
    this.addBytes(endOfContent, 0, endOfContent.byteLength)
    return content
  }

  /** Of the record that was begun last; its currency is the text from `from` to `to`. */
  setAmounts(view: DataView, from: number, to: number, gross: number, net: number): void {
    const start = this.#starts[this.#count - 1] as number
    const currency = this.#currencies.idOf(view, from, to)
    if (this.#beforeGross[currency] === undefined) {
      const text = Buffer.from(view.buffer, view.byteOffset + from, to - from)
      this.#beforeGross[currency] = viewOf(Buffer.concat([Buffer.from('"currency":"'), text, Buffer.from('","grossMinor":"')]))
    }
    this.#view.setUint32(start + headerAt.currency, currency)
    this.#view.setFloat64(start + headerAt.gross, gross)
    this.#view.setFloat64(start + headerAt.net, net)
  }

  /** Where the content of a record stands. */
  contentFrom(index: number): number {
    const start = this.#starts[index] as number
    return start + headerBytes + this.#view.getUint32(start) + contentName.byteLength
  }

  /** Whether identity and content of the record follow as in a row; then the cursor stands behind them. */
  skipKey(index: number, cursor: ByteCursor): boolean {
    const start = this.#starts[index] as number
    const from = cursor.at
    if (!cursor.skip(this.#beginnings[this.#view.getUint32(start + headerAt.beginning)] as DataView)) return false
    const length = this.#view.getUint32(start) + contentName.byteLength + contentLength + endOfContent.byteLength
    if (cursor.skipSame(this.#view, start + headerBytes, length)) return true
    cursor.at = from
    return false
  }

  /** Whether currency, gross and net of the record follow as in a row of the final state; then the cursor stands behind them, else anywhere. */
  skipAmounts(index: number, cursor: ByteCursor): boolean {
    const start = this.#starts[index] as number
    if (!cursor.skip(this.#beforeGross[this.#view.getUint32(start + headerAt.currency)] as DataView)) return false
    if (cursor.integer() !== this.#view.getFloat64(start + headerAt.gross) || !cursor.skip(netName)) return false
    return cursor.integer() === this.#view.getFloat64(start + headerAt.net) && cursor.skip(endOfContent)
  }
}
