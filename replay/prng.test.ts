import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { prng } from './prng.ts'

test('the same seed gives the same numbers, another seed others', () => {
  const first = (seed: number): number[] => {
    const random = prng(seed)
    return Array.from({ length: 4 }, () => random.uint32())
  }
  expect(first(1)).toEqual(first(1))
  expect(first(1)).not.toEqual(first(2))
  expect(first(0).some((number) => number !== 0)).toBe(true)
})

test('numbers below a limit are whole, in bounds, and each about as frequent as the others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 20 }), (seed, limit) => {
      const random = prng(seed)
      const counts = Array.from({ length: limit }, () => 0)
      for (let draw = 0; draw < limit * 500; draw++) {
        const drawn = random.below(limit)
        counts[drawn] = (counts[drawn] ?? Number.NaN) + 1
      }
      // 500 expected, standard deviation at most 23: seven of them for all seeds.
      for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(160)
    }),
    { numRuns: 50 },
  )
})
