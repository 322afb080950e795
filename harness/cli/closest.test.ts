import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { closest, editDistance } from './closest.ts'

const names = ['black-friday', 'historical-replay', 'historical-surge', 'smoke']

test.each([
  ['black-firday', 'black-friday'],
  ['blackfriday', 'black-friday'],
  ['Smoke', 'smoke'],
  ['smok', 'smoke'],
  ['historical-surg', 'historical-surge'],
  ['capacity', undefined],
  ['', undefined],
])('%j is meant as %j', (typed, expected) => {
  expect(closest(typed, names)).toBe(expected)
})

test('the distance is 0 for equal words only, the same both ways, and at most the longer length', () => {
  const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') })
  fc.assert(
    fc.property(word, word, (from, to) => {
      const edits = editDistance(from, to)
      expect(edits === 0).toBe(from === to)
      expect(edits).toBe(editDistance(to, from))
      expect(edits).toBeLessThanOrEqual(Math.max(from.length, to.length))
      expect(edits).toBeGreaterThanOrEqual(Math.abs(from.length - to.length))
    }),
  )
})
