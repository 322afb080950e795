import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { latencyScale, linearScale, logScale } from './scale.ts'

test.each([
  [[2003], [0, 1000, 2000, 3000]],
  [
    [180, 83.6],
    [0, 50, 100, 150, 200],
  ],
  [[], [0, 0.25, 0.5, 0.75, 1]],
  [[0], [0, 0.25, 0.5, 0.75, 1]],
])('linear ticks for %j', (values, ticks) => expect(linearScale(values).ticks).toEqual(ticks))

test.each([
  [
    [7, 90],
    [5, 10, 20, 50, 100],
  ],
  [
    [7, 1254],
    [10, 100, 1000],
  ],
  [
    [3, 3],
    [2, 5],
  ],
])('logarithmic ticks for %j', (values, ticks) => expect(logScale(values).ticks).toEqual(ticks))

test('usual values far below the largest are drawn on a logarithmic axis', () => {
  expect(latencyScale([10, 12, 14], [10, 180]).kind).toBe('linear')
  expect(latencyScale([5, 6, 7], [5, 2_000]).kind).toBe('log')
  expect(latencyScale([], []).kind).toBe('linear')
})

test('larger values stand higher, and all stand within the drawing', () => {
  const value = fc.double({ min: 0.001, max: 1e7, noNaN: true })
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 20 }), fc.boolean(), (values, log) => {
      const { shareOf, ticks } = log ? logScale(values) : linearScale(values)
      const shares = values.toSorted((a, b) => a - b).map(shareOf)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
      expect(ticks.length).toBeLessThanOrEqual(12)
      expect(ticks.length).toBeGreaterThanOrEqual(1)
    }),
  )
})
