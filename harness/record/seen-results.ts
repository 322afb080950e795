/**
 * Results as rows state them, by number, mostly each once: decisions, history and final state say the same of a record, and records of one group
 * are often decided together and alike. Knows no file.
 */

import { Buffer } from 'node:buffer'

import type { ClaimedResult } from '../model/decision.ts'
import { giveUp } from '../model/give-up.ts'
import { bytesOf } from './byte-cursor.ts'
import type { ByteCursor } from './byte-cursor.ts'
import type { ByteTexts } from './byte-texts.ts'
import { copyTo, viewOf } from './byte-words.ts'
import { contentLength } from './record-texts.ts'
import type { KnownRecords } from './known-records.ts'
import { NumberTable } from './number-table.ts'
import { absent, firstContent, resultTypes } from './row-columns.ts'
import { decodePlainResult } from './state-lines.ts'

const comma = 0x2c
/** What follows a result. */
const end = bytesOf(',"version":')
const stateName = bytesOf('"state":"')
const ruleName = bytesOf(',"ruleId":"')
const varianceName = bytesOf(',"varianceMinor":"')
const leg1Name = bytesOf(',"leg1Group":"')
const leg2bName = bytesOf(',"leg2bGroup":"')
const payoutName = bytesOf(',"payout":{"memberCount":')
const residualName = bytesOf(',"residualMinor":"')
const payoutEnd = bytesOf('"}')
const detailName = bytesOf(',"detail":"NOT_DECOMPOSABLE"')
const quote = bytesOf('"')
/** Before the text of a result: its number, and how long it is. */
const headerBytes = 8
/** Of the text of a result; what is not filled takes no memory. */
const textBytesUsual = 160
const int32Max = 0x7fff_ffff

export class SeenResults implements Disposable {
  readonly table: NumberTable<typeof resultTypes>
  /** Results in another than the usual form. */
  readonly others: (readonly [id: number, result: ClaimedResult])[] = []
  readonly #known: KnownRecords
  readonly #names: ByteTexts
  #texts: Buffer
  #view: DataView
  #length = headerBytes
  /** Of each record: where its last result stands, the header before its text; 0 where there is none yet. */
  readonly #starts: Float64Array
  /** Where the result stands that was new last. */
  #newest = 0

  constructor(known: KnownRecords, names: ByteTexts) {
    const recordCount = known.count
    this.table = new NumberTable(resultTypes, recordCount)
    this.#known = known
    this.#names = names
    this.#texts = Buffer.allocUnsafeSlow(recordCount * textBytesUsual + (1 << 16))
    this.#view = viewOf(this.#texts)
    this.#starts = new Float64Array(recordCount)
  }

  /** The table and the others stay; nothing can be skipped any more. */
  [Symbol.dispose](): void {
    giveUp(this.#texts, this.#starts)
  }

  /** The result that follows, of a record, and the cursor behind it; −1 for one that is not of a form that every reader takes. */
  skip(record: number, cursor: ByteCursor): number {
    const start = (this.#starts[record] as number) || this.#newest
    const from = cursor.at
    if (start !== 0) {
      const length = this.#view.getUint32(start - 4)
      if (cursor.skipSame(this.#view, start, length) && cursor.isNext(end)) {
        this.#starts[record] = start
        return this.#view.getUint32(start - headerBytes)
      }
      cursor.at = from
    }
    let result = this.#usual(cursor)
    if (result === -1) {
      cursor.at = from
      result = this.#other(cursor)
    }
    if (result !== -1) this.#remember(record, result, cursor.view, from, cursor.at)
    return result
  }

  /** A result as it is written, field by field. */
  #usual(cursor: ByteCursor): number {
    if (!cursor.skip(stateName)) return -1
    const state = this.#text(cursor)
    const ruleId = cursor.skip(ruleName) ? this.#text(cursor) : absent
    if (state === -1 || ruleId === -1 || !cursor.skip(varianceName)) return -1
    const varianceMinor = cursor.integer()
    if (Number.isNaN(varianceMinor) || !cursor.skip(quote)) return -1
    const leg1Group = cursor.skip(leg1Name) ? this.#group(cursor) : absent
    const leg2bGroup = leg1Group !== -1 && cursor.skip(leg2bName) ? this.#group(cursor) : absent
    if (leg1Group === -1 || leg2bGroup === -1) return -1
    let memberCount = absent
    let residualMinor = 0
    if (cursor.skip(payoutName)) {
      memberCount = cursor.count()
      if (memberCount === -1 || memberCount > int32Max || !cursor.skip(residualName)) return -1
      residualMinor = cursor.integer()
      if (Number.isNaN(residualMinor) || !cursor.skip(payoutEnd)) return -1
    }
    const detail = cursor.skip(detailName) ? 1 : 0
    if (!cursor.isNext(end)) return -1
    const id = this.table.add()
    const { columns } = this.table
    columns.state[id] = state
    columns.ruleId[id] = ruleId
    columns.varianceMinor[id] = varianceMinor
    columns.leg1Group[id] = leg1Group
    columns.leg2bGroup[id] = leg2bGroup
    columns.memberCount[id] = memberCount
    columns.residualMinor[id] = residualMinor
    columns.detail[id] = detail
    return id
  }

  /** The same fields in another order, amounts that no number holds. */
  #other(cursor: ByteCursor): number {
    const { bytes, at: from } = cursor
    for (; bytes[cursor.at] !== comma || !cursor.isNext(end); cursor.at++) {
      // The end of the line, or a byte that is not ASCII.
      if (!((bytes[cursor.at] as number) >= 0x20 && (bytes[cursor.at] as number) < 0x7f)) return -1
    }
    const result = decodePlainResult(`{${(bytes as Buffer).toString('latin1', from, cursor.at)}}`)
    if (result === undefined) return -1
    const id = this.table.add()
    this.others.push([id, result])
    return id
  }

  #remember(record: number, result: number, view: DataView, from: number, to: number): void {
    const start = this.#length
    const length = to - from
    if (start + length + headerBytes > this.#texts.length) {
      this.#texts = Buffer.concat([this.#texts], 2 * this.#texts.length + length)
      this.#view = viewOf(this.#texts)
    }
    this.#view.setUint32(start - headerBytes, result)
    this.#view.setUint32(start - 4, length)
    copyTo(this.#view, start, view, from, to)
    this.#starts[record] = start
    this.#newest = start
    this.#length = start + length + headerBytes
  }

  /** The number of the text at the cursor, which then stands behind its quote; −1 for one that is empty or none of plain ASCII. */
  #text(cursor: ByteCursor): number {
    const from = cursor.at
    const to = cursor.textEnd()
    return to <= from ? -1 : this.#names.idOf(cursor.view, from, to)
  }

  /** The same of the name of a group, which mostly is the content of a record: that need not be kept as a text. */
  #group(cursor: ByteCursor): number {
    const { at: from } = cursor
    const record = this.#known.ofContent(cursor.view, from)
    cursor.at = from + contentLength
    if (record !== -1 && cursor.skip(quote)) return firstContent - record
    cursor.at = from
    return this.#text(cursor)
  }
}
