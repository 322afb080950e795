/**
 * Where the fields of a record's line stand: of a line that is, byte for byte, as `encodeRecord` writes a record of plain texts. Makes no text and
 * no record. Knows no file.
 */

import { Buffer } from 'node:buffer'

import { normaliseReference } from '../model/record.ts'
import { ByteCursor, bytesOf } from './byte-cursor.ts'
import { LineOwners } from './line-owners.ts'

/** The texts of a line by their place in it. */
export const fieldAt = {
  tenant: 0,
  merchant: 1,
  side: 2,
  source: 3,
  account: 4,
  recordId: 5,
  kind: 6,
  ref: 7,
  parentRef: 8,
  payoutRef: 9,
  traceRef: 10,
  currency: 11,
  occurredAt: 12,
  businessDate: 13,
} as const
type FieldName = keyof typeof fieldAt

const opening = bytesOf('{"tenant":"')
const named = (name: string): DataView => bytesOf(`"${name}":"`)
const ofOwner = [fieldAt.merchant, fieldAt.side, fieldAt.source, fieldAt.account] as const
const references = [fieldAt.ref, fieldAt.parentRef, fieldAt.payoutRef, fieldAt.traceRef] as const
const names = (Object.keys(fieldAt) as FieldName[]).map(named)
const grossName = named('grossMinor')
const feeName = named('feeMinor')
const netName = named('netMinor')
const listName = bytesOf('"references":[')
const listEnd = bytesOf('],')
const quote = bytesOf('"')
const comma = bytesOf(',')
const endOfText = bytesOf('",')
const ending = bytesOf('}\n')
const blank = 0x20
/** References of these lengths may be words that name nothing. */
const wordLengths: ReadonlySet<number> = new Set(['NONREF'.length, 'NOTPROVIDED'.length])

export class RecordWalk {
  bytes: Buffer = Buffer.alloc(0)
  /** Of each field: where its text begins and ends; the same place twice for one that is not there. Of those of an owner, in its first line alone. */
  readonly from = new Float64Array(names.length)
  readonly to = new Float64Array(names.length)
  /** What the line has in common with others: tenant, merchant, side, source and account. Numbers from 0 up, in order of appearance. */
  owner = 0
  grossMinor = 0
  feeMinor = 0
  netMinor = 0
  /** Where the texts between the brackets of `references` begin and end; equal where there are none. */
  listFrom = 0
  listTo = 0
  readonly #cursor = new ByteCursor()
  readonly #owners = new LineOwners()

  /** Of `bytes`. */
  get view(): DataView {
    return this.#cursor.view
  }

  /** Answers the place behind the line that begins at `at`; −1 for one in any other form. */
  line(bytes: Buffer, at: number): number {
    const cursor = this.#cursor
    this.bytes = bytes
    cursor.set(bytes, at)
    const owner = this.#owners.guess(cursor.view, at)
    if (owner === -1 && !this.#beginning()) return -1
    if (owner !== -1) cursor.at += this.#owners.lengthOf(owner)
    const begun = cursor.at
    if (!this.#text(fieldAt.recordId) || !cursor.skip(comma)) return -1
    if (!cursor.skip(names[fieldAt.kind] as DataView) || !this.#text(fieldAt.kind) || !cursor.skip(comma)) return -1
    for (const field of references) if (!this.#reference(field)) return -1
    if (!this.#listOfReferences()) return -1
    this.grossMinor = this.#amount(grossName)
    this.feeMinor = this.#amount(feeName)
    this.netMinor = this.#amount(netName)
    if (Number.isNaN(this.grossMinor + this.feeMinor + this.netMinor)) return -1
    for (let field: number = fieldAt.currency; field < fieldAt.businessDate; field++) {
      if (!cursor.skip(names[field] as DataView) || !this.#text(field) || !cursor.skip(comma)) return -1
    }
    if (!cursor.skip(names[fieldAt.businessDate] as DataView) || !this.#text(fieldAt.businessDate) || !cursor.skip(ending)) return -1
    // Only of a line that is taken, so that whoever asks for the walk's lines sees the first of each owner.
    this.owner = owner === -1 ? this.#owners.note(cursor.view, at, begun) : owner
    return cursor.at
  }

  /** The beginning of the line, field by field, up to the text of the id. */
  #beginning(): boolean {
    const cursor = this.#cursor
    if (!cursor.skip(opening) || !this.#text(fieldAt.tenant) || !cursor.skip(comma)) return false
    for (const field of ofOwner) if (!cursor.skip(names[field] as DataView) || !this.#text(field) || !cursor.skip(comma)) return false
    return cursor.skip(names[fieldAt.recordId] as DataView)
  }

  /** A text of plain ASCII that is not empty; the cursor stands behind its quote. */
  #text(field: number): boolean {
    const from = this.#cursor.at
    const to = this.#cursor.textEnd()
    this.from[field] = from
    this.to[field] = to
    return to > from
  }

  /** A reference that is normal, or none. */
  #reference(field: number): boolean {
    const cursor = this.#cursor
    this.from[field] = this.to[field] = 0
    if (!cursor.skip(names[field] as DataView)) return true
    return this.#text(field) && cursor.skip(comma) && this.#isNormal(this.from[field], this.to[field])
  }

  /** A list of references that are normal, or none. */
  #listOfReferences(): boolean {
    const cursor = this.#cursor
    this.listFrom = this.listTo = 0
    if (!cursor.skip(listName)) return true
    this.listFrom = cursor.at
    do {
      const from = cursor.at + 1
      if (!cursor.skip(quote)) return false
      const to = cursor.textEnd()
      if (to <= from || !this.#isNormal(from, to)) return false
    } while (cursor.skip(comma))
    this.listTo = cursor.at
    return cursor.skip(listEnd)
  }

  /** Plain ASCII without blanks is normal, unless it is a word that names nothing. */
  #isNormal(from: number, to: number): boolean {
    let at = wordLengths.has(to - from) ? to : from
    while (at < to && this.bytes[at] !== blank) at++
    if (at === to && !wordLengths.has(to - from)) return true
    const text = this.bytes.toString('latin1', from, to)
    return normaliseReference(text) === text
  }

  /** A whole number as the text of a field; NaN for anything else. */
  #amount(name: DataView): number {
    const cursor = this.#cursor
    if (!cursor.skip(name)) return Number.NaN
    const minor = cursor.integer()
    return cursor.skip(endOfText) ? minor : Number.NaN
  }
}
