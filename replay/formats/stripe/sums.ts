/** Gross, fee and net of a Stripe file by currency, with and without its payout rows. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { formatMajor } from '../../../harness/model/money.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'

interface Sums {
  gross: bigint
  fee: bigint
  net: bigint
}

export class StripeSums {
  readonly #payouts = new Map<string, Sums>()
  readonly #others = new Map<string, Sums>()

  add({ currency, kind, grossMinor, feeMinor, netMinor }: CanonicalRecord): void {
    const sums = kind === 'payout' ? this.#payouts : this.#others
    let sum = sums.get(currency)
    if (sum === undefined) sums.set(currency, (sum = { gross: 0n, fee: 0n, net: 0n }))
    sum.gross += grossMinor
    sum.fee += feeMinor
    sum.net += netMinor
  }

  /** Major units. */
  results(): Readonly<Record<string, unknown>> {
    const none: Sums = { gross: 0n, fee: 0n, net: 0n }
    return Object.fromEntries(
      [...new Set([...this.#others.keys(), ...this.#payouts.keys()])].map((currency) => {
        const [others, payouts] = [this.#others.get(currency) ?? none, this.#payouts.get(currency) ?? none]
        const text = (minor: bigint): string => formatMajor(minor, currencyExponent(currency) ?? 0)
        const told = ({ gross, fee, net }: Sums): object => ({ gross: text(gross), fee: text(fee), net: text(net) })
        const all = { gross: others.gross + payouts.gross, fee: others.fee + payouts.fee, net: others.net + payouts.net }
        return [currency, { all: told(all), withoutPayouts: told(others) }]
      }),
    )
  }
}
