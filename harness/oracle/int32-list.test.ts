import { expect, test } from 'vitest'
import { Int32List } from './int32-list.ts'

test('holds what was pushed, hands it over, and begins anew', () => {
  const list = new Int32List()
  const values = Array.from({ length: 1_000 }, (_, at) => (at % 2 === 0 ? at : -at))
  for (const value of values) list.push(value)
  expect(list.length).toBe(1_000)
  expect(list.at(999)).toBe(-999)
  const taken = list.take()
  list.push(7)
  expect([...taken]).toEqual(values)
  expect([...list.take()]).toEqual([7])
  expect([...list.take()]).toEqual([])
})
