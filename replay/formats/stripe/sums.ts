/** Gross, fee and net of a Stripe file by currency, with and without its payout rows. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { addTo, formatMajor } from '../../../harness/model/money.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'

export class StripeSums {
  readonly #sums = new Map<string, bigint>()
  readonly #currencies = new Set<string>()

  add({ currency, kind, grossMinor, feeMinor, netMinor }: CanonicalRecord): void {
    this.#currencies.add(currency)
    for (const which of kind === 'payout' ? ['all'] : ['all', 'withoutPayouts']) {
      addTo(this.#sums, `${currency} ${which} gross`, grossMinor)
      addTo(this.#sums, `${currency} ${which} fee`, feeMinor)
      addTo(this.#sums, `${currency} ${which} net`, netMinor)
    }
  }

  /** Major units. */
  results(): Readonly<Record<string, unknown>> {
    const sum = (currency: string, which: string, what: string): string =>
      formatMajor(this.#sums.get(`${currency} ${which} ${what}`) ?? 0n, currencyExponent(currency) ?? 0)
    const both = (currency: string, which: string): object => ({
      gross: sum(currency, which, 'gross'),
      fee: sum(currency, which, 'fee'),
      net: sum(currency, which, 'net'),
    })
    return Object.fromEntries(
      [...this.#currencies].map((currency) => [currency, { all: both(currency, 'all'), withoutPayouts: both(currency, 'withoutPayouts') }]),
    )
  }
}
