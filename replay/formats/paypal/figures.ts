/** What a PayPal report adds up to, in the integers that are written: booked and other rows, by currency and status. */

import type { OwnFigures, StatedBalance, Sums } from '../reading.ts'
import { isBookedStatus } from './statuses.ts'
import { PayPalTotals, type WrittenAmounts } from './totals.ts'

interface StatusSums {
  readonly currency: string
  readonly status: string
  rows: number
  gross: bigint
  fee: bigint
}

export class PayPalFigures {
  readonly #hasStatus: boolean
  readonly #booked = new PayPalTotals()
  readonly #byStatus = new Map<string, StatusSums>()
  #last: StatusSums | undefined

  constructor(hasStatus: boolean) {
    this.#hasStatus = hasStatus
  }

  /** Every row that could be read; of a report with statuses only S and F are booked. */
  add(amounts: WrittenAmounts, status: string): void {
    if (!this.#hasStatus || isBookedStatus(status)) this.#booked.add(amounts)
    if (!this.#hasStatus) return
    const sums = this.#sumsOf(amounts.currency, status)
    sums.rows++
    sums.gross += amounts.isCredit ? amounts.gross : -amounts.gross
    sums.fee += amounts.feeIsCredit ? amounts.fee : -amounts.fee
  }

  #sumsOf(currency: string, status: string): StatusSums {
    const last = this.#last
    // Most rows are of one currency and of one status.
    if (last !== undefined && last.currency === currency && last.status === status) return last
    const key = `${currency}/${status}`
    const sums = this.#byStatus.get(key) ?? { currency, status, rows: 0, gross: 0n, fee: 0n }
    this.#byStatus.set(key, sums)
    this.#last = sums
    return sums
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
        ...(this.#hasStatus ? { sumsByStatus: this.#toldByStatus() } : {}),
      },
    }
  }

  #toldByStatus(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#byStatus].map(([key, { gross, fee, rows }]) => [key, { gross: `${gross}`, fee: `${fee}`, rows }]))
  }
}
