/** What Adyen calls a row of a settlement details report, and what it is to the matcher (formats.md §5). */

import type { Kind } from '../../../harness/model/record.ts'

const kindByType: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['settled', 'charge'],
  ['settledbulk', 'charge'],
  ['settledexternally', 'charge'],
  ['settledexternallywithinfo', 'charge'],
  ['settledinstallment', 'charge'],
  ['settledininstallments', 'charge'],
  ['refunded', 'refund'],
  ['refundedbulk', 'refund'],
  ['refundedexternally', 'refund'],
  ['refundedexternallywithinfo', 'refund'],
  ['refundedreversed', 'adjustment'],
  ['chargeback', 'dispute'],
  ['chargebackexternally', 'dispute'],
  ['chargebackexternallywithinfo', 'dispute'],
  ['secondchargeback', 'dispute'],
  ['chargebackreversed', 'dispute_reversal'],
  ['chargebackreversedexternally', 'dispute_reversal'],
  ['chargebackreversedexternallywithinfo', 'dispute_reversal'],
  ['fee', 'fee'],
  ['authorisationschemefee', 'fee'],
  ['invoicededuction', 'fee'],
  ['misccosts', 'fee'],
  ['paymentcost', 'fee'],
  ['balancetransfer', 'adjustment'],
  ['depositcorrection', 'adjustment'],
  ['reserveadjustment', 'adjustment'],
  ['manualcorrected', 'adjustment'],
  ['merchantpayout', 'payout'],
  // Of a payout before, whose money came back from the bank.
  ['bankinstructionreturned', 'payout_return'],
])

/** A type that we do not know moves money all the same. */
export function kindOfAdyenType(type: string): Kind {
  return kindByType.get(type.toLowerCase()) ?? 'other'
}

export function isKnownType(type: string): boolean {
  return kindByType.has(type.toLowerCase())
}

/** Carries what a batch does not pay out into the next one: with it a batch closes without a payout. */
export function isBalanceTransfer(type: string): boolean {
  return type.toLowerCase() === 'balancetransfer'
}
