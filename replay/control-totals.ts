/** Counts and sums of records as they go by. Knows no files. */

import type { CanonicalRecord } from '../harness/model/record.ts'

/** Sums over the records of one side, kind and currency. */
export interface ControlTotal {
  readonly side: CanonicalRecord['side']
  readonly kind: CanonicalRecord['kind']
  readonly currency: string
  readonly records: number
  readonly grossMinor: bigint
  readonly netMinor: bigint
}

type OpenTotal = { -readonly [Name in keyof ControlTotal]: ControlTotal[Name] }

/** Adds records up, however many: it keeps sums, not records. */
export class RunningTotals {
  readonly #totals = new Map<string, OpenTotal>()
  #last: OpenTotal | undefined

  add({ side, kind, currency, grossMinor, netMinor }: CanonicalRecord): void {
    let total = this.#last
    // Records of one kind mostly follow each other: a text to find them by is made for the others alone.
    if (total === undefined || total.kind !== kind || total.currency !== currency || total.side !== side) {
      const key = `${side} ${kind} ${currency}`
      total = this.#totals.get(key) ?? { side, kind, currency, records: 0, grossMinor: 0n, netMinor: 0n }
      this.#totals.set(key, total)
      this.#last = total
    }
    total.records++
    total.grossMinor += grossMinor
    total.netMinor += netMinor
  }

  /** By side, kind and currency, in that order of text. */
  totals(): ControlTotal[] {
    return [...this.#totals].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => ({ ...total }))
  }
}

/** Counts and sums of records that are all there. */
export function controlTotals(records: readonly CanonicalRecord[]): ControlTotal[] {
  const running = new RunningTotals()
  for (const record of records) running.add(record)
  return running.totals()
}
