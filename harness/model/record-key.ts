/** Identity, content hash and record key (matching.md §2), and the wire form of a record. */

import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import type { CanonicalRecord, Kind } from './record.ts'

/** What one event is, whatever it says: matching.md's K. */
export interface RecordIdentity {
  readonly tenant: string
  readonly merchant: string
  readonly source: string
  readonly account: string
  readonly recordId: string
  readonly kind: Kind
}

/** Identity and content. The content covers the identity's fields too, so equal contents mean equal keys. */
export interface RecordKey extends RecordIdentity {
  /** 32 lower-case hexadecimal digits. */
  readonly content: string
}

/** A record as JSON on the wire: amounts as decimal strings, fields in the order that the content hash is taken over. */
export type WireRecord = Readonly<Record<string, unknown>>

/** The fields of the content, in order; `version` and `status` are not among them. */
export function contentFields(record: CanonicalRecord): WireRecord {
  return {
    tenant: record.tenant,
    merchant: record.merchant,
    side: record.side,
    source: record.source,
    account: record.account,
    recordId: record.recordId,
    kind: record.kind,
    ref: record.ref,
    parentRef: record.parentRef,
    payoutRef: record.payoutRef,
    traceRef: record.traceRef,
    references: record.references === undefined || record.references.length === 0 ? undefined : record.references,
    automatic: record.automatic === false ? false : undefined,
    grossMinor: record.grossMinor.toString(),
    feeMinor: record.feeMinor.toString(),
    netMinor: record.netMinor.toString(),
    currency: record.currency,
    presentment:
      record.presentment === undefined
        ? undefined
        : {
            amountMinor: record.presentment.amountMinor.toString(),
            currency: record.presentment.currency,
            rate: record.presentment.rate,
          },
    occurredAt: record.occurredAt,
    businessDate: record.businessDate,
  }
}

/** First 16 bytes of SHA-256 over the compact JSON of the content's fields, as 32 hexadecimal digits. */
export function contentOf(record: CanonicalRecord): string {
  return contentOfText(JSON.stringify(contentFields(record)))
}

/** The same of the JSON itself, which is the record's line where neither `status` nor `version` ends it. */
export function contentOfText(json: string | Uint8Array): string {
  // The digest goes through a buffer: a slice of its 64 digits would keep all of them in memory, for each record.
  digest.write(hash('sha256', json, 'latin1'), 'latin1')
  return digest.toString('hex', 0, 16)
}

/** The same of the JSON of the content's fields, written as its 32 digits. */
export function writeContentOfText(json: Uint8Array, digits: Buffer, at: number): void {
  digits.write(hash('sha256', json, 'hex'), at, 32, 'latin1')
}

const digest = Buffer.alloc(32)

/** The record's line on the wire and in files: the content's fields, then `status` and `version` where present. */
export function encodeRecord(record: CanonicalRecord): string {
  return JSON.stringify({ ...contentFields(record), status: record.status, version: record.version })
}

export function identityOf(record: CanonicalRecord): RecordIdentity {
  const { tenant, merchant, source, account, recordId, kind } = record
  return { tenant, merchant, source, account, recordId, kind }
}

/** One text for one identity, for use as a map's key. JSON, because any separator of ours may stand in an id. */
export function identityText({ tenant, merchant, source, account, recordId, kind }: RecordIdentity): string {
  return JSON.stringify([tenant, merchant, source, account, recordId, kind])
}
