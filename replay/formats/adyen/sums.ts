/** What an Adyen settlement adds up to, in its own columns: net, payouts, gross and fees by currency, rows by type. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { formatMajor } from '../../../harness/model/money.ts'
import { CurrencySums } from '../currency-sums.ts'
import type { OwnFigures, Sums } from '../reading.ts'
import { feeExtraDigits } from './amounts.ts'
import type { AdyenAmounts } from './amounts.ts'

export class AdyenSums {
  readonly #net = new CurrencySums()
  readonly #payouts = new CurrencySums()
  readonly #gross = new CurrencySums()
  readonly #fees = new CurrencySums()
  readonly #types = new Map<string, { rows: number }>()

  add(type: string, isPayout: boolean, { currency, netMinor, gross, feesFine }: AdyenAmounts): void {
    const known = this.#types.get(type)
    if (known === undefined) this.#types.set(type, { rows: 1 })
    else known.rows++
    if (isPayout) this.#payouts.add(currency, netMinor)
    else this.#net.add(currency, netMinor)
    if (gross !== undefined) this.#gross.add(gross.currency, gross.minor)
    if (feesFine !== 0n) this.#fees.add(currency, feesFine)
  }

  figures(): OwnFigures {
    return {
      bookedSums: written(this.#net, 0),
      further: {
        payoutSums: written(this.#payouts, 0),
        grossSums: written(this.#gross, 0),
        feeSums: written(this.#fees, feeExtraDigits),
        types: Object.fromEntries([...this.#types].map(([type, { rows }]) => [type, rows])),
      },
    }
  }
}

function written(sums: CurrencySums, extraDigits: number): Sums {
  return Object.fromEntries(
    sums.sums().map(({ currency, minor }) => {
      const text = formatMajor(minor, (currencyExponent(currency) ?? 0) + extraDigits)
      return [currency, extraDigits === 0 ? text : text.replace(/\.?0+$/, '')]
    }),
  )
}
