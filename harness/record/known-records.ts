/**
 * The records of a run by their content, as bytes. The rows of other files repeat content, identity and amounts of a record: they are compared
 * with these, and no text is made of them. Knows no file.
 */

import { Buffer } from 'node:buffer'

import { giveUp } from '../model/give-up.ts'
import { contentOf, identityOf, writeContentOfText } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { bytesOf } from './byte-cursor.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { ByteTexts } from './byte-texts.ts'
import { copyTo, isSameAt, viewOf } from './byte-words.ts'
import { fieldAt, RecordWalk } from './record-walk.ts'

/** Of a content: 32 lower-case hexadecimal digits. */
export const contentLength = 32
const sideName = '"side":"'
const sourceName = '"source":"'
/** What stands in a row between identity and content, and behind that. */
const contentName = bytesOf('},"content":"')
const endOfContent = bytesOf('",')
const netName = bytesOf('","netMinor":"')
/** Before the texts of a record: how long the rest of its identity is, the numbers of its beginning and its currency, and gross and net. */
const headerAt = { identity: 0, beginning: 4, currency: 8, gross: 12, net: 20 } as const
const headerBytes = 28
const idName = bytesOf('"recordId":"')
const nothing = bytesOf('')

export class KnownRecords implements Disposable {
  #texts: Buffer
  #view: DataView
  #length = 0
  /** Where each record begins: the header, then its identity and its content as in every row. */
  #starts = new Float64Array(1 << 10)
  #count = 0
  readonly #walk = new RecordWalk()
  /** What identities begin with, up to the text of the id: nothing in the first place, then what those of each of the walk's owners do. */
  readonly #beginnings: DataView[] = [nothing]
  readonly #currencies = new ByteTexts()
  /** What stands in a row of the final state before gross, by currency. */
  readonly #beforeGross: DataView[] = []
  /** Record + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1)
  #areDistinct = true

  /** Has room for what is kept of lines of so many bytes: all of one mapping is cheaper than to grow, and what is not filled takes no memory. */
  constructor(lineBytes: number) {
    this.#texts = Buffer.allocUnsafeSlow(lineBytes + (1 << 16))
    this.#view = viewOf(this.#texts)
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    giveUp(this.#texts, this.#starts, this.#slots)
  }

  /** Adds the next record, whatever texts it has. */
  add(record: CanonicalRecord): void {
    const { currency, grossMinor, netMinor } = record
    const identity = Buffer.from(JSON.stringify(identityOf(record)).slice(1, -1))
    this.#begin(identity.length, 0)
    this.#length += identity.copy(this.#texts, this.#length)
    this.#texts.write(contentOf(record), this.#endIdentity(identity.length), 'latin1')
    const text = Buffer.from(JSON.stringify(currency).slice(1, -1))
    // Amounts that no number holds are no row's, which has then to be read by another.
    this.#setAmounts(viewOf(text), 0, text.length, Number(grossMinor), Number(netMinor))
  }

  /** Adds the next record from its line at a place and answers the place behind it; −1 for one that is not in the usual form, which is not added. */
  scan(bytes: Buffer, start: number): number {
    const walk = this.#walk
    const next = walk.line(bytes, start)
    if (next === -1) return -1
    const { view, from, to, grossMinor, netMinor } = walk
    this.#beginnings[walk.owner + 1] ??= this.#beginning(start)
    this.#begin(next - start, walk.owner + 1)
    const identityFrom = this.#length
    this.#addBytes(view, from[fieldAt.recordId] as number, (to[fieldAt.kind] as number) + 1)
    const content = this.#endIdentity(this.#length - identityFrom)
    // Its content is the hash of its line.
    writeContentOfText(bytes.subarray(start, next - 1), this.#texts, content)
    this.#setAmounts(view, from[fieldAt.currency] as number, to[fieldAt.currency] as number, grossMinor, netMinor)
    return next
  }

  /** Makes the added records known by their contents. Of equal ones the last counts. */
  index(): void {
    const { count } = this
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)))
    for (let index = 0; index < count; index++) {
      const slot = this.#slotOf(this.#view, this.#contentFrom(index))
      if (this.#slots[slot] !== 0) this.#areDistinct = false
      this.#slots[slot] = index + 1
    }
  }

  /** How many were added. */
  get count(): number {
    return this.#count
  }

  /** Whether no two of those that are known by their contents have the same. */
  get areDistinct(): boolean {
    return this.#areDistinct
  }

  /** The contents of all, one behind the other. */
  contents(): Uint8Array<ArrayBuffer> {
    const digits = new Uint8Array(this.count * contentLength)
    const view = viewOf(digits)
    for (let index = 0; index < this.count; index++) {
      const from = this.#contentFrom(index)
      copyTo(view, index * contentLength, this.#view, from, from + contentLength)
    }
    return digits
  }

  /** The record of the content at a place; −1 where there is none. */
  ofContent(view: DataView, at: number): number {
    return at + contentLength > view.byteLength ? -1 : (this.#slots[this.#slotOf(view, at)] as number) - 1
  }

  /** The same of a text. */
  indexOf(content: string): number {
    const bytes = Buffer.from(content)
    return bytes.length === contentLength ? this.ofContent(viewOf(bytes), 0) : -1
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

  #contentFrom(index: number): number {
    const start = this.#starts[index] as number
    return start + headerBytes + this.#view.getUint32(start) + contentName.byteLength
  }

  /** The slot that holds the content at a place, or a free one. */
  #slotOf(view: DataView, at: number): number {
    // Contents are hashes already: a few of the digits are enough, turned into a number whose low bits come from all of them.
    const digits = Math.imul(view.getInt32(at, true), 0x85ebca6b) ^ Math.imul(view.getInt32(at + 4, true), 0xc2b2ae35)
    const mask = this.#slots.length - 1
    for (let slot = (digits ^ (digits >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index === -1 || isSameAt(view, at, this.#view, this.#contentFrom(index), contentLength)) return slot
    }
  }

  /** The pieces `"tenant":…,"merchant":…,` and `"source":…,"account":…,"recordId":"` of the walk's line, each as in the lines of rows. */
  #beginning(start: number): DataView {
    const { view, from, to } = this.#walk
    const ofTenant = [start + 1, (from[fieldAt.side] as number) - sideName.length] as const
    const ofSource = [(from[fieldAt.source] as number) - sourceName.length, (to[fieldAt.account] as number) + 2] as const
    const length = ofTenant[1] - ofTenant[0]
    const text = viewOf(new Uint8Array(length + ofSource[1] - ofSource[0] + idName.byteLength))
    copyTo(text, 0, view, ...ofTenant)
    copyTo(text, length, view, ...ofSource)
    copyTo(text, text.byteLength - idName.byteLength, idName, 0, idName.byteLength)
    return text
  }

  /** Begins a record whose texts are, besides its content, hardly longer than `bytes`. */
  #begin(bytes: number, beginning: number): void {
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

  /** The place of the content, which is left to be written. */
  #endIdentity(bytes: number): number {
    this.#view.setUint32(this.#starts[this.#count - 1] as number, bytes)
    this.#addBytes(contentName, 0, contentName.byteLength)
    const content = this.#length
    this.#length = content + contentLength
    this.#addBytes(endOfContent, 0, endOfContent.byteLength)
    return content
  }

  /** The currency is the text from `from` to `to`. */
  #setAmounts(view: DataView, from: number, to: number, gross: number, net: number): void {
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

  #addBytes(source: DataView, from: number, to: number): void {
    copyTo(this.#view, this.#length, source, from, to)
    this.#length += to - from
  }
}
