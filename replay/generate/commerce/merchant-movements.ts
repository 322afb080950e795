/** What one merchant's customers and its processor do, in amounts: orders, refunds, disputes, fees. Books nothing. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import type { Kind } from '../../../harness/model/record.ts'
import type { Prng } from '../../prng.ts'
import type { MerchantBook, Movement, OpenCharge } from '../book.ts'
import { priceDraw } from './shape.ts'

const disputeFeeMinor = 1_500n

export class MerchantMovements {
  readonly #book: MerchantBook
  readonly #random: Prng
  readonly #kinds: readonly Kind[] | undefined
  readonly #price: () => bigint

  /** `kinds`: those that the ledger has rows for; absent: all. */
  constructor(book: MerchantBook, random: Prng, kinds: readonly Kind[] | undefined) {
    this.#book = book
    this.#random = random
    this.#kinds = kinds
    this.#price = priceDraw(random)
  }

  has(kind: Kind): boolean {
    return this.#kinds === undefined || this.#kinds.includes(kind)
  }

  charge(): Movement {
    const book = this.#book
    const grossMinor = this.#scaled(this.#price())
    const feeMinor = this.#scaled((this.#unscaled(grossMinor) * 29n) / 1_000n + 30n)
    return { kind: 'charge', ref: book.nextId('pi_'), parentRef: book.nextId('ch_'), grossMinor, feeMinor }
  }

  /** Known to the processor alone: network costs and the like, without a source. */
  fee(): Movement {
    return { kind: 'fee', grossMinor: this.#scaled(BigInt(-10 * (1 + this.#random.below(20)))), feeMinor: 0n }
  }

  /** Half of the refunds are of a part. */
  followUp(kind: 'refund' | 'dispute' | 'dispute_reversal', { chargeId, grossMinor }: OpenCharge): Movement {
    const parentRef = chargeId
    if (kind === 'dispute') {
      return { kind, ref: this.#book.nextId('dp_'), parentRef, grossMinor: -grossMinor, feeMinor: this.#scaled(disputeFeeMinor) }
    }
    if (kind === 'dispute_reversal') {
      return { kind, ref: this.#book.nextId('dr_'), parentRef, grossMinor, feeMinor: -this.#scaled(disputeFeeMinor) }
    }
    const whole = this.#unscaled(grossMinor)
    const part = this.#random.oneIn(2) ? whole : (whole * BigInt(5 + this.#random.below(90))) / 100n
    return { kind, ref: this.#book.nextId('re_'), parentRef, grossMinor: -this.#scaled(part < 1n ? 1n : part), feeMinor: 0n }
  }

  /** Of three-digit currencies processors take only amounts that end in 0. */
  #scaled(minor: bigint): bigint {
    return this.#hasThreeDigits ? minor * 10n : minor
  }

  #unscaled(minor: bigint): bigint {
    return this.#hasThreeDigits ? minor / 10n : minor
  }

  get #hasThreeDigits(): boolean {
    return currencyExponent(this.#book.merchant.currency) === 3
  }
}
