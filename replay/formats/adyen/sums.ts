/** What an Adyen settlement adds up to, in its own columns: net, payouts, gross and fees by currency, rows by type. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { addTo, formatMajor } from '../../../harness/model/money.ts'
import type { OwnFigures, Sums } from '../reading.ts'
import type { AdyenAmounts } from './amounts.ts'

/** Fees may be finer than the smallest unit of their currency. */
export const feeExtraDigits = 6

export class AdyenSums {
  readonly #net = new Map<string, bigint>()
  readonly #payouts = new Map<string, bigint>()
  readonly #gross = new Map<string, bigint>()
  readonly #fees = new Map<string, bigint>()
  readonly #types = new Map<string, number>()

  add(type: string, isPayout: boolean, { currency, netMinor, gross, feesFine }: AdyenAmounts): void {
    this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
    addTo(isPayout ? this.#payouts : this.#net, currency, netMinor)
    if (gross !== undefined) addTo(this.#gross, gross.currency, gross.minor)
    if (feesFine !== 0n) addTo(this.#fees, currency, feesFine)
  }

  figures(): OwnFigures {
    return {
      bookedSums: written(this.#net, 0),
      further: {
        payoutSums: written(this.#payouts, 0),
        grossSums: written(this.#gross, 0),
        feeSums: written(this.#fees, feeExtraDigits),
        types: Object.fromEntries(this.#types),
      },
    }
  }
}

function written(sums: ReadonlyMap<string, bigint>, extraDigits: number): Sums {
  return Object.fromEntries(
    [...sums].map(([currency, sum]) => {
      const text = formatMajor(sum, (currencyExponent(currency) ?? 0) + extraDigits)
      return [currency, extraDigits === 0 ? text : text.replace(/\.?0+$/, '')]
    }),
  )
}
