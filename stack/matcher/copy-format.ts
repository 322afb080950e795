/** Rows for PostgreSQL's binary COPY. Knows the format and the columns of `incoming`, and nothing of their meaning. */

import type { RecordKeys } from '../wire/keys.ts'
import type { StackRecord } from '../wire/record.ts'

/** A record with its keys and its place in the log. */
export interface StagedRecord {
  readonly record: StackRecord
  readonly keys: RecordKeys
  readonly partition: number
  readonly offset: bigint
}

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const columnCount = 30
const byteaOid = 17
const textOid = 25
/** PostgreSQL counts days and microseconds from 2000-01-01. */
const epochMs = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000

/** Writes rows into one buffer that grows and is used again for each batch. One batch at a time. */
export class CopyWriter {
  #buffer = Buffer.allocUnsafe(256 * 1024)
  #at = 0

  /** The whole COPY stream of a batch; valid until the next call. */
  encode(rows: readonly StagedRecord[]): Buffer {
    this.#at = 0
    this.#reserve(signature.length)
    this.#at += signature.copy(this.#buffer, this.#at)
    for (const row of rows) this.#row(row)
    this.#reserve(2)
    this.#at = this.#buffer.writeInt16BE(-1, this.#at)
    return this.#buffer.subarray(0, this.#at)
  }

  #row({ record, keys, partition, offset }: StagedRecord): void {
    this.#reserve(2)
    this.#at = this.#buffer.writeInt16BE(columnCount, this.#at)
    this.#bytes(keys.merchantKey)
    this.#bytes(keys.identity)
    this.#bytes(keys.content)
    this.#bytes(keys.leg1Key)
    this.#bytes(keys.payoutKey)
    this.#list(keys.referenceKeys, byteaOid)
    this.#text(record.tenant)
    this.#text(record.merchant)
    this.#text(record.side)
    this.#text(record.source)
    this.#text(record.account)
    this.#text(record.recordId)
    this.#text(record.kind)
    this.#text(record.ref)
    this.#text(record.parentRef)
    this.#text(record.payoutRef)
    this.#text(record.traceRef)
    this.#list(record.references, textOid)
    this.#reserve(5)
    this.#at = this.#buffer.writeInt32BE(1, this.#at)
    this.#at = this.#buffer.writeUInt8(record.automatic === false ? 0 : 1, this.#at)
    this.#text(record.currency)
    this.#bigint(BigInt(record.grossMinor))
    this.#bigint(BigInt(record.feeMinor))
    this.#bigint(BigInt(record.netMinor))
    this.#text(record.presentment === undefined ? undefined : JSON.stringify(record.presentment))
    this.#bigint(BigInt(Date.parse(record.occurredAt) - epochMs) * 1000n)
    this.#int((Date.parse(record.businessDate) - epochMs) / dayMs)
    this.#text(record.status)
    if (record.version === undefined) this.#absent()
    else this.#int(record.version)
    this.#int(partition)
    this.#bigint(offset)
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }

  #absent(): void {
    this.#reserve(4)
    this.#at = this.#buffer.writeInt32BE(-1, this.#at)
  }

  #bytes(value: Buffer | undefined): void {
    if (value === undefined) return this.#absent()
    this.#reserve(4 + value.length)
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at)
    this.#at += value.copy(this.#buffer, this.#at)
  }

  #text(value: string | undefined): void {
    if (value === undefined) return this.#absent()
    // At most three bytes for each UTF-16 unit.
    this.#reserve(4 + value.length * 3)
    const bytes = this.#buffer.write(value, this.#at + 4)
    this.#buffer.writeInt32BE(bytes, this.#at)
    this.#at += 4 + bytes
  }

  #int(value: number): void {
    this.#reserve(8)
    this.#at = this.#buffer.writeInt32BE(4, this.#at)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
  }

  #bigint(value: bigint): void {
    this.#reserve(12)
    this.#at = this.#buffer.writeInt32BE(8, this.#at)
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at)
  }

  #list(values: readonly (Buffer | string)[] | undefined, elementOid: number): void {
    if (values === undefined) return this.#absent()
    this.#reserve(24)
    const lengthAt = this.#at
    // Dimensions, no nulls, element type, then length and lower bound of the one dimension.
    for (const word of [0, 1, 0, elementOid, values.length, 1]) this.#at = this.#buffer.writeInt32BE(word, this.#at)
    for (const value of values) {
      if (typeof value === 'string') this.#text(value)
      else this.#bytes(value)
    }
    this.#buffer.writeInt32BE(this.#at - lengthAt - 4, lengthAt)
  }
}
