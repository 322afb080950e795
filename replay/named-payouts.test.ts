import { expect, test } from 'vitest'
import { recordOf } from '../tests/support/sample-record.ts'
import { decomposeNamedPayouts } from './named-payouts.ts'

const payout = recordOf({
  recordId: 'txn_9',
  kind: 'payout',
  side: 'processor',
  source: 'stripe',
  account: 'acct_1',
  ref: 'po_1',
  automatic: false,
})
const member = recordOf({ recordId: 'txn_1', kind: 'charge', side: 'processor', source: 'stripe', account: 'acct_1', payoutRef: 'po_1' })

test('a payout that a row of its account names is automatic', () => {
  const records = [member, payout]
  decomposeNamedPayouts(records)
  expect(records[1]).not.toHaveProperty('automatic')
  expect(records[0]).toBe(member)
})

test.each([
  ['by no row', []],
  ['by a row of another account', [{ ...member, account: 'acct_2' }]],
  ['by a row of another merchant', [{ ...member, merchant: 'm2' }]],
  ['by a row of another payout', [{ ...member, payoutRef: 'po_2' }]],
])('a payout that is named %s is not', (_by, others) => {
  const records = [payout, ...others]
  decomposeNamedPayouts(records)
  expect(records[0]).toBe(payout)
})
