/** One movement as the records of its sides, as it should be or with a discrepancy planted. Chooses nothing. */

import type { State } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { MerchantBook, Moment, Movement } from './book.ts'
import { planted, plantedAll, type PaymentPlant, type Plant } from './key.ts'

export interface Booked {
  readonly records: readonly CanonicalRecord[]
  readonly plant?: Plant
}

/** How many records each plant makes. */
export const plantSize: Readonly<Record<PaymentPlant, number>> = {
  'amount-mismatch': 2,
  'missing-at-processor': 1,
  'missing-in-ledger': 1,
  'direction-mismatch': 2,
  'currency-mismatch': 2,
  'duplicate-reference': 4,
  'ambiguous-reference': 3,
  'identity-conflict-ledger': 3,
  'identity-conflict-processor': 3,
  redelivery: 3,
}

/** Fees are the processor's alone; everything else has both sides. */
export function bookPayment(book: MerchantBook, movement: Movement, moment: Moment): Booked {
  const processor = member(book, movement, moment)
  if (movement.kind === 'fee') return { records: [processor] }
  if (movement.kind === 'charge') {
    book.keepCharge({ ref: movement.ref ?? '', chargeId: movement.parentRef ?? '', grossMinor: movement.grossMinor })
  }
  return { records: [book.ledgerRecord(movement, moment), processor] }
}

type PlantBooking = (book: MerchantBook, movement: Movement, moment: Moment) => Booked

/** `movement` is a charge of its own, which later refunds leave alone. The answers are matching.md's at L1, after the close. */
export function bookPlant(plant: PaymentPlant, book: MerchantBook, movement: Movement, moment: Moment): Booked {
  return bookings[plant](book, movement, moment)
}

const bookings: Readonly<Record<PaymentPlant, PlantBooking>> = {
  'amount-mismatch': (book, movement, moment) => {
    const ledger = book.ledgerRecord({ ...movement, grossMinor: movement.grossMinor + 1n }, moment)
    return allOf('amount-mismatch', 'EX:AMOUNT_MISMATCH', [ledger, member(book, movement, moment)])
  },
  'missing-at-processor': (book, movement, moment) =>
    allOf('missing-at-processor', 'EX:MISSING_AT_PROCESSOR', [book.ledgerRecord(movement, moment)]),
  'missing-in-ledger': (book, movement, moment) =>
    allOf('missing-in-ledger', 'EX:MISSING_IN_LEDGER', [member(book, lonely(book, movement), moment)]),
  'direction-mismatch': (book, movement, moment) => {
    const ledger = book.ledgerRecord({ ...movement, grossMinor: -movement.grossMinor }, moment)
    return allOf('direction-mismatch', 'EX:DIRECTION_MISMATCH', [ledger, member(book, movement, moment)])
  },
  'currency-mismatch': (book, movement, moment) => {
    const ledger = { ...book.ledgerRecord(movement, moment), currency: otherCurrency(book.merchant.currency) }
    return allOf('currency-mismatch', 'EX:CURRENCY_MISMATCH', [ledger, member(book, movement, moment)])
  },
  'duplicate-reference': (book, movement, moment) =>
    allOf('duplicate-reference', 'MATCHED', [
      book.ledgerRecord(movement, moment),
      book.ledgerRecord(movement, moment),
      member(book, movement, moment),
      member(book, movement, moment),
    ]),
  'ambiguous-reference': (book, movement, moment) =>
    allOf('ambiguous-reference', 'EX:AMBIGUOUS_REFERENCE', [
      book.ledgerRecord(movement, moment),
      book.ledgerRecord(movement, moment),
      member(book, movement, moment),
    ]),
  'identity-conflict-ledger': (book, movement, moment) => {
    const ledger = book.ledgerRecord(movement, moment)
    return conflict('identity-conflict-ledger', ledger, [member(book, movement, moment), 'EX:MISSING_IN_LEDGER'])
  },
  // Conflicts are out of every sum: neither version is a member of the payout.
  'identity-conflict-processor': (book, movement, moment) => {
    const processor = book.processorRecord(movement, moment)
    return conflict('identity-conflict-processor', processor, [book.ledgerRecord(movement, moment), 'EX:MISSING_AT_PROCESSOR'])
  },
  redelivery: (book, movement, moment) => {
    const [ledger, processor] = [book.ledgerRecord(movement, moment), member(book, movement, moment)]
    const pairs = [ledger, processor].map((record) => [record, 'MATCHED'] as const)
    return { records: [ledger, processor, processor], plant: planted('redelivery', pairs, 1) }
  },
}

function allOf(plant: PaymentPlant, state: State, records: readonly CanonicalRecord[]): Booked {
  return { records, plant: plantedAll(plant, state, records) }
}

/** Two versions of one identity, a minor unit apart, and the counterpart that is left alone. */
function conflict(plant: PaymentPlant, record: CanonicalRecord, [counterpart, state]: readonly [CanonicalRecord, State]): Booked {
  const other = { ...record, grossMinor: record.grossMinor + 1n, netMinor: record.netMinor + 1n }
  const versions = [record, other].map((version) => [version, 'EX:IDENTITY_CONFLICT'] as const)
  return { records: [record, other, counterpart], plant: planted(plant, [...versions, [counterpart, state]]) }
}

/** A processor row that counts in today's payout. */
function member(book: MerchantBook, movement: Movement, moment: Moment): CanonicalRecord {
  const record = book.processorRecord(movement, moment)
  book.payoutNetMinor += record.netMinor
  return record
}

/**
 * What stands at the processor alone is, where there is a charge for it, a refund with that charge's reference: a matcher that
 * leaves the kind out of its key takes it for the charge.
 */
function lonely(book: MerchantBook, movement: Movement): Movement {
  const charge = book.charges.shift()
  if (charge === undefined) return movement
  return { kind: 'refund', ref: charge.ref, parentRef: charge.chargeId, grossMinor: -charge.grossMinor, feeMinor: 0n }
}

/** Of the same number of digits, so that only the code tells the two apart. */
function otherCurrency(currency: string): string {
  if (currency === 'JPY') return 'KRW'
  return currency === 'KWD' ? 'BHD' : 'AUD'
}
