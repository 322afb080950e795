/** A small history for a system that pairs by reference: charges at the processor and their ledger entries, one pair of them unequal. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const pairs = 400
/** The entry of this one is a cent too high, and that one was never booked at the processor. */
const [unequal, missing] = [20, 30]
const businessDay = '2026-03-02'

/** Writes `history/` into the folder: two files and their profile. */
export async function writePaymentsHistory(folder: string): Promise<void> {
  const at = join(folder, 'history')
  await mkdir(at, { recursive: true })
  const numbers = Array.from({ length: pairs }, (_, index) => index)
  const clock = (index: number): string =>
    [10 + Math.floor(index / 3_600), Math.floor(index / 60) % 60, index % 60].map((part) => `${part}`.padStart(2, '0')).join(':')
  const ledger = numbers.map(
    (index) => `acme,m-1,le_${index},charge,pi_${index},,${index === unequal ? '10.01' : '10.00'},EUR,${businessDay}T${clock(index)}.000Z`,
  )
  const processor = numbers
    .filter((index) => index !== missing)
    .map(
      (index) =>
        `txn_${index},${businessDay} ${clock(index)},${businessDay} 00:00:00,eur,10.00,0.30,9.70,charge,ch_${index},ch_${index},pi_${index},,,,`,
    )
  await writeFile(
    join(at, 'ledger.csv'),
    ['tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at', ...ledger, ''].join('\n'),
  )
  const columns =
    'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,' +
    'automatic_payout_id,automatic_payout_effective_at_utc,trace_id,trace_id_status'
  await writeFile(join(at, 'stripe.csv'), [columns, ...processor, ''].join('\n'))
  const profile = {
    version: 1,
    files: [
      { file: 'ledger.csv', format: 'ledger-csv', account: 'ledger-1', zone: 'UTC', tenants: ['acme'] },
      { file: 'stripe.csv', format: 'stripe-itemized', account: 'acct_1', zone: 'UTC', tenant: 'acme', merchant: 'm-1' },
    ],
  }
  await writeFile(join(at, 'profile.json'), JSON.stringify(profile))
}
