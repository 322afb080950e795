/** A charge at a processor as the wire has it, whose content hash is known; and records that differ from it. */

import { readRecord } from '../../wire/record.ts'
import type { StackRecord } from '../../wire/record.ts'

export const charge = {
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

const { ref: _ref, ...withoutReference } = charge

/** The record of these fields; all others are those of the charge, but for its reference. */
export function recordWith(fields: Readonly<Record<string, unknown>>): StackRecord {
  const read = readRecord({ ...withoutReference, ...fields }, 0, [])
  if (read === undefined) throw new Error('not a record')
  return read
}
