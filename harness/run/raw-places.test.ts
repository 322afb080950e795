import { expect, test } from 'vitest'
import { RawPlaces } from './raw-places.ts'

const row = (line: number) =>
  ({ file: 'a.csv', line, column: 1, byteOffset: 10 * line, byteLength: 9, reason: 'amount', expected: 'digits' }) as const

test('the first rows are kept, and more are counted and told', () => {
  const places = new RawPlaces(3)
  places.add([row(1), row(2)])
  expect(places.notes()).toEqual([])
  places.add([row(3)])
  expect(places.notes()).toEqual([])
  places.add([row(4), row(5)])
  expect(places.rows).toEqual([1, 2, 3].map((line) => ({ file: 'a.csv', line, byteOffset: 10 * line, byteLength: 9 })))
  expect(places.notes()).toEqual([expect.stringContaining('of 5 rows that cannot be read the first 3 are kept')])
})
