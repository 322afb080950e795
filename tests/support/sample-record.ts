/** Records for tests that need some: one whose content is known, and any other by what makes it differ. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

/** The test vector of matching.md §2, as the wire has it. */
export const wireRecord = {
  tenant: 'acme',
  merchant: 'm1',
  side: 'processor',
  source: 'stripe',
  account: 'acct_1',
  recordId: 'txn_1',
  kind: 'charge',
  ref: 'pi_1',
  grossMinor: '10000',
  feeMinor: '320',
  netMinor: '9680',
  currency: 'USD',
  occurredAt: '2026-01-05T10:00:00.000Z',
  businessDate: '2026-01-05',
} as const

/** The same, read. */
export const sampleRecord: CanonicalRecord = { ...wireRecord, grossMinor: 10_000n, feeMinor: 320n, netMinor: 9_680n }

type Given = Partial<CanonicalRecord> & Pick<CanonicalRecord, 'recordId' | 'kind' | 'side'>

/** A record of tenant acme, merchant m1, in USD on 2026-01-05, but for what is given; net is gross less fee. */
export function recordOf(given: Given): CanonicalRecord {
  const { grossMinor = 0n, feeMinor = 0n } = given
  return {
    tenant: 'acme',
    merchant: 'm1',
    source: given.side,
    account: `${given.side}_1`,
    currency: 'USD',
    occurredAt: '2026-01-05T10:00:00.000Z',
    businessDate: '2026-01-05',
    ...given,
    grossMinor,
    feeMinor,
    netMinor: grossMinor - feeMinor,
  }
}
