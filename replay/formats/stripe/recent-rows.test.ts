import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentRows } from './recent-rows.ts'

test('for any rows, one that says the same again is told, and one that says something else is noted', () => {
  const id = fc.oneof(fc.constantFrom('', 'a', 'b', 'é', '€'), fc.string({ maxLength: 40 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.bigInt({ min: -2n, max: 2n })), { maxLength: 200 }), (rows) => {
      const recent = new RecentRows()
      const said = new Map<string, bigint>()
      for (const [name, minor] of rows) {
        expect(recent.isRepeated(name, minor)).toBe(said.get(name) === minor)
        said.set(name, minor)
      }
    }),
  )
})

test('a row is remembered for ten thousand rows, and not for ever', () => {
  const recent = new RecentRows()
  const long = 'x'.repeat(200)
  const told = { first: 0, again: 0 }
  for (let row = 0; row < 45_000; row++) {
    told.first += Number(recent.isRepeated(`${long}${row}`, 1n))
    if (row >= 9_999) told.again += Number(recent.isRepeated(`${long}${row - 9_999}`, 1n))
  }
  expect(told).toEqual({ first: 0, again: 35_001 })
  expect(recent.isRepeated(`${long}0`, 1n)).toBe(false)
})
