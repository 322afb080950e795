/** Lines of records (docs/run-folder.md) back to records: those in the usual form from their bytes alone. Knows no file and no content. */

import type { Buffer } from 'node:buffer'

import { decodeTrustedRecord } from '../model/decode-record.ts'
import type { CanonicalRecord, Kind, Side } from '../model/record.ts'
import { AmountPool } from './amount-pool.ts'
import { fieldAt, RecordWalk } from './record-walk.ts'
import { TextPool } from './text-pool.ts'

const references = ['ref', 'parentRef', 'payoutRef', 'traceRef'] as const

/** Collects the records of a file, line by line. */
export class RecordLines {
  readonly records: CanonicalRecord[] = []
  readonly #walk = new RecordWalk()
  readonly #pool = new TextPool()
  /** Apart, since of many files each is another. */
  readonly #times = new TextPool()
  readonly #amounts = new AmountPool()

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
    const record: { -readonly [Name in keyof CanonicalRecord]: CanonicalRecord[Name] } = {
      tenant: this.#name(fieldAt.tenant),
      merchant: this.#name(fieldAt.merchant),
      side: this.#name(fieldAt.side) as Side,
      source: this.#name(fieldAt.source),
      account: this.#name(fieldAt.account),
      recordId: this.#text(fieldAt.recordId),
      kind: this.#name(fieldAt.kind) as Kind,
      grossMinor,
      feeMinor: this.#amounts.of(fee),
      netMinor: this.#amounts.of(net),
      currency: this.#name(fieldAt.currency),
      occurredAt: this.#name(fieldAt.occurredAt, this.#times),
      businessDate: this.#name(fieldAt.businessDate),
    }
    for (const name of references) if ((walk.to[fieldAt[name]] as number) > 0) record[name] = this.#text(fieldAt[name])
    if (walk.listTo > walk.listFrom) {
      record.references = JSON.parse(`[${bytes.toString('latin1', walk.listFrom, walk.listTo)}]`) as string[]
    }
    this.records.push(record)
    return next
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
