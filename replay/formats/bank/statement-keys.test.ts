import { expect, test } from 'vitest'
import { document, entry } from '../../../tests/support/camt-text.ts'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { forgottenNote, keyDigest, StatementKeys, statementsRemembered } from './statement-keys.ts'

/** Ten times what one takes. */
const timeout = 120_000

test('keys of any length have one length, and are other keys where a part is another', () => {
  const keys = [[''], ['a'], ['a', ''], ['', 'a'], ['a'.repeat(100_000)], ['a'.repeat(100_001)]].map((parts) => keyDigest(...parts))
  expect(new Set(keys).size).toBe(keys.length)
  expect(new Set(keys.map(({ length }) => length))).toEqual(new Set([44]))
  expect(keyDigest('a', 'b')).toBe(keyDigest('a', 'b'))
})

test('so many statements are remembered, and the others are counted', () => {
  const keys = new StatementKeys<number>()
  for (let at = 0; at < statementsRemembered + 2; at++) expect(keys.meet(keyDigest(`${at}`), at)).toBeUndefined()
  expect(keys.forgotten).toBe(2)
  // What was remembered is still known; what was not is met for the first time again.
  for (const at of [0, 7, 77_777, statementsRemembered - 1]) expect(keys.meet(keyDigest(`${at}`), -1)).toBe(at)
  expect(keys.meet(keyDigest(`${statementsRemembered}`), 0)).toBeUndefined()
  expect([keys.forgotten, forgottenNote(0)]).toEqual([3, []])
})

test('an MT940 file of more statements than are remembered says so, and still finds again what is remembered', { timeout }, async () => {
  const message = (number: number): string =>
    `:20:A\n:25:ACC\n:28C:${number}/1\n:60F:C260107USD0,\n:61:260108C1,00NTRFX\n:62F:C260108USD1,\n-\n`
  const numbers = Array.from({ length: statementsRemembered + 1 }, (_, at) => at)
  const { records, notes } = await readerOf('mt940')([...numbers, 0, statementsRemembered].map(message).join(''))
  expect(records).toHaveLength(numbers.length + 2)
  expect(notes).toEqual([
    expect.stringMatching(/^1 statements have the account, number, balances and sums of one before them/),
    ...forgottenNote(2),
    expect.stringContaining('balances'),
  ])
})

test('so does a camt file: a duplicate of what is remembered is not booked, one of another is', { timeout }, async () => {
  const statement = (number: number, mark = ''): string =>
    `<Stmt><Id>${number}</Id><ElctrncSeqNb>1</ElctrncSeqNb>${mark === '' ? '' : `<CpyDplctInd>${mark}</CpyDplctInd>`}` +
    `<Acct><Id><IBAN>DE02</IBAN></Id></Acct>${number % 50_000 === 0 ? entry : ''}</Stmt>`
  const numbers = Array.from({ length: statementsRemembered + 1 }, (_, at) => statement(at))
  const text = document([...numbers, statement(0, 'DUPL'), statement(statementsRemembered, 'DUPL')].join(''))
  const { records, notBooked, notes } = await readerOf('camt053')(text)
  expect([records.length, notBooked]).toEqual([4, 1])
  expect(notes).toEqual([
    expect.stringMatching(/^1 statements are marked DUPL, and none like them was read before/),
    expect.stringMatching(/^1 statements repeat one that was read before/),
    ...forgottenNote(2),
  ])
})
