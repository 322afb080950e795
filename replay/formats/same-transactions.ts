/** Several exports that hold the same transactions: one leads, the others fill what it leaves out (formats.md §0). Knows no files. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { LeadingLines } from './leading-lines.ts'
import { LeadingOrders } from './leading-orders.ts'
import type { LeadingPlace } from './leading-lines.ts'
import type { RowProblem } from './reading.ts'

/** What becomes of a record of an export that does not lead: new, known already, or a contradiction. */
export type Admission = 'record' | 'known' | RowProblem

/** Judges each record of an export before it counts. */
export type Admit = (record: CanonicalRecord) => Admission

export const admitAll: Admit = () => 'record'

/** What an export may leave out and another one know. */
export const filled = ['ref', 'parentRef', 'payoutRef', 'traceRef', 'presentment', 'status'] as const
/**
 * What two exports of one transaction must say alike. Not its time: a payouts report tells when the money arrives. Not its status: that
 * changes between exports.
 */
const compared = ['kind', 'currency', 'grossMinor', 'feeMinor', 'netMinor', 'payoutRef', 'traceRef'] as const
/** A bank's own id may be the entry's number in its message, which another day's has too. */
const comparedOfBanks = ['currency', 'netMinor', 'businessDate'] as const

/** References of one line: as many as a reader keeps. */
const referencesMax = 200

export class LeadingRecords {
  readonly #places = new Map<string, LeadingPlace>()
  readonly #lines = new LeadingLines()
  readonly #orders = new LeadingOrders()
  /** Transactions that are part of an order that leads. */
  readonly #ofOrders = new Set<string>()
  /** Payouts and what returned them, by the payout: an export may leave out the id of the movement. */
  readonly #ofPayouts = new Map<string, LeadingPlace>()

  /** Records of a leading export, or what one that fills has told first; they are replaced in this array by what fills them. */
  add(records: CanonicalRecord[], fills: boolean): void {
    for (const [index, record] of records.entries()) {
      const place = { records, index }
      this.#places.set(identityOf(record), place)
      if (record.side === 'bank') this.#lines.add(record, place)
      else if (record.side === 'ledger' && record.kind === 'charge' && !fills) this.#orders.add(record)
      else if (isOfPayout(record)) this.#ofPayouts.set(payoutOf(record), place)
    }
  }

  /** What should be known once all of them have been read. */
  notes(): string[] {
    const { partlyTold } = this.#orders
    return partlyTold === 0 ? [] : [`${partlyTold} orders have a higher total than their transactions: the order's was taken`]
  }

  /** For the exports that follow. */
  readonly admit: Admit = (record) => {
    if (record.side === 'ledger') return this.#admitLedger(record)
    const place = this.#placeOf(record)
    const leading = place?.records[place.index]
    if (place === undefined || leading === undefined) return 'record'
    const field = (record.side === 'bank' ? comparedOfBanks : compared).find(
      (name) => record[name] !== undefined && leading[name] !== undefined && record[name] !== leading[name],
    )
    if (field !== undefined) return { reason: 'contradiction', field, expected: 'what the leading export says' }
    // Without its source an object of the API names a charge where other exports name the payment.
    if (record.ref !== undefined && leading.ref !== undefined && record.ref !== leading.ref && !samePayment(record, leading)) {
      return { reason: 'contradiction', field: 'ref', expected: 'what the leading export says' }
    }
    const fresh = { ...absentOf(record, leading), ...moreReferences(record, leading) }
    if (Object.keys(fresh).length > 0) place.records[place.index] = { ...leading, ...fresh }
    return 'known'
  }

  /** Of a shop's transactions: its charges are those of the orders, its refunds stand nowhere else. */
  #admitLedger(record: CanonicalRecord): Admission {
    const identity = identityOf(record)
    // The same row in another download.
    if (this.#ofOrders.has(identity)) return 'known'
    const admission = record.kind === 'charge' ? this.#orders.admit(record) : 'record'
    if (admission === 'known') this.#ofOrders.add(identity)
    if (admission !== 'contradiction') return admission
    return { reason: 'contradiction', field: 'grossMinor', expected: "no more than the order's total, with the transactions before it" }
  }

  #placeOf(record: CanonicalRecord): LeadingPlace | undefined {
    const identity = identityOf(record)
    const named = this.#places.get(identity)
    if (record.side !== 'bank') return named ?? this.#samePayout(record)
    const known = named !== undefined && this.#isNumberOfAnother(record, named) ? undefined : named
    // A line that is paired by its own id must not be taken for another one's pair as well.
    if (known !== undefined) this.#lines.take(known)
    const place = known ?? this.#lines.takeTwin(record)
    // The same line may come again in another file.
    if (known === undefined && place !== undefined) this.#places.set(identity, place)
    return place
  }

  /** Entries that are numbered from 1 in each message: the same number of another day or amount is another entry's. */
  #isNumberOfAnother(record: CanonicalRecord, { records, index }: LeadingPlace): boolean {
    return /^\d{1,6}$/.test(record.recordId) && comparedOfBanks.some((name) => record[name] !== records[index]?.[name])
  }

  /** Where one of the two has the payout's id for its own. */
  #samePayout(record: CanonicalRecord): LeadingPlace | undefined {
    const place = isOfPayout(record) ? this.#ofPayouts.get(payoutOf(record)) : undefined
    const leading = place?.records[place.index]
    return isNamedByPayout(record) || (leading !== undefined && isNamedByPayout(leading)) ? place : undefined
  }
}

function isOfPayout({ kind, ref }: CanonicalRecord): boolean {
  return ref !== undefined && (kind === 'payout' || kind === 'payout_return')
}

function isNamedByPayout({ recordId, ref, kind }: CanonicalRecord): boolean {
  return recordId === ref || recordId === `${ref}/${kind}`
}

function payoutOf({ tenant, merchant, source, account, kind, ref }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, source, account, kind, ref])
}

function absentOf(record: CanonicalRecord, leading: CanonicalRecord): Partial<CanonicalRecord> {
  const absent = filled.filter((name) => leading[name] === undefined && record[name] !== undefined)
  return Object.fromEntries(absent.map((name) => [name, record[name]]))
}

/** A line's references are many: each that the leading one lacks is filled in. */
function moreReferences({ references = [] }: CanonicalRecord, leading: CanonicalRecord): Pick<CanonicalRecord, 'references'> {
  const own = leading.references ?? []
  const more = references.filter((reference) => !own.includes(reference))
  return more.length === 0 ? {} : { references: [...own, ...more].slice(0, referencesMax) }
}

/** Kinds are compared, not part of what makes two rows one transaction. */
function identityOf({ tenant, merchant, source, account, recordId }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, source, account, recordId])
}

function samePayment(a: CanonicalRecord, b: CanonicalRecord): boolean {
  return a.ref === b.parentRef || b.ref === a.parentRef
}
