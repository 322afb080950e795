/** Several exports that hold the same transactions: one leads, the others fill what it leaves out (formats.md §0). Knows no files. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { RowProblem } from './reading.ts'

/** What becomes of a record of an export that does not lead: new, known already, or a contradiction. */
export type Admission = 'record' | 'known' | RowProblem

/** Judges each record of an export before it counts. */
export type Admit = (record: CanonicalRecord) => Admission

export const admitAll: Admit = () => 'record'

/** What an export may leave out and another one know. */
const filled = ['ref', 'parentRef', 'payoutRef', 'traceRef', 'presentment', 'status'] as const
/**
 * What two exports of one transaction must say alike. Not its time: a payouts report tells when the money arrives. Not its status: that
 * changes between exports.
 */
const compared = ['kind', 'currency', 'grossMinor', 'feeMinor', 'netMinor', 'payoutRef', 'traceRef'] as const

export class LeadingRecords {
  readonly #places = new Map<string, { readonly records: CanonicalRecord[]; readonly index: number }>()

  /** Records of a leading export; they are replaced in this array by what fills them. */
  add(records: CanonicalRecord[]): void {
    for (const [index, record] of records.entries()) this.#places.set(identityOf(record), { records, index })
  }

  /** For the exports that follow. */
  readonly admit: Admit = (record) => {
    const place = this.#places.get(identityOf(record))
    const leading = place?.records[place.index]
    if (place === undefined || leading === undefined) return 'record'
    const field = compared.find((name) => record[name] !== undefined && leading[name] !== undefined && record[name] !== leading[name])
    if (field !== undefined) return { reason: 'contradiction', field, expected: 'what the leading export says' }
    // Without its source an object of the API names a charge where other exports name the payment.
    if (record.ref !== undefined && leading.ref !== undefined && record.ref !== leading.ref && !samePayment(record, leading)) {
      return { reason: 'contradiction', field: 'ref', expected: 'what the leading export says' }
    }
    const absent = filled.filter((name) => leading[name] === undefined && record[name] !== undefined)
    if (absent.length > 0) {
      place.records[place.index] = { ...leading, ...Object.fromEntries(absent.map((name) => [name, record[name]])) }
    }
    return 'known'
  }
}

/** Kinds are compared, not part of what makes two rows one transaction. */
function identityOf({ tenant, merchant, source, account, recordId }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, source, account, recordId])
}

function samePayment(a: CanonicalRecord, b: CanonicalRecord): boolean {
  return a.ref === b.parentRef || b.ref === a.parentRef
}
