/** Lines of records (docs/run-folder.md) back to records with their contents: those in the usual form from their bytes alone. Knows no file. */

import type { Buffer } from 'node:buffer'

import { decodeTrustedRecord } from '../model/decode-record.ts'
import { contentOf, contentOfText } from '../model/record-key.ts'
import { normaliseReference } from '../model/record.ts'
import type { CanonicalRecord, Kind, Side } from '../model/record.ts'
import { ByteCursor, bytesOf } from './byte-cursor.ts'
import { KnownRecords } from './known-records.ts'
import { TextPool } from './text-pool.ts'

const lit = (text: string): Uint8Array => bytesOf(text)
const opening = lit('{"tenant":"')
const merchantName = lit('"merchant":"')
const sideName = lit('"side":"')
const sourceName = lit('"source":"')
const accountName = lit('"account":"')
const recordIdName = lit('"recordId":"')
const kindName = lit('"kind":"')
const comma = lit(',')
const referenceNames = ([['ref'], ['parentRef'], ['payoutRef'], ['traceRef']] as const).map(([name]) => ({
  name,
  bytes: lit(`"${name}":"`),
}))
const grossName = lit('"grossMinor":"')
const feeName = lit('"feeMinor":"')
const netName = lit('"netMinor":"')
const endOfText = lit('",')
const currencyName = lit('"currency":"')
const occurredName = lit('"occurredAt":"')
const businessName = lit('"businessDate":"')
const ending = lit('}\n')

/** Collects the records of a file, line by line. */
export class RecordLines {
  readonly records: CanonicalRecord[] = []
  readonly contents: string[] = []
  readonly known = new KnownRecords()
  readonly #cursor = new ByteCursor()
  readonly #pool = new TextPool()
  readonly #reference = ['', '', '', '']

  /** Adds the record of a line of any form; throws on text that is not JSON. */
  readonly add = (line: string): void => {
    const record = decodeTrustedRecord(JSON.parse(line) as Record<string, unknown>)
    this.records.push(record)
    this.contents.push(contentOf(record))
    this.known.add(record)
  }

  /**
   * Adds the record of a line that is, byte for byte, as `encodeRecord` writes a record of plain texts: then its content is the hash of the
   * line. Answers the place behind the line; −1 for any other line, of which nothing is kept.
   */
  readonly scan = (bytes: Buffer, from: number): number => {
    const cursor = this.#cursor
    cursor.set(bytes, from)
    if (!cursor.skip(opening)) return -1
    const tenant = this.#name()
    if (tenant === '' || !cursor.skip(merchantName)) return -1
    const merchant = this.#name()
    const ownersEnd = cursor.at
    if (merchant === '' || !cursor.skip(sideName)) return -1
    const side = this.#name()
    const sourceFrom = cursor.at
    if (side === '' || !cursor.skip(sourceName)) return -1
    const source = this.#name()
    if (source === '' || !cursor.skip(accountName)) return -1
    const account = this.#name()
    if (account === '' || !cursor.skip(recordIdName)) return -1
    const recordId = this.#text()
    if (recordId === '' || !cursor.skip(kindName)) return -1
    const kind = this.#name()
    const kindEnd = cursor.at - 1
    if (kind === '') return -1
    for (let at = 0; at < referenceNames.length; at++) {
      this.#reference[at] = ''
      if (!cursor.skip((referenceNames[at] as (typeof referenceNames)[number]).bytes)) continue
      const text = this.#text()
      if (text === '' || normaliseReference(text) !== text) return -1
      this.#reference[at] = text
    }
    const grossFrom = cursor.at
    if (!cursor.skip(grossName)) return -1
    const gross = cursor.integer()
    if (Number.isNaN(gross) || !cursor.skip(endOfText)) return -1
    const grossEnd = cursor.at
    if (!cursor.skip(feeName)) return -1
    const fee = cursor.integer()
    if (Number.isNaN(fee) || !cursor.skip(endOfText)) return -1
    const netFrom = cursor.at
    if (!cursor.skip(netName)) return -1
    const net = cursor.integer()
    if (Number.isNaN(net) || !cursor.skip(endOfText)) return -1
    const currencyFrom = cursor.at
    if (!cursor.skip(currencyName)) return -1
    const currency = this.#name()
    const currencyEnd = cursor.at - 1
    if (currency === '' || !cursor.skip(occurredName)) return -1
    const occurredAt = this.#text()
    if (occurredAt === '' || !cursor.skip(businessName)) return -1
    const dayFrom = cursor.at
    const dayEnd = cursor.textEnd()
    if (dayEnd === -1 || !cursor.skip(ending)) return -1
    const businessDate = this.#pool.of(bytes, dayFrom, dayEnd)

    const grossMinor = BigInt(gross)
    const record: { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] } = {
      tenant,
      merchant,
      side: side as Side,
      source,
      account,
      recordId,
      kind: kind as Kind,
      grossMinor,
      feeMinor: fee === 0 ? 0n : BigInt(fee),
      // Equal amounts are one object, as everywhere.
      netMinor: net === gross ? grossMinor : BigInt(net),
      currency,
      occurredAt,
      businessDate,
    }
    for (let at = 0; at < referenceNames.length; at++) {
      const text = this.#reference[at] as string
      if (text !== '') record[(referenceNames[at] as (typeof referenceNames)[number]).name] = text
    }
    this.records.push(record)
    this.contents.push(contentOfText(bytes.subarray(from, cursor.at - 1)))
    this.known.addPieces(
      bytes,
      [from + 1, ownersEnd, sourceFrom, kindEnd],
      [currencyFrom, currencyEnd, grossFrom, grossEnd, netFrom, currencyFrom],
    )
    return cursor.at
  }

  /** The text at the cursor, which then stands behind its quote and a comma; empty where it is none of plain ASCII, or empty. */
  #text(): string {
    const cursor = this.#cursor
    const from = cursor.at
    const end = cursor.textEnd()
    return end === -1 || !cursor.skip(comma) ? '' : (cursor.bytes as Buffer).toString('latin1', from, end)
  }

  /** The same of a text that other records have too. */
  #name(): string {
    const cursor = this.#cursor
    const from = cursor.at
    const end = cursor.textEnd()
    return end === -1 || !cursor.skip(comma) ? '' : this.#pool.of(cursor.bytes as Buffer, from, end)
  }
}
