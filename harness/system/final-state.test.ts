import { expect, test } from 'vitest'
import { decodeHistory, decodeState } from './final-state.ts'

const key = ['acme', 'm1', 'stripe', 'acct_1', 'txn_1', 'charge', 'e359e6e932d8e27f802b94a9193347a6']
const identity = { tenant: 'acme', merchant: 'm1', source: 'stripe', account: 'acct_1', recordId: 'txn_1', kind: 'charge' }
const none = Array.from({ length: 9 }, () => null)
const payout = ['2', 'EX:PAYOUT_IMBALANCE', 'R3', '0', null, 'g2', '5', '-12', null]

test('a record without a decision has no current one', () => {
  expect(decodeState([...key, ...none, 'USD', '10000', '9680'])).toEqual({
    identity,
    content: key[6],
    currency: 'USD',
    grossMinor: 10_000n,
    netMinor: 9_680n,
    current: undefined,
  })
})

test('a decision has its figures, and nothing for what is null', () => {
  expect(decodeState([...key, ...payout, 'JPY', '-9223372036854775808', '0'])).toMatchObject({
    grossMinor: -9_223_372_036_854_775_808n,
    current: {
      version: 2,
      result: {
        state: 'EX:PAYOUT_IMBALANCE',
        ruleId: 'R3',
        varianceMinor: 0n,
        leg2bGroup: 'g2',
        payout: { memberCount: 5, residualMinor: -12n },
      },
    },
  })
})

test.each([
  { columns: ['3', '120', null], cause: { kind: 'record', partition: 3, offset: '120' } },
  { columns: [null, null, 'c1'], cause: { kind: 'close', closeId: 'c1' } },
])('the cause of a history row is $cause.kind', ({ columns, cause }) => {
  expect(decodeHistory([...key, ...payout, ...columns])).toMatchObject({ identity, version: 2, cause })
})

test('a column that must be there and is not is the target breaking its contract', () => {
  expect(() => decodeState([...key, ...none, null, '1', '1'])).toThrow('column 17')
})
