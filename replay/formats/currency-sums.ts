/** Sums of minor units by currency, however many amounts there are. */

interface Sum {
  readonly currency: string
  minor: bigint
}

export class CurrencySums {
  readonly #sums = new Map<string, Sum>()
  #last: Sum | undefined

  add(currency: string, minor: bigint): void {
    // Amounts of one currency mostly follow each other.
    let sum = this.#last
    if (sum === undefined || sum.currency !== currency) {
      sum = this.#sums.get(currency) ?? { currency, minor: 0n }
      this.#sums.set(currency, sum)
      this.#last = sum
    }
    sum.minor += minor
  }

  /** In the order in which the currencies were seen. */
  sums(): readonly Readonly<Sum>[] {
    return [...this.#sums.values()]
  }
}
