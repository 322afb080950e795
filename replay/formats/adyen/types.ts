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

/** Words that Adyen's types are put together from, those of types that are no kind of ours too. */
const typeWords: ReadonlySet<string> = new Set(
  (
    'Settled Settlement Refunded Refund Chargeback Externally Info Installment Installments Reversed Reversal Second Fee Invoice Deduction Costs Cost ' +
    'Payment Payout Transfer Deposit Correction Corrected Reserve Adjustment Instruction Returned Capture Captured Failed Cancelled Authorised Authorisation ' +
    'Advancement Commission Commissioned Debit Debited Credit Credited Dispute Released Received Acquirer Interchange Markup Balance'
  ).split(' '),
)

/** A type of Adyen's making, known to us or not: words with capitals, one of them one of theirs. A name or a text that slipped into the column is none. */
export function isTypeCode(type: string): boolean {
  if (isKnownType(type)) return true
  return /^(?:[A-Z][a-z]+){1,6}$/.test(type) && type.split(/(?=[A-Z])/).some((word) => typeWords.has(word))
}

/** Carries what a batch does not pay out into the next one: with it a batch closes without a payout. */
export function isBalanceTransfer(type: string): boolean {
  return type.toLowerCase() === 'balancetransfer'
}
