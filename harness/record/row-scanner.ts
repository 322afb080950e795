/**
 * Rows of the final state, of the decision history and of observed decisions, taken from their bytes: those in the usual form, of records that
 * are known. Everything else is left to the strict decoders, so that what is odd is told as it always was.
 */

import type { Buffer } from 'node:buffer'

import type { DecisionCause, DecisionTimes, FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { RecordLines } from './record-lines.ts'
import { ByteCursor, bytesOf } from './byte-cursor.ts'
import { SeenCauses } from './seen-causes.ts'
import { SeenResults } from './seen-results.ts'
import { TextPool } from './text-pool.ts'

const identityOpening = bytesOf('{"identity":{')
const identityEnd = 0x7d
const contentName = bytesOf('},"content":"')
const endOfText = bytesOf('",')
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

/** Each method answers the place behind the line that begins at `at`, or −1 for one that is not taken; a row is added where it is. */
export class RowScanner {
  readonly #records: RecordLines
  readonly #cursor = new ByteCursor()
  readonly #results: SeenResults
  readonly #causes: SeenCauses
  readonly #pool = new TextPool()

  constructor(records: RecordLines) {
    this.#records = records
    this.#results = new SeenResults(records.records.length)
    this.#causes = new SeenCauses(records.records.length)
  }

  decision(bytes: Buffer, at: number, originUs: number, decisions: ObservedDecision[]): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    if (!cursor.skip(usName)) return -1
    const us = cursor.count()
    if (us === -1 || !cursor.skip(partitionName) || cursor.count() === -1 || !cursor.skip(offsetName)) return -1
    if (cursor.count() === -1 || !cursor.skip(eventName)) return -1
    const index = this.#record()
    if (index === -1) return -1
    const result = this.#results.skip(index, cursor)
    if (result === undefined || !cursor.skip(versionName)) return -1
    const version = cursor.count()
    if (version < 1) return -1
    const cause = this.#cause()
    if (cause === undefined) return -1
    const identity = this.#records.records[index] as ObservedRecord
    const content = this.#records.contents[index] as string
    if (cursor.skip(eventEnd)) {
      decisions.push({ observedUs: us - originUs, event: { kind: 'decision', identity, content, result, version, cause } })
      return cursor.at
    }
    const times = this.#times()
    if (times === undefined || !cursor.skip(eventEnd)) return -1
    decisions.push({ observedUs: us - originUs, event: { kind: 'decision', identity, content, result, version, cause, times } })
    return cursor.at
  }

  finalState(bytes: Buffer, at: number, rows: FinalStateRow[]): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    const index = this.#record()
    if (index === -1 || !this.#records.known.skipAmounts(index, cursor)) return -1
    const result = this.#results.skip(index, cursor)
    if (result === undefined || !cursor.skip(versionName)) return -1
    const version = cursor.count()
    if (version === -1 || !cursor.skip(lineEnd)) return -1
    const identity = this.#records.records[index] as ObservedRecord
    const { currency, grossMinor, netMinor } = identity
    const content = this.#records.contents[index] as string
    rows.push({ identity, content, currency, grossMinor, netMinor, current: { result, version } })
    return cursor.at
  }

  history(bytes: Buffer, at: number, rows: HistoryRow[]): number {
    const cursor = this.#cursor
    cursor.set(bytes, at)
    const index = this.#record()
    if (index === -1) return -1
    const result = this.#results.skip(index, cursor)
    if (result === undefined || !cursor.skip(versionName)) return -1
    const version = cursor.count()
    if (version === -1) return -1
    const cause = this.#cause()
    if (cause === undefined || !cursor.skip(lineEnd)) return -1
    const identity = this.#records.records[index] as ObservedRecord
    rows.push({ identity, content: this.#records.contents[index] as string, version, result, cause })
    return cursor.at
  }

  /** The known record whose identity and content follow; −1 where there is none, or the identity is another. */
  #record(): number {
    const cursor = this.#cursor
    if (!cursor.skip(identityOpening)) return -1
    const { bytes, at: from } = cursor
    let at = from
    // A brace inside of an identity's text ends the look, and with it the fast way.
    while (bytes[at] !== identityEnd && at < bytes.length) at++
    cursor.at = at
    if (!cursor.skip(contentName)) return -1
    const { known } = this.#records
    const index = known.skipContent(cursor)
    if (index === -1 || !cursor.skip(endOfText)) return -1
    return known.isIdentity(index, bytes, from, at) ? index : -1
  }

  #cause(): DecisionCause | undefined {
    const cursor = this.#cursor
    if (!cursor.skip(causeName)) return undefined
    if (cursor.skip(ofPartition)) {
      const partition = cursor.count()
      if (partition === -1 || !cursor.skip(causeOffset)) return undefined
      const offset = cursor.count()
      return offset === -1 || !cursor.skip(causeEnd) ? undefined : this.#causes.ofRecord(partition, offset)
    }
    if (!cursor.skip(ofClose)) return undefined
    const closeId = this.#name()
    return closeId === '' || !cursor.skip(closeEnd) ? undefined : this.#causes.ofClose(closeId)
  }

  #times(): DecisionTimes | undefined {
    const cursor = this.#cursor
    if (!cursor.skip(hostName)) return undefined
    const hostId = this.#name()
    if (hostId === '' || !cursor.skip(producedName)) return undefined
    const producedUs = cursor.count()
    if (producedUs === -1 || !cursor.skip(readName)) return undefined
    const readUs = cursor.count()
    if (readUs === -1 || !cursor.skip(decidedName)) return undefined
    const decidedUs = cursor.count()
    return decidedUs === -1 ? undefined : { hostId, producedUs, readUs, decidedUs }
  }

  /** The text at the cursor, which then stands behind its quote; empty where it is none of plain ASCII. */
  #name(): string {
    const cursor = this.#cursor
    const from = cursor.at
    const end = cursor.textEnd()
    return end === -1 ? '' : this.#pool.of(cursor.bytes as Buffer, from, end)
  }
}

type ObservedRecord = RecordLines['records'][number]
