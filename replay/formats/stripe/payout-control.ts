/** Proves each payout row of a file against the rows that name it: Σ net(members) + net(payout) = 0. Repairs nothing. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { amountText } from '../control-amounts.ts'
import { ownText } from '../own-text.ts'
import { ControlTally, type ControlResult } from '../reading.ts'

export interface PayoutControl {
  /** `payoutId` is the row's `automatic_payout_id`, which payout rows have too. */
  add(record: CanonicalRecord, payoutId: string | undefined): void
  results(): ControlResult[]
}

interface PayoutTotal {
  netMinor: bigint
  hasRow: boolean
}

/** Only payouts whose own row stands in the file are checked: of the others the file does not say what they should be. */
export function payoutControl(file: string): PayoutControl {
  const totals = new Map<string, PayoutTotal>()
  let last: { readonly payoutId: string; readonly currency: string; readonly total: PayoutTotal } | undefined
  return {
    add({ kind, currency, netMinor }, payoutId) {
      if (payoutId === undefined) return
      // The rows of a payout mostly stand together.
      if (last?.payoutId !== payoutId || last.currency !== currency) {
        const key = ownText(`${payoutId} ${currency}`)
        const total = totals.get(key) ?? { netMinor: 0n, hasRow: false }
        totals.set(key, total)
        last = { payoutId, currency, total }
      }
      last.total.netMinor += netMinor
      last.total.hasRow ||= kind === 'payout'
    },
    results() {
      const tally = new ControlTally(file, 'payout-members')
      for (const [key, { netMinor, hasRow }] of totals) {
        if (!hasRow) continue
        const [subject = '', currency = ''] = key.split(' ')
        const residual = amountText(netMinor, currency)
        if (netMinor === 0n) tally.hold()
        else
          tally.fail({
            subject,
            expected: `${amountText(0n, currency)} of members and payout together`,
            actual: residual,
            difference: residual,
          })
      }
      return tally.results()
    },
  }
}
