import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PositionIndex } from './position-index.ts'

test('gives what a Map would give, in whatever order and however far apart', () => {
  const offset = fc.oneof(fc.nat({ max: 5_000 }), fc.integer({ min: 1_000_000, max: 1_004_000 }), fc.maxSafeNat(), fc.constant(-1))
  const place = fc.record({ partition: fc.integer({ min: -2, max: 2 }), offset, value: fc.nat() })
  fc.assert(
    fc.property(fc.array(place, { maxLength: 400 }), offset, (places, other) => {
      const index = new PositionIndex()
      const map = new Map<string, number>()
      for (const { partition, offset: at, value } of places) {
        index.set(partition, at, value % 0x7fff_fffe)
        map.set(`${partition} ${at}`, value % 0x7fff_fffe)
      }
      for (const { partition, offset: at } of places) expect(index.get(partition, at)).toBe(map.get(`${partition} ${at}`))
      expect(index.get(0, other)).toBe(map.get(`0 ${other}`))
      expect(index.get(0, Number.NaN)).toBeUndefined()
    }),
  )
})

test('lays out a log of a million as it comes', () => {
  const index = new PositionIndex()
  for (let offset = 0; offset < 1_000_000; offset++) index.set(3, offset + 7_000_000, offset)
  expect([index.get(3, 7_000_000), index.get(3, 7_999_999), index.get(3, 8_000_000), index.get(2, 7_000_000)]).toEqual([
    0,
    999_999,
    undefined,
    undefined,
  ])
})
