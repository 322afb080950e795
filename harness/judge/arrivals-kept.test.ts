import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { distributionDistance } from './arrivals-kept.ts'

test.each([
  { a: [1, 2, 3], b: [1, 2, 3], distance: 0 },
  { a: [1, 2], b: [3, 4], distance: 1 },
  { a: [1, 2, 3, 4], b: [1, 2, 4, 4], distance: 0.25 },
  { a: [], b: [], distance: 0 },
  { a: [1], b: [], distance: 1 },
])('$a and $b are $distance apart', ({ a, b, distance }) => {
  expect(distributionDistance(Float64Array.from(a), Float64Array.from(b))).toBe(distance)
})

test('the distance is the largest gap between the shares below any point', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const share = (values: readonly number[], point: number): number => values.filter((value) => value <= point).length / values.length
      const gaps = Array.from({ length: 21 }, (_, point) => Math.abs(share(a, point) - share(b, point)))
      expect(distributionDistance(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(Math.max(...gaps), 12)
    }),
  )
})
