/** What the rows of a PayPal section or report add up to, in the integers that are written. */

/** One row as written: unsigned amounts, their direction apart. */
export interface WrittenAmounts {
  readonly currency: string
  readonly gross: bigint
  readonly isCredit: boolean
  readonly fee: bigint
  readonly feeIsCredit: boolean
}

export interface CurrencyTotals {
  grossCredits: bigint
  grossDebits: bigint
  feeCredits: bigint
  feeDebits: bigint
}

export class PayPalTotals {
  readonly byCurrency = new Map<string, CurrencyTotals>()
  rows = 0
  #currency = ''
  #last: CurrencyTotals | undefined

  add({ currency, gross, isCredit, fee, feeIsCredit }: WrittenAmounts): void {
    // Rows of one currency mostly follow each other.
    let totals = this.#last
    if (totals === undefined || this.#currency !== currency) {
      totals = this.of(currency)
      this.byCurrency.set(currency, totals)
      this.#currency = currency
      this.#last = totals
    }
    if (isCredit) totals.grossCredits += gross
    else totals.grossDebits += gross
    if (feeIsCredit) totals.feeCredits += fee
    else totals.feeDebits += fee
  }

  /** Adds the rows of another file. */
  include(other: PayPalTotals): void {
    this.rows += other.rows
    for (const [currency, sums] of other.byCurrency) {
      const own = this.of(currency)
      this.byCurrency.set(currency, own)
      for (const name of ['grossCredits', 'grossDebits', 'feeCredits', 'feeDebits'] as const) own[name] += sums[name]
    }
  }

  /** Zeros for a currency that no row has. */
  of(currency: string): CurrencyTotals {
    return this.byCurrency.get(currency) ?? { grossCredits: 0n, grossDebits: 0n, feeCredits: 0n, feeDebits: 0n }
  }

  net(currency: string): bigint {
    const { grossCredits, grossDebits, feeCredits, feeDebits } = this.of(currency)
    return grossCredits - grossDebits + feeCredits - feeDebits
  }
}
