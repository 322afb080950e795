/**
 * The records of a run by their content, as bytes. The rows of other files repeat content, identity and amounts of a record: they are compared
 * with these, and no text is made of them. Knows no file.
 */

import { Buffer } from 'node:buffer'

import { identityOf } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { ByteCursor } from './byte-cursor.ts'

/** Of a content: 32 lower-case hexadecimal digits. */
const contentLength = 32
/** Digits that the hash of a content is made of: contents are hashes already. */
const hashedDigits = 8

export class KnownRecords {
  #texts = Buffer.allocUnsafe(1 << 20)
  #length = 0
  /** Of each record: where its identity begins, where its amounts do, and where they end. */
  readonly #starts: number[] = []
  readonly #amounts: number[] = []
  #contents: Buffer = Buffer.alloc(0)
  /** Record + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1)

  /** Adds the next record, whatever texts it has. */
  add(record: CanonicalRecord): void {
    const { currency, grossMinor, netMinor } = record
    this.#begin()
    this.#addText(JSON.stringify(identityOf(record)).slice(1, -1))
    this.#beginAmounts()
    this.#addText(`"currency":${JSON.stringify(currency)},"grossMinor":"${grossMinor}","netMinor":"${netMinor}",`)
  }

  /** Adds the next record from the pieces of its line that are `"tenant":…,"merchant":…,` and so on, each as in the lines of rows. */
  addPieces(
    bytes: Buffer,
    identity: readonly [number, number, number, number],
    amounts: readonly [number, number, number, number, number, number],
  ): void {
    this.#begin()
    this.#addBytes(bytes, identity[0], identity[1])
    this.#addBytes(bytes, identity[2], identity[3])
    this.#beginAmounts()
    this.#addBytes(bytes, amounts[0], amounts[1])
    this.#addComma()
    this.#addBytes(bytes, amounts[2], amounts[3])
    this.#addBytes(bytes, amounts[4], amounts[5])
  }

  /** Makes the added records known by their contents, which are as many. Of equal ones the last counts. */
  index(contents: readonly string[]): void {
    this.#starts.push(this.#length)
    this.#contents = Buffer.from(contents.join(''), 'latin1')
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * contents.length + 2)))
    for (let index = 0; index < contents.length; index++) {
      this.#slots[this.#slotOf(this.#contents, index * contentLength)] = index + 1
    }
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

  #begin(): void {
    this.#starts.push(this.#length)
  }

  #beginAmounts(): void {
    this.#amounts.push(this.#length)
  }

  #addText(text: string): void {
    this.#makeRoom(3 * text.length)
    this.#length += this.#texts.write(text, this.#length)
  }

  #addComma(): void {
    this.#makeRoom(1)
    this.#texts[this.#length++] = 0x2c
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
