/** Bank lines of a leading message, to be found again in another message that gives them other ids. Knows no files. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

/** Where a record of a leading export stands, so that it can be filled. */
export interface LeadingPlace {
  readonly records: CanonicalRecord[]
  readonly index: number
}

export class LeadingLines {
  readonly #places = new Map<string, LeadingPlace[]>()
  /** Each line is one entry: it can be the pair of one entry of another message. */
  readonly #taken = new Set<LeadingPlace>()

  add(record: CanonicalRecord, place: LeadingPlace): void {
    const key = movementOf(record)
    const same = this.#places.get(key)
    if (same === undefined) this.#places.set(key, [place])
    else same.push(place)
  }

  take(place: LeadingPlace): void {
    this.#taken.add(place)
  }

  /**
   * The line of one day, currency and amount that shares a reference with the record, and takes it. Of several that do, each is as good as the
   * other: the next that is free.
   */
  takeTwin(record: CanonicalRecord): LeadingPlace | undefined {
    const { references = [] } = record
    const twin = this.#places.get(movementOf(record))?.find((place) => {
      const own = place.records[place.index]?.references
      return !this.#taken.has(place) && own?.some((reference) => references.includes(reference)) === true
    })
    if (twin !== undefined) this.#taken.add(twin)
    return twin
  }
}

function movementOf({ tenant, merchant, account, businessDate, currency, netMinor }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, account, businessDate, currency, netMinor.toString()])
}
