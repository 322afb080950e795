/** What customers and the processor do: charges, refunds, disputes, reversals, fees, in their proportions. Books nothing. */

import { currencyExponent } from '../../harness/model/currency.ts'
import type { Prng } from '../prng.ts'
import type { MerchantBook, Movement } from './book.ts'

/** For each charge: a little above the 3 refunds and 0.3 disputes of 100 charges that a history has at least. */
const share = { refund: 0.04, dispute: 0.005, reversalOfDispute: 0.4, fee: 0.02 }

/** Price points that many orders share, so that equal amounts stand on one day. */
const prices = [999, 1_999, 2_499, 4_999, 9_900] as const

/** Draws movements and keeps the proportions over the whole history. */
export class MovementDraw {
  readonly #random: Prng
  readonly #counts = { charge: 0, refund: 0, dispute: 0, dispute_reversal: 0, fee: 0 }

  constructor(random: Prng) {
    this.#random = random
  }

  /** The next movement of a merchant: what is due in the history, if the merchant has the charge for it; else a charge. */
  next(book: MerchantBook): Movement {
    const counts = this.#counts
    if (counts.dispute_reversal < counts.dispute * share.reversalOfDispute && book.disputed.length > 0) return this.#reversal(book)
    if (counts.dispute < counts.charge * share.dispute && book.charges.length > 0) return this.#dispute(book)
    if (counts.refund < counts.charge * share.refund && book.charges.length > 0) return this.refund(book)
    if (counts.fee < counts.charge * share.fee) return this.fee(book)
    return this.charge(book)
  }

  charge(book: MerchantBook): Movement {
    this.#counts.charge++
    const [ref, chargeId, grossMinor] = [book.nextId('pi_'), book.nextId('ch_'), this.#price(book)]
    return { kind: 'charge', ref, parentRef: chargeId, grossMinor, feeMinor: (grossMinor * 29n) / 1_000n + 30n }
  }

  refund(book: MerchantBook): Movement {
    this.#counts.refund++
    const { chargeId, grossMinor } = this.#takeCharge(book)
    const partMinor = this.#random.oneIn(2) ? grossMinor : (grossMinor * BigInt(this.#random.below(90) + 5)) / 1_000n + 10n
    return { kind: 'refund', ref: book.nextId('re_'), parentRef: chargeId, grossMinor: -roundTo(book, partMinor), feeMinor: 0n }
  }

  /** Known to the processor alone: network costs and the like, without a source. */
  fee(_book: MerchantBook): Movement {
    this.#counts.fee++
    return { kind: 'fee', grossMinor: BigInt(-10 * (1 + this.#random.below(20))), feeMinor: 0n }
  }

  #dispute(book: MerchantBook): Movement {
    this.#counts.dispute++
    const charge = this.#takeCharge(book)
    book.disputed.push(charge)
    return { kind: 'dispute', ref: book.nextId('dp_'), parentRef: charge.chargeId, grossMinor: -charge.grossMinor, feeMinor: 1_500n }
  }

  #reversal(book: MerchantBook): Movement {
    this.#counts.dispute_reversal++
    const charge = book.disputed.shift()
    if (charge === undefined) throw new Error('a reversal needs a dispute')
    return {
      kind: 'dispute_reversal',
      ref: book.nextId('dr_'),
      parentRef: charge.chargeId,
      grossMinor: charge.grossMinor,
      feeMinor: -1_500n,
    }
  }

  #takeCharge(book: MerchantBook): MerchantBook['charges'][number] {
    const [charge] = book.charges.splice(this.#random.below(book.charges.length), 1)
    if (charge === undefined) throw new Error('a refund or dispute needs a charge')
    return charge
  }

  /** From 5 to 500 units of two digits; many small, few large. */
  #price(book: MerchantBook): bigint {
    const random = this.#random
    const priced = random.oneIn(3) ? (prices[random.below(prices.length)] ?? 999) : Math.floor(500 * 100 ** random.fraction())
    return roundTo(book, BigInt(priced))
  }
}

/** Of three-digit currencies processors take only amounts that end in 0. */
function roundTo(book: MerchantBook, minor: bigint): bigint {
  return currencyExponent(book.merchant.currency) === 3 ? minor * 10n : minor
}
