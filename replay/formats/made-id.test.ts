import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { madeIds } from './made-id.ts'

const row = { account: 'a', businessDate: '2026-01-08', currency: 'EUR', netMinor: 100n, text: 'rent 7' }

test('the n-th of equal rows has the same id in every file, whatever stands between them', () => {
  const [make, again] = [madeIds(), madeIds()]
  const ids = [make(row), make({ ...row, netMinor: 101n }), make(row), make(row)]
  expect(new Set(ids).size).toBe(4)
  expect([again(row), again(row), again({ ...row, netMinor: 101n }), again(row)]).toEqual([ids[0], ids[2], ids[1], ids[3]])
})

test('an id is 128 bits of the hash of what the row says and of its number, so that it stays what it was in earlier versions', () => {
  const make = madeIds()
  for (const ordinal of [1, 2, 3]) {
    const digits = hash('sha256', `["a","2026-01-08","EUR","100","rent 7"]${ordinal}`, 'hex').slice(0, 32)
    expect(make(row)).toBe(`made-${digits}`)
  }
})

test('where nobody asks for ids none is made', () => {
  const make = madeIds('none')
  expect([make(row), make(row)]).toEqual(['', ''])
})
