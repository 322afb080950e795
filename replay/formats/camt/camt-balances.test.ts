import { describe, expect, test } from 'vitest'
import { berlinAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { balance, balances, changedEntry, document, entry, statement } from '../../../tests/support/camt-text.ts'

const read = readerOf('camt053')
const yen = changedEntry('"USD">59.95', '"JPY">5000').replace('BANK0001', 'BANK0002')
const day = (text: string): string => `<Dt><Dt>${text}</Dt></Dt>`

describe('balances of several currencies in one statement are proved each by itself', () => {
  test.each([
    ['both close', balances('1.00', '60.95') + balances('100', '5100', 'JPY'), 2, []],
    ['the second does not', balances('1.00', '60.95') + balances('100', '5101', 'JPY'), 2, ['closing 5101 JPY']],
    ['the first does not', balances('1.00', '60.96') + balances('100', '5100', 'JPY'), 2, ['closing 60.96 USD']],
    ['neither does', balances('1.00', '60.96') + balances('100', '5101', 'JPY'), 2, ['closing 60.96 USD', 'closing 5101 JPY']],
    [
      'openings before closings, and the second has the closing of the day before instead',
      balance('OPBD', 'USD', '1.00') + balance('PRCD', 'JPY', '100') + balance('CLBD', 'JPY', '5101') + balance('CLBD', 'USD', '60.95'),
      2,
      ['closing 5101 JPY'],
    ],
    [
      'a second closing of one day in the second',
      balances('1.00', '60.95') + balances('100', '5100', 'JPY') + balance('CLBD', 'JPY', '7'),
      2,
      ['another CLBD of that day: 7 JPY'],
    ],
    ['a currency has an opening alone', balances('1.00', '60.95') + balance('OPBD', 'JPY', '100'), 1, []],
  ])('%s', async (_what, head, checked, failed) => {
    const { controls, records } = await read(document(statement(entry + yen, head)))
    expect(records).toHaveLength(2)
    expect(controls).toMatchObject([{ name: 'statement-balance', checked, failed: failed.length }])
    expect(controls.flatMap(({ failures }) => failures.map(({ actual }) => actual))).toEqual(failed)
  })

  test('and listed, one for each currency', async () => {
    const { figures } = await read(document(statement(entry, balances('1.00', '60.95') + balances('100', '100', 'JPY'))))
    expect(figures?.balances).toEqual([
      { account: 'DE02', currency: 'USD', opening: '1.00', closing: '60.95' },
      { account: 'DE02', currency: 'JPY', opening: '100', closing: '100' },
    ])
  })

  test('and followed from statement to statement', async () => {
    const first = balance('OPBD', 'USD', '0', day('2026-01-08')) + balance('CLBD', 'USD', '59.95', day('2026-01-08'))
    const second = balance('OPBD', 'USD', '59.95', day('2026-01-09')) + balance('CLBD', 'USD', '119.90', day('2026-01-09'))
    const inYen = (date: string, opening: string): string =>
      balance('OPBD', 'JPY', opening, day(date)) + balance('CLBD', 'JPY', '7', day(date))
    const notesOf = async (yenOfSecond: string): Promise<readonly string[]> => {
      const statements = [first + inYen('2026-01-08', '0'), second + inYen('2026-01-09', yenOfSecond)]
      return (await read(document(statements.map((head) => statement(entry, head)).join('')))).notes
    }
    expect(await notesOf('7')).toEqual([])
    expect(await notesOf('8')).toEqual([expect.stringMatching(/^1 statements \(the first: statement 2\) open with a balance/)])
  })
})

const time = (text: string): string => `<Dt><DtTm>${text}</DtTm></Dt>`

test.each([
  ['another amount', '59.90', 1],
  ['the same amount', '59.95', 0],
])('two closing balances of one day, one with its time, that have %s', async (_what, amount, failed) => {
  const opening = balance('OPBD', 'USD', '0', day('2026-01-08'))
  for (const [first, second] of [
    [day('2026-01-08'), time('2026-01-08T18:00:00')],
    [time('2026-01-08T18:00:00'), day('2026-01-08+01:00')],
  ] as const) {
    const head = opening + balance('CLBD', 'USD', '59.95', second) + balance('CLBD', 'USD', amount, first)
    expect((await read(document(statement(entry, head)))).controls).toMatchObject([{ name: 'statement-balance', checked: 1, failed }])
  }
})

test.each([
  ['2026-01-08T12:00:00', '2026-01-08T18:00:00'],
  ['2026-01-08T12:00:00Z', '2026-01-08T12:00:00.5Z'],
  // An hour later, though earlier as a text.
  ['2026-01-08T18:00:00+02:00', '2026-01-08T17:00:00Z'],
  ['2026-01-09T00:30:00+02:00', '2026-01-08T23:30:00Z'],
])('of closing balances at %s and %s the second closes the statement, in any order', async (first, second) => {
  const closings = [balance('CLBD', 'USD', '20.00', time(first)), balance('CLBD', 'USD', '59.95', time(second))]
  for (const each of [closings, closings.toReversed()]) {
    const head = balance('OPBD', 'USD', '0', day('2026-01-08')) + each.join('')
    const { controls, figures } = await read(document(statement(entry, head)))
    expect(controls).toMatchObject([{ name: 'statement-balance', checked: 1, failed: 0 }])
    expect(figures?.balances).toMatchObject([{ opening: '0', closing: '59.95' }])
  }
})

test.each(['', time('')])('an opening balance without a date opens nothing where another names its day (%s)', async (undated) => {
  const head = balance('OPBD', 'USD', '7', undated) + balance('OPBD', 'USD', '0', day('2026-01-08'))
  const { controls, figures } = await read(document(statement(entry, head + balance('CLBD', 'USD', '59.95', day('2026-01-08')))))
  expect(controls).toMatchObject([{ checked: 1, failed: 0 }])
  expect(figures?.balances).toMatchObject([{ opening: '0', closing: '59.95' }])
})

test.each([
  ['no balance', ''],
  ['an opening balance alone', balance('OPBD', 'JPY', '100')],
  ['a balance of another kind', balance('ITBD', 'JPY', '100')],
])('entries in a currency of which the statement states %s are told, beside one that is proved', async (_what, head) => {
  expect((await read(document(statement(entry + yen, balances('0', '59.95') + head)))).notes).toEqual([
    '1 statements have entries in a currency of which they do not state both an opening and a closing balance (JPY): no balance proves those',
  ])
})

test('a statement of more balances than any is refused', async () => {
  const many = (count: number): string => document(statement(entry, balance('ITBD', 'USD', '1').repeat(count)))
  expect((await read(many(1_000), () => berlinAccount)).records).toHaveLength(1)
  await expect(read(many(1_001))).rejects.toThrow(/statement 1 states more than 1000 balances/)
})
