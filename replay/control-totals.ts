/** Counts and sums of records as they go by. Knows no files. */

import { addTo } from '../harness/model/money.ts'
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

/** Adds records up, however many: it keeps sums, not records. */
export class RunningTotals {
  readonly #counts = new Map<string, number>()
  readonly #gross = new Map<string, bigint>()
  readonly #net = new Map<string, bigint>()
  readonly #firsts = new Map<string, CanonicalRecord>()

  add(record: CanonicalRecord): void {
    const key = `${record.side} ${record.kind} ${record.currency}`
    if (!this.#firsts.has(key)) this.#firsts.set(key, record)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    addTo(this.#gross, key, record.grossMinor)
    addTo(this.#net, key, record.netMinor)
  }

  /** By side, kind and currency, in that order of text. */
  totals(): ControlTotal[] {
    return [...this.#firsts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { side, kind, currency }]) => ({
        side,
        kind,
        currency,
        records: this.#counts.get(key) ?? 0,
        grossMinor: this.#gross.get(key) ?? 0n,
        netMinor: this.#net.get(key) ?? 0n,
      }))
  }
}

/** Counts and sums of records that are all there. */
export function controlTotals(records: readonly CanonicalRecord[]): ControlTotal[] {
  const running = new RunningTotals()
  for (const record of records) running.add(record)
  return running.totals()
}
