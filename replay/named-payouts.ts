/** Payouts of which their own export cannot tell whether they are automatic, and which rows of another export name. */

import type { CanonicalRecord } from '../harness/model/record.ts'

/**
 * Stripe's payouts report lists manual and instant payouts beside automatic ones and says of none which it is. Only an automatic payout is named by rows
 * (`automatic_payout_id`): one that any row of its account names is decomposable, any other is not (matching.md §4, R3). Changes `records` in place.
 */
export function decomposeNamedPayouts(records: CanonicalRecord[]): void {
  if (!records.some(isUnsaid)) return
  const named = new Set(records.flatMap((record) => (record.payoutRef === undefined ? [] : keyOf(record, record.payoutRef))))
  for (const [index, record] of records.entries()) {
    if (!isUnsaid(record) || !named.has(keyOf(record, record.ref))) continue
    const { automatic: _automatic, ...automatic } = record
    records[index] = automatic
  }
}

function isUnsaid({ kind, source, automatic, ref }: CanonicalRecord): boolean {
  return kind === 'payout' && source === 'stripe' && automatic === false && ref !== undefined
}

function keyOf({ tenant, merchant, source, account }: CanonicalRecord, payout: string | undefined): string {
  return JSON.stringify([tenant, merchant, source, account, payout])
}
