/** The records of a run by their content: which one a row of another file is about, and whether it says the same of it. Knows no file. */

import { Buffer } from 'node:buffer'

import { giveUp } from '../model/give-up.ts'
import { contentOf, identityOf, writeContentOfText } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { bytesOf } from './byte-cursor.ts'
import type { ByteCursor } from './byte-cursor.ts'
import { copyTo, isSameAt, viewOf } from './byte-words.ts'
import { contentLength, RecordTexts } from './record-texts.ts'
import { fieldAt, RecordWalk } from './record-walk.ts'

const sideName = '"side":"'
const sourceName = '"source":"'
const idName = bytesOf('"recordId":"')

export class KnownRecords implements Disposable {
  readonly #texts: RecordTexts
  readonly #walk = new RecordWalk()
  /** Record + 1 by hash, 0 where free; open addressing, never more than half full. */
  #slots = new Int32Array(1)
  #areDistinct = true

  /** Has room for what is kept of lines of so many bytes. */
  constructor(lineBytes: number) {
    this.#texts = new RecordTexts(lineBytes)
  }

  /** Nothing can be asked any more. */
  [Symbol.dispose](): void {
    this.#texts[Symbol.dispose]()
    giveUp(this.#slots)
  }

  /** Adds the next record, whatever texts it has. */
  add(record: CanonicalRecord): void {
    const { currency, grossMinor, netMinor } = record
    const texts = this.#texts
    const identity = Buffer.from(JSON.stringify(identityOf(record)).slice(1, -1))
    texts.begin(identity.length, 0)
    texts.addBytes(viewOf(identity), 0, identity.length)
    const content = texts.endIdentity()
    texts.bytes.write(contentOf(record), content, 'latin1')
    const text = Buffer.from(JSON.stringify(currency).slice(1, -1))
    // Amounts that no number holds are no row's, which has then to be read by another.
    texts.setAmounts(viewOf(text), 0, text.length, Number(grossMinor), Number(netMinor))
  }

  /** Adds the next record from its line at a place and answers the place behind it; −1 for one that is not in the usual form, which is not added. */
  scan(bytes: Buffer, start: number): number {
    const walk = this.#walk
    const next = walk.line(bytes, start)
    if (next === -1) return -1
    const { view, from, to, grossMinor, netMinor } = walk
    const texts = this.#texts
    const beginning = walk.owner + 1
    if (!texts.hasBeginning(beginning)) texts.setBeginning(beginning, this.#beginning(start))
    texts.begin(next - start, beginning)
    texts.addBytes(view, from[fieldAt.recordId] as number, (to[fieldAt.kind] as number) + 1)
    const content = texts.endIdentity()
    // Its content is the hash of its line.
    writeContentOfText(bytes.subarray(start, next - 1), texts.bytes, content)
    texts.setAmounts(view, from[fieldAt.currency] as number, to[fieldAt.currency] as number, grossMinor, netMinor)
    return next
  }

  /** Makes the added records known by their contents. Of equal ones the last counts. */
  index(): void {
    const { count, view } = this.#texts
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)))
    for (let index = 0; index < count; index++) {
      const slot = this.#slotOf(view, this.#texts.contentFrom(index))
      if (this.#slots[slot] !== 0) this.#areDistinct = false
      this.#slots[slot] = index + 1
    }
  }

  /** How many were added. */
  get count(): number {
    return this.#texts.count
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
      const from = this.#texts.contentFrom(index)
      copyTo(view, index * contentLength, this.#texts.view, from, from + contentLength)
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
    return this.#texts.skipKey(index, cursor)
  }

  /** Whether currency, gross and net of the record follow as in a row of the final state; then the cursor stands behind them, else anywhere. */
  skipAmounts(index: number, cursor: ByteCursor): boolean {
    return this.#texts.skipAmounts(index, cursor)
  }

  /** The slot that holds the content at a place, or a free one. */
  #slotOf(view: DataView, at: number): number {
    // Contents are hashes already: a few of the digits are enough, turned into a number whose low bits come from all of them.
    const digits = Math.imul(view.getInt32(at, true), 0x85ebca6b) ^ Math.imul(view.getInt32(at + 4, true), 0xc2b2ae35)
    const mask = this.#slots.length - 1
    const texts = this.#texts
    for (let slot = (digits ^ (digits >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] as number) - 1
      if (index === -1 || isSameAt(view, at, texts.view, texts.contentFrom(index), contentLength)) return slot
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
}
