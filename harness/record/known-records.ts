/**
 * The records of a run by their content, as bytes. The rows of other files repeat content, identity and amounts of a record: they are compared
 * with these, and no text is made of them. Knows no file.
 */

import { Buffer } from 'node:buffer'

import { contentOf, identityOf, writeContentOfText } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { fieldAt } from './record-walk.ts'
import type { RecordWalk } from './record-walk.ts'

/** Of a content: 32 lower-case hexadecimal digits. */
export const contentLength = 32
const sideName = '"side":"'
const sourceName = '"source":"'
const currencyName = '"currency":"'
/** A line of a record is hardly shorter. */
const lineBytesMin = 200
/** Digits that the hash of a content is made of: contents are hashes already. */
const hashedDigits = 8

export class KnownRecords {
  #texts: Buffer
  #length = 0
  /** Of each record: where its identity begins, where its amounts do, and where they end. */
  readonly #starts: number[] = []
  readonly #amounts: number[] = []
  #contents: Buffer
  /** Record + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1)

  /** Has room for what is kept of lines of so many bytes: all of one mapping is cheaper than to grow, and what is not filled takes no memory. */
  constructor(lineBytes: number) {
    this.#texts = Buffer.allocUnsafeSlow(lineBytes + (1 << 16))
    this.#contents = Buffer.allocUnsafeSlow(Math.ceil(lineBytes / lineBytesMin) * contentLength + (1 << 16))
  }

  /** Adds the next record, whatever texts it has. */
  add(record: CanonicalRecord): void {
    const { currency, grossMinor, netMinor } = record
    const content = this.#roomForContent()
    this.#contents.write(contentOf(record), content, 'latin1')
    this.#starts.push(this.#length)
    this.#addText(JSON.stringify(identityOf(record)).slice(1, -1))
    this.#beginAmounts()
    this.#addText(`"currency":${JSON.stringify(currency)},"grossMinor":"${grossMinor}","netMinor":"${netMinor}",`)
  }

  /** Adds the next record from its line, that `walk` went over up to `end`: there its content is the hash of the line. */
  addLine({ bytes, from, to, grossFrom, feeFrom, netFrom }: RecordWalk, start: number, end: number): void {
    const content = this.#roomForContent()
    writeContentOfText(bytes.subarray(start, end), this.#contents, content)
    this.#starts.push(this.#length)
    // The pieces `"tenant":…,"merchant":…,` and so on, each as in the lines of rows.
    this.#addBytes(bytes, start + 1, (from[fieldAt.side] as number) - sideName.length)
    this.#addBytes(bytes, (from[fieldAt.source] as number) - sourceName.length, (to[fieldAt.kind] as number) + 1)
    this.#beginAmounts()
    const currencyFrom = (from[fieldAt.currency] as number) - currencyName.length
    this.#addBytes(bytes, currencyFrom, (to[fieldAt.currency] as number) + 2)
    this.#addBytes(bytes, grossFrom, feeFrom)
    this.#addBytes(bytes, netFrom, currencyFrom)
  }

  /** Makes the added records known by their contents. Of equal ones the last counts. */
  index(): void {
    this.#starts.push(this.#length)
    const { count } = this
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)))
    for (let index = 0; index < count; index++) this.#slots[this.#slotOf(this.#contents, index * contentLength)] = index + 1
  }

  /** How many were added. */
  get count(): number {
    return this.#amounts.length
  }

  /** The contents of all, one behind the other. */
  contents(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#contents.subarray(0, this.count * contentLength))
  }

  /** The record of the content at the cursor, which then stands behind it; −1 where there is none. */
  skipContent(cursor: ByteCursor): number {
    const index = (this.#slots[this.#slotOf(cursor.bytes, cursor.at)] as number) - 1
    if (index !== -1) cursor.at += contentLength
    return index
  }

  /** The record of a content; −1 where there is none. */
  indexOf(content: string): number {
    const bytes = Buffer.from(content)
    return bytes.length === contentLength ? (this.#slots[this.#slotOf(bytes, 0)] as number) - 1 : -1
  }

  /** Whether exactly the identity of the record stands in these bytes. */
  isIdentity(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[index] as number
    const length = (this.#amounts[index] as number) - start
    if (length !== to - from) return false
    const texts = this.#texts
    for (let at = 0; at < length; at++) if (texts[start + at] !== bytes[from + at]) return false
    return true
  }

  /** Whether currency, gross and net of the record follow as in a row of the final state; then the cursor stands behind them. */
  skipAmounts(index: number, cursor: ByteCursor): boolean {
    return cursor.skipSame(this.#texts, this.#amounts[index] as number, this.#starts[index + 1] as number)
  }

  /** The slot that holds the content at a place, or a free one. */
  #slotOf(bytes: Uint8Array, at: number): number {
    let hash = 0
    for (let digit = 0; digit < hashedDigits; digit++) {
      const byte = bytes[at + digit] as number
      hash = (hash << 4) ^ (byte > 0x39 ? byte - 0x57 : byte - 0x30)
    }
    const mask = this.#slots.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index === -1 || this.#isContent(index, bytes, at)) return slot
    }
  }

  #isContent(index: number, bytes: Uint8Array, at: number): boolean {
    const start = index * contentLength
    const contents = this.#contents
    for (let digit = 0; digit < contentLength; digit++) if (contents[start + digit] !== bytes[at + digit]) return false
    return true
  }

  /** The place of the next record's content, where there is room for it. */
  #roomForContent(): number {
    const start = this.#starts.length * contentLength
    if (start + contentLength > this.#contents.length) this.#contents = Buffer.concat([this.#contents], 2 * this.#contents.length)
    return start
  }

  #beginAmounts(): void {
    this.#amounts.push(this.#length)
  }

  #addText(text: string): void {
    this.#makeRoom(3 * text.length)
    this.#length += this.#texts.write(text, this.#length)
  }

  #addBytes(bytes: Buffer, from: number, to: number): void {
    this.#makeRoom(to - from)
    const texts = this.#texts
    let at = this.#length
    // A call to copy costs more than these few bytes.
    for (let source = from; source < to; source++) texts[at++] = bytes[source] as number
    this.#length = at
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#texts.length) return
    this.#texts = Buffer.concat([this.#texts], Math.max(2 * this.#texts.length, this.#length + bytes))
  }
}
