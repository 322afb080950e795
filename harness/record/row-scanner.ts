/**
 * Rows of the final state, of the decision history and of observed decisions, taken from their bytes: those in the usual form, of records that
 * are known. Everything else is left to the strict decoders, so that what is odd is told as it always was.
 */

import type { Buffer } from 'node:buffer'

import { giveUp } from '../model/give-up.ts'
import { ByteCursor, bytesOf } from './byte-cursor.ts'
import { ByteTexts } from './byte-texts.ts'
import type { KnownRecords } from './known-records.ts'
import type { NumberTable } from './number-table.ts'
import type { decisionTypes, rowTypes } from './row-columns.ts'
import { SeenCauses } from './seen-causes.ts'
import { SeenResults } from './seen-results.ts'

const identityOpening = bytesOf('{"identity":{')
const identityEnd = 0x7d
const contentName = bytesOf('},"content":"')
const usName = bytesOf('{"us":')
const partitionName = bytesOf(',"p":')
const offsetName = bytesOf(',"o":"')
const eventName = bytesOf('","e":')
const versionName = bytesOf(',"version":')
const causeName = bytesOf(',"cause":{"')
const ofPartition = bytesOf('partition":')
const causeOffset = bytesOf(',"offset":"')
const causeEnd = bytesOf('"}')
const ofClose = bytesOf('closeId":"')
const closeEnd = bytesOf('}')
const hostName = bytesOf(',"hostId":"')
const producedName = bytesOf(',"produced":')
const readName = bytesOf(',"read":')
const decidedName = bytesOf(',"decided":')
const lineEnd = bytesOf('}\n')
const eventEnd = bytesOf('}}\n')

/** Any table whose rows begin as all rows do. */
type RowTable = Pick<NumberTable<typeof rowTypes>, 'add' | 'columns'>

/** Offsets, counts and the like that a column of 32 bits holds. */
const int32Max = 0x7fff_ffff

/** Each method answers the place behind the line that begins at `at`, or −1 for one that is not taken; a row is added where it is. */
export class RowScanner implements Disposable {
  readonly texts = new ByteTexts()
  readonly results: SeenResults
  readonly causes: SeenCauses
  readonly #known: KnownRecords
  readonly #cursor = new ByteCursor()
  /** The record whose row came last, and behind the row of each the record whose row came then: files are often in one order. */
  #last = -1
  readonly #after: Int32Array

  constructor(known: KnownRecords) {
    this.#known = known
    this.results = new SeenResults(known, this.texts)
    this.causes = new SeenCauses(known.count)
    this.#after = new Int32Array(known.count)
    for (let index = 0; index < known.count; index++) this.#after[index] = index + 1
  }

  /** Texts and tables stay; nothing can be scanned any more. */
  [Symbol.dispose](): void {
    giveUp(this.#after)
    this.results[Symbol.dispose]()
  }

  decision(bytes: Buffer, at: number, originUs: number, table: NumberTable<typeof decisionTypes>): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    if (!cursor.skip(usName)) return -1
    const us = cursor.count()
    if (us === -1 || !cursor.skip(partitionName) || cursor.count() === -1 || !cursor.skip(offsetName)) return -1
    if (cursor.count() === -1 || !cursor.skip(eventName)) return -1
    const record = this.#record()
    const result = record === -1 ? -1 : this.results.skip(record, cursor)
    const version = result === -1 ? 0 : this.#version()
    if (version < 1) return -1
    const cause = this.#cause()
    if (cause === -1) return -1
    let host = -1
    let producedUs = 0
    let readUs = 0
    let decidedUs = 0
    if (!cursor.skip(eventEnd)) {
      if (!cursor.skip(hostName)) return -1
      host = this.#name()
      producedUs = host === -1 || !cursor.skip(producedName) ? -1 : cursor.count()
      readUs = producedUs === -1 || !cursor.skip(readName) ? -1 : cursor.count()
      decidedUs = readUs === -1 || !cursor.skip(decidedName) ? -1 : cursor.count()
      if (decidedUs === -1 || !cursor.skip(eventEnd)) return -1
    }
    const row = this.#add(table, record, result, version, cause)
    const { columns } = table
    columns.observedUs[row] = us - originUs
    columns.host[row] = host
    columns.producedUs[row] = producedUs
    columns.readUs[row] = readUs
    columns.decidedUs[row] = decidedUs
    return cursor.at
  }

  finalState(bytes: Buffer, at: number, table: NumberTable<typeof rowTypes>): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    const record = this.#record()
    if (record === -1 || !this.#known.skipAmounts(record, cursor)) return -1
    const result = this.results.skip(record, cursor)
    const version = result === -1 ? -1 : this.#version()
    if (version === -1 || !cursor.skip(lineEnd)) return -1
    this.#add(table, record, result, version, -1)
    return cursor.at
  }

  history(bytes: Buffer, at: number, table: NumberTable<typeof rowTypes>): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    const record = this.#record()
    const result = record === -1 ? -1 : this.results.skip(record, cursor)
    const version = result === -1 ? -1 : this.#version()
    const cause = version === -1 ? -1 : this.#cause()
    if (cause === -1 || !cursor.skip(lineEnd)) return -1
    this.#add(table, record, result, version, cause)
    return cursor.at
  }

  /** The place of the row. */
  #add(table: RowTable, record: number, result: number, version: number, cause: number): number {
    const row = table.add()
    const { columns } = table
    columns.record[row] = record
    columns.result[row] = result
    columns.version[row] = version
    columns.cause[row] = cause
    return row
  }

  /** The known record whose identity and content follow; −1 where there is none, or the identity is another. */
  #record(): number {
    const cursor = this.#cursor
    if (!cursor.skip(identityOpening)) return -1
    const known = this.#known
    const guess = this.#last === -1 ? 0 : (this.#after[this.#last] as number)
    // Of equal records only the last is meant.
    if (known.areDistinct && guess < known.count && known.skipKey(guess, cursor)) return (this.#last = guess)
    const { bytes, at: from } = cursor
    let at = from
    // A brace inside of an identity's text ends the look, and with it the fast way.
    while (bytes[at] !== identityEnd && at < bytes.length) at++
    cursor.at = at
    if (!cursor.skip(contentName)) return -1
    const index = known.ofContent(cursor.view, cursor.at)
    cursor.at = from
    if (index === -1 || !known.skipKey(index, cursor)) return -1
    if (this.#last !== -1) this.#after[this.#last] = index
    return (this.#last = index)
  }

  #version(): number {
    const cursor = this.#cursor
    if (!cursor.skip(versionName)) return -1
    const version = cursor.count()
    return version > int32Max ? -1 : version
  }

  #cause(): number {
    const cursor = this.#cursor
    if (!cursor.skip(causeName)) return -1
    if (cursor.skip(ofPartition)) {
      const partition = cursor.count()
      if (partition === -1 || partition > int32Max || !cursor.skip(causeOffset)) return -1
      const offset = cursor.count()
      return offset === -1 || !cursor.skip(causeEnd) ? -1 : this.causes.ofRecord(partition, offset)
    }
    if (!cursor.skip(ofClose)) return -1
    const closeId = this.#name()
    return closeId === -1 || !cursor.skip(closeEnd) ? -1 : this.causes.ofClose(closeId)
  }

  /** The number of the text at the cursor, which then stands behind its quote; −1 where it is empty or none of plain ASCII. */
  #name(): number {
    const cursor = this.#cursor
    const from = cursor.at
    const end = cursor.textEnd()
    return end <= from ? -1 : this.texts.idOf(cursor.view, from, end)
  }
}
