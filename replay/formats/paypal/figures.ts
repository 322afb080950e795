/** What a PayPal report adds up to, in the integers that are written: booked and other rows, by currency and status. */

import { addTo } from '../../../harness/model/money.ts'
import type { OwnFigures, StatedBalance, Sums } from '../reading.ts'
import { PayPalTotals, type WrittenAmounts } from './totals.ts'

export class PayPalFigures {
  readonly #hasStatus: boolean
  readonly #booked = new PayPalTotals()
  readonly #gross = new Map<string, bigint>()
  readonly #fees = new Map<string, bigint>()
  readonly #rows = new Map<string, number>()

  constructor(hasStatus: boolean) {
    this.#hasStatus = hasStatus
  }

  /** Every row that could be read; of a report with statuses only S is booked. */
  add(amounts: WrittenAmounts, status: string): void {
    if (!this.#hasStatus || status === 'S') this.#booked.add(amounts)
    const key = `${amounts.currency}/${status}`
    this.#rows.set(key, (this.#rows.get(key) ?? 0) + 1)
    addTo(this.#gross, key, amounts.isCredit ? amounts.gross : -amounts.gross)
    addTo(this.#fees, key, amounts.feeIsCredit ? amounts.fee : -amounts.fee)
  }

  results(balances: readonly StatedBalance[]): OwnFigures {
    const totals = [...this.#booked.byCurrency]
    const sums = (sum: (of: (typeof totals)[number][1]) => bigint): Sums =>
      Object.fromEntries(totals.map(([currency, each]) => [currency, `${sum(each)}`]))
    return {
      unit: 'as-written',
      bookedSums: sums(({ grossCredits, grossDebits }) => grossCredits - grossDebits),
      balances,
      further: {
        feeSums: sums(({ feeCredits, feeDebits }) => feeCredits - feeDebits),
        totals: Object.fromEntries(
          totals.map(([currency, each]) => [
            currency,
            Object.fromEntries(Object.entries(each).map(([name, sum]: [string, bigint]) => [name, `${sum}`])),
          ]),
        ),
        ...(this.#hasStatus ? { sumsByStatus: this.#byStatus() } : {}),
      },
    }
  }

  #byStatus(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      [...this.#rows].map(([key, rows]) => [key, { gross: `${this.#gross.get(key) ?? 0n}`, fee: `${this.#fees.get(key) ?? 0n}`, rows }]),
    )
  }
}
