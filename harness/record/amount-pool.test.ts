import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { AmountPool } from './amount-pool.ts'

test('a pool gives the amount of each number, also of those that share a place', () => {
  const minor = fc.oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -3, max: 3 }).map((times) => times * 8_192),
  )
  fc.assert(
    fc.property(fc.array(minor), (minors) => {
      const pool = new AmountPool()
      expect(minors.map((own) => pool.of(own))).toEqual(minors.map(BigInt))
    }),
  )
})
