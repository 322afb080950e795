import { expect, test } from 'vitest'

import { joined, MadeRows } from './rows.ts'

test('made rows are those of an array, and two lists one behind the other are one', () => {
  const squares = new MadeRows(4, (index) => index * index)
  expect([...squares]).toEqual([0, 1, 4, 9])
  expect([squares.length, squares.at(3), squares.at(4)]).toEqual([4, 9, undefined])
  const both = joined(squares, [7, 8])
  expect([...both]).toEqual([0, 1, 4, 9, 7, 8])
  expect([both.length, both.at(3), both.at(4), both.at(6)]).toEqual([6, 9, 7, undefined])
})
