/** PayPal's transaction event codes, and what a row of each is to the matcher (formats.md §3). */

import type { Kind } from '../../../harness/model/record.ts'

/** Codes that say more than their group. */
const kindByCode: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['T1101', 'payout_return'],
  ['T1106', 'dispute'],
  ['T1107', 'refund'],
  ['T1108', 'fee'],
  ['T1109', 'fee'],
  ['T1201', 'dispute'],
  ['T1202', 'dispute_reversal'],
])

/** The first two digits are the group. */
const kindByGroup: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['T01', 'fee'],
  ['T02', 'fx'],
  ['T04', 'payout'],
  ['T11', 'adjustment'],
  ['T15', 'adjustment'],
  ['T19', 'adjustment'],
  ['T21', 'adjustment'],
])

/** A payment is a charge when it comes in; one that the merchant sent is not. A code that we do not know moves money all the same. */
export function kindOfEvent(code: string, isCredit: boolean): Kind {
  const known = kindByCode.get(code) ?? kindByGroup.get(code.slice(0, 3))
  if (known !== undefined) return known
  return code.startsWith('T00') && isCredit ? 'charge' : 'other'
}

/** A hold and its release are two events under one transaction id. */
export function sharesTransactionId(code: string): boolean {
  return code.startsWith('T15') || code.startsWith('T21') || code === 'T1105' || code === 'T1110' || code === 'T1111'
}
