/** What Stripe calls a movement, and what it is to the matcher. */

import type { Kind } from '../../../harness/model/record.ts'

const kindByCategory: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['charge', 'charge'],
  ['refund', 'refund'],
  ['dispute', 'dispute'],
  ['dispute_reversal', 'dispute_reversal'],
  ['fee', 'fee'],
  ['network_cost', 'fee'],
  ['payout', 'payout'],
  ['payout_reversal', 'payout_return'],
  ['charge_failure', 'adjustment'],
  ['partial_capture_reversal', 'adjustment'],
  ['refund_failure', 'adjustment'],
  ['other_adjustment', 'adjustment'],
])

/** Stripe adds categories at any time: one that we do not know moves money all the same. */
export function kindOfCategory(category: string): Kind {
  return kindByCategory.get(category) ?? 'other'
}

const kindByType: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['charge', 'charge'],
  ['payment', 'charge'],
  ['refund', 'refund'],
  ['payment_refund', 'refund'],
  ['payout', 'payout'],
  ['payout_cancel', 'payout_return'],
  ['payout_failure', 'payout_return'],
  ['stripe_fee', 'fee'],
  ['stripe_fx_fee', 'fee'],
  ['tax_fee', 'fee'],
  ['adjustment', 'adjustment'],
  ['refund_failure', 'adjustment'],
  ['payment_failure_refund', 'adjustment'],
  ['payment_reversal', 'adjustment'],
])

/** For objects without a reporting category: their type says less, an adjustment may be a dispute or the fee of one. */
export function kindOfType(type: string): Kind {
  return kindByType.get(type) ?? 'other'
}
