import { expect, test } from 'vitest'
import { wireRecord as record } from '../../tests/support/sample-record.ts'
import { decodeHistoryLine, decodeStateLine } from './http-system.ts'

const identity = { tenant: 'acme', merchant: 'm1', source: 'stripe', account: 'acct_1', recordId: 'txn_1', kind: 'charge' }
const content = 'e359e6e932d8e27f802b94a9193347a6'
const decision = { identity, content, state: 'MATCHED', ruleId: 'R1', varianceMinor: '0', version: 2, cause: { partition: 0, offset: '7' } }

test.each([
  { row: { record, content }, current: undefined },
  { row: { record, content, decision: null }, current: undefined },
  { row: { record, content, decision }, current: { version: 2, result: { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n } } },
])('a row of the state is a record and its latest decision: $current', ({ row, current }) => {
  const amounts = { currency: 'USD', grossMinor: 10_000n, netMinor: 9_680n }
  expect(decodeStateLine(JSON.stringify(row), 'GET state')).toEqual({ identity, content, ...amounts, current })
})

test('a row of the history is a decision event', () => {
  expect(decodeHistoryLine(JSON.stringify(decision), 'GET history')).toMatchObject({
    identity,
    version: 2,
    cause: { kind: 'record', partition: 0, offset: '7' },
  })
})

test.each([
  ['not JSON', '{"record":'],
  ['not a row of the state', JSON.stringify({ record: { ...record, netMinor: 9680 }, content })],
  ['varianceMinor: expected an amount', JSON.stringify({ record, content, decision: { ...decision, varianceMinor: 0 } })],
  ['a close event', JSON.stringify({ record, content, decision: { closeId: 'c1', partition: 0 } })],
])('a system that does not keep the contract is told: %s', (problem, line) => {
  expect(() => decodeStateLine(line, 'GET state')).toThrow(problem)
})
