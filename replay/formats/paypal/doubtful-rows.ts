/** Rows of status S whose money may not have moved all the same: authorisations, voids, and what has no code of its own (formats.md §4). */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { amountText } from '../control-amounts.ts'
import { CurrencySums } from '../currency-sums.ts'

/**
 * T13 are authorisations and their ends. A void writes a T9900 row of status S beside its own: a consumer of such reports drops it, and nothing
 * in the row says whether that is right. They are booked, since the status says so, and told.
 */
export class DoubtfulRows {
  readonly #sums = new CurrencySums()
  readonly #codes = new Set<string>()
  #rows = 0

  /** Of a report with statuses: each row that was booked. */
  add(code: string, { currency, netMinor }: CanonicalRecord): void {
    if (code !== 'T9900' && !code.startsWith('T13')) return
    this.#rows++
    this.#codes.add(code)
    this.#sums.add(currency, netMinor)
  }

  notes(): string[] {
    if (this.#rows === 0) return []
    const sums = this.#sums.sums().map(({ currency, minor }) => amountText(minor, currency))
    const codes = [...this.#codes].toSorted().join(', ')
    return [
      `booked, though a void leaves such rows of status S too: ${this.#rows} of ${codes} (${sums.join(', ')}); whether their money moved the report does not say`,
    ]
  }
}
