/** Payouts of which their own export cannot tell whether they are automatic, and which rows of another export name. */

import type { CanonicalRecord } from '../harness/model/record.ts'

/**
 * Stripe's payouts report lists manual and instant payouts beside automatic ones and says of none which it is. Only an automatic payout is named by rows
 * (`automatic_payout_id`): one that any row of its account names is decomposable, any other is not (matching.md §4, R3). Changes `records` in place.
 */
export function decomposeNamedPayouts(records: CanonicalRecord[]): void {
  const open = records.filter(isUnsaid)
  if (open.length === 0) return
  const wanted = new Set(open.map((record) => keyOf(record, record.ref)))
  const named = new Set(records.map((record) => keyOf(record, record.payoutRef)).filter((key) => wanted.has(key)))
  for (const [index, record] of records.entries()) {
    if (!isUnsaid(record) || !named.has(keyOf(record, record.ref))) continue
    const { automatic: _automatic, ...automatic } = record
    records[index] = automatic
  }
}

function isUnsaid({ kind, source, automatic, ref }: CanonicalRecord): boolean {
  return kind === 'payout' && source === 'stripe' && automatic === false && ref !== undefined
}

function keyOf({ tenant, merchant, account }: CanonicalRecord, ref: string | undefined): string {
  return JSON.stringify([tenant, merchant, account, ref ?? null])
}
