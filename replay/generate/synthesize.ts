/** A synthetic history as canonical records, with the key to what is planted in it. Writes nothing. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { prng, type Prng } from '../prng.ts'
import { MerchantBook } from './book.ts'
import { syntheticDay, type SyntheticDay } from './clockwork.ts'
import { merchantGroup, type Merchant } from './group.ts'
import { paymentPlants, plantNumber, type PaymentPlant, type Plant } from './key.ts'
import { MovementDraw } from './movements.ts'
import type { ResolvedSynthetic } from './options.ts'
import { bookPayment, bookPlant, plantSize, type Booked } from './payment.ts'
import { isManualPayout, payoutPlantOf, settle, settlementSize } from './settlement.ts'
import { merchantDraw, type MerchantDraw } from './surge.ts'

export interface SyntheticRecords {
  readonly merchants: readonly Merchant[]
  /** Exactly `targetRecords`, in no order. */
  readonly records: readonly CanonicalRecord[]
  readonly key: readonly Plant[]
}

/** Same options, same records. */
export function synthesize(options: ResolvedSynthetic): SyntheticRecords {
  const merchants = merchantGroup(options.tenants, options.merchants)
  return new Synthesis(options, merchants).run()
}

class Synthesis {
  readonly #options: ResolvedSynthetic
  readonly #merchants: readonly Merchant[]
  readonly #books: readonly MerchantBook[]
  readonly #random: Prng
  readonly #movements: MovementDraw
  readonly #draw: MerchantDraw
  readonly #records: CanonicalRecord[] = []
  readonly #key: Plant[] = []
  #payments = 0
  #payouts = 0

  constructor(options: ResolvedSynthetic, merchants: readonly Merchant[]) {
    this.#options = options
    this.#merchants = merchants
    this.#books = merchants.map((merchant) => new MerchantBook(merchant))
    this.#random = prng(options.seed)
    this.#movements = new MovementDraw(this.#random)
    this.#draw = merchantDraw(merchants, options.phases, this.#random)
  }

  run(): SyntheticRecords {
    const { days, targetRecords, startDate, zone, pairGapRecords } = this.#options
    for (let dayNumber = 0; dayNumber < days; dayNumber++) {
      const day = syntheticDay(startDate, dayNumber, zone, pairGapRecords)
      const endRecords = Math.floor((targetRecords * (dayNumber + 1)) / days)
      this.#settleDay(day, this.#trade(day, endRecords))
      if (dayNumber === days - 1) this.#fill(day, targetRecords)
    }
    return { merchants: this.#merchants, records: this.#records, key: this.#key }
  }

  /** Payments until only the settlements fit into the day's records. Gives back who has to be settled. */
  #trade(day: SyntheticDay, endRecords: number): MerchantBook[] {
    const active: MerchantBook[] = []
    const begin = this.#records.length
    const expected = endRecords - begin
    let settling = 0
    for (;;) {
      const left = endRecords - this.#records.length - settling
      const book = this.#nextBook(active, left, settling, endRecords)
      if (book === undefined) return active
      if (book.payoutId === undefined) {
        const payoutNumber = this.#payouts + active.length
        book.openDay(isManualPayout(payoutNumber))
        settling += settlementSize(this.#payoutPlant(payoutNumber))
        active.push(book)
      }
      this.#add(this.#book(book, left, day, this.#records.length - begin, expected))
    }
  }

  /** Whoever is drawn; when no new merchant fits any more, one who is active already; none when not even a pair fits. */
  #nextBook(active: readonly MerchantBook[], left: number, settling: number, endRecords: number): MerchantBook | undefined {
    // A pair, and at most three records of the settlement of a merchant who comes anew.
    const fitsNew = left >= 5
    if (!fitsNew && (left < 2 || active.length === 0)) return undefined
    const drawn = this.#books[this.#draw.next(this.#records.length, endRecords, settling).index]
    return fitsNew || drawn?.payoutId !== undefined ? drawn : active[this.#random.below(active.length)]
  }

  #book(book: MerchantBook, left: number, day: SyntheticDay, position: number, expected: number): Booked {
    const moment = day.payment(position, expected, this.#random)
    const plant = this.#paymentPlant()
    // Room for the largest plant beside the settlement of a new merchant.
    if (plant !== undefined && left >= plantSize[plant] + 3) return bookPlant(plant, book, this.#movements.charge(book), moment)
    return bookPayment(book, this.#movements.next(book), moment)
  }

  #paymentPlant(): PaymentPlant | undefined {
    const plant = plantNumber(this.#payments++, paymentPlants.length, 20, 100)
    return plant === undefined || this.#options.discrepancies === 'none' ? undefined : paymentPlants[plant % paymentPlants.length]
  }

  #settleDay(day: SyntheticDay, active: readonly MerchantBook[]): void {
    for (const [position, book] of active.entries()) {
      const moment = day.settlement(position, active.length, this.#random)
      this.#add(settle(book, this.#payoutPlant(this.#payouts++), moment, this.#random))
      book.closeDay()
    }
  }

  #payoutPlant(payoutNumber: number): ReturnType<typeof payoutPlantOf> {
    return this.#options.discrepancies === 'none' ? undefined : payoutPlantOf(payoutNumber)
  }

  /** The few records that are missing to the exact number: fees that no payout has collected yet. */
  #fill(day: SyntheticDay, targetRecords: number): void {
    const [book] = this.#books
    if (book === undefined) return
    for (let position = 0; this.#records.length < targetRecords; position++) {
      this.#records.push(book.processorRecord(this.#movements.fee(book), day.late(position)))
    }
  }

  #add({ records, plant }: Booked): void {
    for (const record of records) this.#draw.count(this.#records.push(record) - 1, record)
    if (plant !== undefined) this.#key.push(plant)
  }
}
