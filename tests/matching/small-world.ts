/** A small world with something for every check: pairs, a class, a payout, breaks, a conflict, and the same ids in two tenants. */

import { defaultProfile } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { recordOf } from '../support/sample-record.ts'
import type { World } from './told-system.ts'

/** Both sides of a payment; ids end in `-l` and `-p`. */
function pair(id: string, grossMinor: bigint, more: Partial<CanonicalRecord> = {}): CanonicalRecord[] {
  const { payoutRef, feeMinor = 0n, ...both } = more
  return [
    recordOf({ kind: 'charge', ref: id, grossMinor, ...both, recordId: `${id}-l`, side: 'ledger' }),
    recordOf({
      kind: 'charge',
      ref: id,
      grossMinor,
      feeMinor,
      ...both,
      ...(payoutRef === undefined ? {} : { payoutRef }),
      recordId: `${id}-p`,
      side: 'processor',
    }),
  ]
}

const records: readonly CanonicalRecord[] = [
  ...pair('pi_1', 10_000n, { payoutRef: 'po_1', feeMinor: 320n }),
  ...pair('pi_2', 5_000n, { payoutRef: 'po_1', feeMinor: 175n }),
  recordOf({ recordId: 'po_1', kind: 'payout', side: 'processor', ref: 'po_1', traceRef: 'tr_1', grossMinor: -14_505n }),
  recordOf({ recordId: 'line_1', kind: 'bank_line', side: 'bank', references: ['tr_1'], grossMinor: 14_505n }),
  recordOf({ recordId: 'fee_1', kind: 'fee', side: 'processor', grossMinor: -30n }),
  // Nobody can say who belongs to whom.
  recordOf({ recordId: 'same-l1', kind: 'charge', side: 'ledger', ref: 'same', grossMinor: 700n }),
  recordOf({ recordId: 'same-l2', kind: 'charge', side: 'ledger', ref: 'same', grossMinor: 700n }),
  recordOf({ recordId: 'same-p1', kind: 'charge', side: 'processor', ref: 'same', grossMinor: 700n }),
  recordOf({ recordId: 'same-p2', kind: 'charge', side: 'processor', ref: 'same', grossMinor: 700n }),
  // A refund that carries the reference and the amount of its charge.
  recordOf({ recordId: 'refund-p', kind: 'refund', side: 'processor', ref: 'pi_1', grossMinor: -10_000n }),
  recordOf({ recordId: 'off-l', kind: 'charge', side: 'ledger', ref: 'off', grossMinor: 2_000n }),
  recordOf({ recordId: 'off-p', kind: 'charge', side: 'processor', ref: 'off', grossMinor: 1_500n }),
  recordOf({ recordId: 'twice', kind: 'charge', side: 'processor', ref: 'tw', grossMinor: 900n }),
  recordOf({ recordId: 'twice', kind: 'charge', side: 'processor', ref: 'tw', grossMinor: 901n }),
  recordOf({ recordId: 'twice-l', kind: 'charge', side: 'ledger', ref: 'tw', grossMinor: 901n }),
  recordOf({ recordId: 'young-l', kind: 'charge', side: 'ledger', ref: 'young', grossMinor: 400n, businessDate: '2026-01-09' }),
  ...pair('pi_1', 10_000n, { tenant: 'bolt' }),
  recordOf({ recordId: 'alone-p', kind: 'charge', side: 'processor', ref: 'pi_3', grossMinor: 800n, tenant: 'bolt' }),
  recordOf({ recordId: 'alone-l', kind: 'charge', side: 'ledger', ref: 'pi_3', grossMinor: 800n }),
  ...pair('last', 50n),
]

export const smallWorld: World = { deliveries: [...records, ...records.slice(0, 1)], profile: defaultProfile, closeDate: '2026-01-11' }
