/** The history of one merchant, day by day, in the order of time but for seconds. Holds what is still to come, never what was. */

import { addDays } from '../../../harness/model/day.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'
import type { Prng } from '../../prng.ts'
import { MerchantBook, type Moment, type Movement, type OpenCharge } from '../book.ts'
import type { Merchant } from '../group.ts'
import { payoutPlants, plantNumber, type PaymentPlant, type PayoutPlant } from '../key.ts'
import { bookPayment, bookPlant, plantSize, type Booked } from '../payment.ts'
import { isManualPayout, settle, settlementSize } from '../settlement.ts'
import { manualPayouts, type ResolvedCommerce } from './commerce-options.ts'
import { dayClock, type DayClock } from './day-clock.ts'
import { FollowUps, type FollowUp } from './follow-ups.ts'
import { MerchantMovements } from './merchant-movements.ts'
import { delayDays, isBankDay, share } from './shape.ts'
import { processorStyle } from './processor-style.ts'

/** Numbers that run through all merchants of a history, so that each class of discrepancy is planted early. */
export interface Counters {
  payments: number
  payouts: number
}

/** Both sides of a payment lie within this of each other. */
const pairGapMs = 2_000
/** A bank books from six in the morning on, for so long. */
const bankFromMs = 6 * 3_600_000
const bankForSeconds = 3 * 3_600

/** Exactly `quota` records; `dayEnds` has how many of them there are at the end of each day. */
export class MerchantHistory {
  readonly #options: ResolvedCommerce
  readonly #random: Prng
  readonly #counters: Counters
  readonly #book: MerchantBook
  readonly #movements: MerchantMovements
  readonly #followUps: FollowUps
  #made = 0
  #members = 0
  /** Of the payout that is open. */
  #payoutPlant: PayoutPlant | undefined
  #settling = 0

  constructor(options: ResolvedCommerce, merchant: Merchant, random: Prng, counters: Counters) {
    this.#options = options
    this.#random = random
    this.#counters = counters
    this.#book = new MerchantBook(merchant, processorStyle(options.processor))
    this.#movements = new MerchantMovements(this.#book, random, options.ledger.kinds)
    this.#followUps = new FollowUps(options.days)
  }

  *records(dayEnds: readonly number[]): Generator<Booked> {
    const { startDate, zone, days } = this.#options
    for (let dayNumber = 0; dayNumber < days; dayNumber++) {
      const isLast = dayNumber === days - 1
      // A merchant of few records rests on most days.
      if (!isLast && (dayEnds[dayNumber] ?? 0) - this.#made < 5 && this.#book.payoutId === undefined) continue
      const clock = dayClock(addDays(startDate, dayNumber), zone)
      yield* this.#trade(clock, dayNumber, dayEnds[dayNumber] ?? 0)
      if (isBankDay(clock.day) || isLast) yield* this.#settle(this.#settlingDay(clock), undefined)
      if (isLast) yield* this.#fill(clock, dayEnds[dayNumber] ?? 0)
    }
  }

  *#trade(clock: DayClock, dayNumber: number, endRecords: number): Generator<Booked> {
    this.#followUps.beginDay(dayNumber)
    let expected = Math.max(1, (endRecords - this.#made - this.#settling) / 2)
    let at = 0
    for (;;) {
      const left = endRecords - this.#made - this.#settling
      // A pair, and at most three records of the settlement of a payout that opens with it.
      if (left < (this.#book.payoutId === undefined ? 5 : 2)) return
      if (this.#book.payoutId === undefined) this.#openPayout()
      // The gaps of orders that come independently of each other.
      const next = 1 - (1 - at) * (1 - this.#random.fraction()) ** (1 / Math.max(1, expected))
      expected--
      const due = this.#followUps.next(next)
      at = due === undefined ? next : Math.max(at, due.share)
      const booked = due === undefined ? this.#order(clock, dayNumber, at, left) : this.#followUp(clock, dayNumber, due, at)
      this.#members++
      yield this.#counted(booked)
      if (this.#members >= (this.#options.paymentsPerPayout ?? Number.POSITIVE_INFINITY)) {
        yield* this.#settle(this.#settlingDay(clock), clock.at(at) + pairGapMs)
      }
    }
  }

  /** A new order or a fee of the processor's, perhaps with a discrepancy. */
  #order(clock: DayClock, dayNumber: number, at: number, left: number): Booked {
    const moment = this.#moment(clock, at)
    const plant = this.#paymentPlant()
    // Room for the largest plant beside the settlement.
    if (plant !== undefined && left >= plantSize[plant] + 3) return bookPlant(plant, this.#book, this.#movements.charge(), moment)
    if (this.#random.fraction() < share.fee) return bookPayment(this.#book, this.#movements.fee(), moment)
    const movement = this.#movements.charge()
    this.#schedule(movement, dayNumber, at)
    return bookPayment(this.#book, movement, moment)
  }

  #followUp(clock: DayClock, dayNumber: number, { kind, charge }: FollowUp, at: number): Booked {
    if (kind === 'dispute' && this.#random.fraction() < share.reversalOfDispute) this.#later('dispute_reversal', charge, dayNumber, at)
    return bookPayment(this.#book, this.#movements.followUp(kind, charge), this.#moment(clock, at))
  }

  #schedule({ ref = '', parentRef = '', grossMinor }: Movement, dayNumber: number, at: number): void {
    const charge = { ref, chargeId: parentRef, grossMinor }
    const fate = this.#random.fraction()
    if (fate < share.refund && this.#movements.has('refund')) this.#later('refund', charge, dayNumber, at)
    else if (fate >= 1 - share.dispute && this.#movements.has('dispute')) this.#later('dispute', charge, dayNumber, at)
  }

  #later(kind: FollowUp['kind'], charge: OpenCharge, dayNumber: number, at: number): void {
    const days = Math.floor(delayDays(kind, this.#random))
    const fraction = this.#random.fraction()
    this.#followUps.add(dayNumber + days, { kind, charge, share: days === 0 ? at + (1 - at) * fraction : fraction })
  }

  #moment(clock: DayClock, at: number): Moment {
    const ledgerMs = clock.at(at)
    const first = Math.ceil(Math.max(clock.startMs, ledgerMs - pairGapMs) / 1_000)
    const last = Math.floor(Math.min(clock.tradingEndMs, ledgerMs + pairGapMs) / 1_000)
    return { day: clock.day, ledgerMs, processorMs: (first + this.#random.below(last - first + 1)) * 1_000 }
  }

  #paymentPlant(): PaymentPlant | undefined {
    const plants = this.#options.paymentPlants
    const number = plants.length === 0 ? undefined : plantNumber(this.#counters.payments++, plants.length, 20, 100)
    return number === undefined ? undefined : plants[number % plants.length]
  }

  #openPayout(): void {
    const payoutNumber = this.#counters.payouts++
    const manual = manualPayouts(this.#options.processor)
    this.#book.openDay(manual === 'always' || (manual === 'some' && isManualPayout(payoutNumber)))
    const plant = plantNumber(payoutNumber, payoutPlants.length, 6, 25)
    const planted = plant === undefined ? undefined : payoutPlants[plant % payoutPlants.length]
    this.#payoutPlant = planted !== undefined && this.#options.payoutPlants.includes(planted) ? planted : undefined
    this.#settling = settlementSize(this.#payoutPlant)
    this.#members = 0
  }

  /** Processors pay out on the day itself if banks work on it, else on the next that they do. */
  #settlingDay(clock: DayClock): DayClock {
    let { day } = clock
    while (!isBankDay(day)) day = addDays(day, 1)
    return day === clock.day ? clock : dayClock(day, this.#options.zone)
  }

  /** The bank books on the next bank day. `afterMs`: at once, for payouts within a day. */
  *#settle(clock: DayClock, afterMs: number | undefined): Generator<Booked> {
    if (this.#book.payoutId === undefined) return
    const eveningMs = clock.tradingEndMs + this.#random.below(500) * 1_000
    const payoutMs = afterMs === undefined || afterMs < clock.startMs ? eveningMs : Math.ceil(afterMs / 1_000) * 1_000
    let bankDay = addDays(clock.day, 1)
    while (!isBankDay(bankDay)) bankDay = addDays(bankDay, 1)
    const bankMs = this.#bankDayStartMs(bankDay) + bankFromMs + this.#random.below(bankForSeconds) * 1_000
    this.#settling = 0
    yield this.#counted(settle(this.#book, this.#payoutPlant, { day: clock.day, payoutMs, bankDay, bankMs }, this.#random))
    this.#book.closeDay()
  }

  #bankStart: { readonly day: string; readonly ms: number } | undefined
  #bankDayStartMs(day: string): number {
    if (this.#bankStart?.day !== day) this.#bankStart = { day, ms: dayClock(day, this.#options.zone).startMs }
    return this.#bankStart.ms
  }

  /** The few records that are missing to the exact number: fees that no payout has collected yet. */
  *#fill({ day, tradingEndMs }: DayClock, endRecords: number): Generator<Booked> {
    for (let second = 0; this.#made < endRecords; second++) {
      const ms = tradingEndMs + second * 1_000
      const record: CanonicalRecord = this.#book.processorRecord(this.#movements.fee(), { day, ledgerMs: ms, processorMs: ms })
      yield this.#counted({ records: [record] })
    }
  }

  #counted(booked: Booked): Booked {
    this.#made += booked.records.length
    return booked
  }
}
