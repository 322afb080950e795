import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { balances, changedEntry, document, statement } from '../../../tests/support/camt-text.ts'
import { parseDecimal } from './xs-decimal.ts'

const read = readerOf('camt053')
const summary = (sum: string): string => `<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>${sum}</Sum></TtlNtries></TxsSummry>`

test.each([
  ['.50', 50n],
  ['100.', 10_000n],
  ['100', 10_000n],
  ['007.5', 750n],
  ['+1.50', 150n],
  ['.5000', 50n],
  ['000000000000000000001.00', 100n],
  ['-.50', -50n],
])('%s is a number of XML Schema', (text, minor) => {
  expect(parseDecimal(text, 2)).toEqual({ kind: 'amount', minor })
})

test.each(['', '.', '-', '1,50', ',50', '1e3', '1.2.3', '.505', '1 000.00', 'NaN'])('"%s" is none, or finer than its currency', (text) => {
  expect(parseDecimal(text, 2)).toMatchObject({ kind: 'problem' })
})

describe('in a file', () => {
  test.each([
    ['.50', 50n],
    ['100.', 10_000n],
  ])('%s is the amount of an entry, a balance and a sum', async (text, netMinor) => {
    const { records, controls } = await read(document(statement(changedEntry('59.95', text), balances('0.', text) + summary(text))))
    expect(records).toMatchObject([{ netMinor }])
    expect(controls.map(({ name, checked, failed }) => [name, checked, failed])).toEqual([
      ['statement-balance', 1, 0],
      ['statement-summary', 1, 0],
    ])
  })

  test.each(['-.50', ',50', '059.955'])('%s is quarantined, as it is written', async (text) => {
    const { quarantined } = await read(document(statement(changedEntry('59.95', text))))
    expect(quarantined).toMatchObject([{ reason: 'amount', field: 'Amt', value: text }])
  })
})
