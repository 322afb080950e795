/** Lines of records (docs/run-folder.md) back to records: those in the usual form from their bytes alone. Knows no file and no content. */

import type { Buffer } from 'node:buffer'

import { decodeTrustedRecord } from '../model/decode-record.ts'
import type { CanonicalRecord, Kind, Side } from '../model/record.ts'
import { AmountPool } from './amount-pool.ts'
import { fieldAt, RecordWalk } from './record-walk.ts'
import { TextPool } from './text-pool.ts'

type MutableRecord = { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] }
type Owner = Pick<CanonicalRecord, 'tenant' | 'merchant' | 'side' | 'source' | 'account'>

/** Collects the records of a file, line by line. */
export class RecordLines {
  readonly records: CanonicalRecord[] = []
  readonly #walk = new RecordWalk()
  readonly #pool = new TextPool()
  /** Apart, since of many files each is another. */
  readonly #times = new TextPool()
  readonly #references = new TextPool()
  readonly #amounts = new AmountPool()
  /** By their numbers; made from the first line of each. */
  readonly #owners: Owner[] = []

  /** Adds the record of a line of any form; throws on text that is not JSON. */
  readonly add = (line: string): void => {
    this.records.push(decodeTrustedRecord(JSON.parse(line) as Record<string, unknown>))
  }

  /** Adds the record of a line in the usual form and answers the place behind it; −1 for any other line, of which nothing is kept. */
  readonly scan = (bytes: Buffer, at: number): number => {
    const walk = this.#walk
    const next = walk.line(bytes, at)
    if (next === -1) return -1
    const { grossMinor: gross, feeMinor: fee, netMinor: net } = walk
    const grossMinor = this.#amounts.of(gross)
    const { tenant, merchant, side, source, account } = (this.#owners[walk.owner] ??= this.#owner())
    const record = {
      tenant,
      merchant,
      side,
      source,
      account,
      recordId: this.#text(fieldAt.recordId),
      kind: this.#name(fieldAt.kind) as Kind,
      // In place even where they are not there: a field that is added later takes more memory and time than all others.
      ref: this.#reference(fieldAt.ref),
      payoutRef: this.#reference(fieldAt.payoutRef),
      grossMinor,
      feeMinor: this.#amounts.of(fee),
      netMinor: this.#amounts.of(net),
      currency: this.#name(fieldAt.currency),
      occurredAt: this.#name(fieldAt.occurredAt, this.#times),
      businessDate: this.#name(fieldAt.businessDate),
    } as MutableRecord
    const parentRef = this.#reference(fieldAt.parentRef)
    const traceRef = this.#reference(fieldAt.traceRef)
    if (parentRef !== undefined) record.parentRef = parentRef
    if (traceRef !== undefined) record.traceRef = traceRef
    if (walk.listTo > walk.listFrom) {
      record.references = JSON.parse(`[${bytes.toString('latin1', walk.listFrom, walk.listTo)}]`) as string[]
    }
    this.records.push(record)
    return next
  }

  #owner(): Owner {
    return {
      tenant: this.#name(fieldAt.tenant),
      merchant: this.#name(fieldAt.merchant),
      side: this.#name(fieldAt.side) as Side,
      source: this.#name(fieldAt.source),
      account: this.#name(fieldAt.account),
    }
  }

  /** Named by the other side's record too, and by all of a payout. */
  #reference(field: number): string | undefined {
    return (this.#walk.to[field] as number) > 0 ? this.#name(field, this.#references) : undefined
  }

  #text(field: number): string {
    const { bytes, from, to } = this.#walk
    return bytes.toString('latin1', from[field], to[field])
  }

  /** A text that other records have too. */
  #name(field: number, pool = this.#pool): string {
    const { bytes, view, from, to } = this.#walk
    return pool.of(bytes, view, from[field] as number, to[field] as number)
  }
}
