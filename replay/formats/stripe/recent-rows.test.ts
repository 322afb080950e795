import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentRows } from './recent-rows.ts'

test('for any rows, one that says the same again is told, and so is one that says something else, which is noted', () => {
  const id = fc.oneof(fc.constantFrom('', 'a', 'b', 'é', '€'), fc.string({ maxLength: 40 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.nat(1), fc.bigInt({ min: -2n, max: 2n }), fc.nat(1)), { maxLength: 200 }), (rows) => {
      const recent = new RecentRows()
      const said = new Map<string, string>()
      for (const [name, mark, minor, digest] of rows) {
        const before = said.get(`${mark}${name}`)
        const expected = before === undefined ? 'new' : before === `${minor} ${digest}` ? 'same' : 'other'
        expect(recent.see(name, mark, minor, digest)).toBe(expected)
        said.set(`${mark}${name}`, `${minor} ${digest}`)
      }
    }),
  )
})

test('a row is remembered for ten thousand rows, and not for ever', () => {
  const recent = new RecentRows()
  const long = 'x'.repeat(200)
  const isSeen = (row: number): boolean => recent.see(`${long}${row}`, 0, 1n, 7) === 'same'
  const told = { first: 0, again: 0 }
  for (let row = 0; row < 45_000; row++) {
    told.first += Number(isSeen(row))
    if (row >= 9_999) told.again += Number(isSeen(row - 9_999))
  }
  expect(told).toEqual({ first: 0, again: 35_001 })
  expect(isSeen(0)).toBe(false)
})
