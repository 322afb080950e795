import { describe, expect, test } from 'vitest'
import { BasisBuilder, startingRecords } from './bases.ts'

describe('the record that a decision waited for', () => {
  test('is the one of its basis that was due last', () => {
    const bases = new BasisBuilder(4)
    bases.addForAll([0, 2])
    bases.addForAll([1])
    expect([...startingRecords(bases.build(), Float64Array.of(10, 20, 30, 40))]).toEqual([2, 1, 2, -1])
  })

  test('may be among the members that payouts share, which do not rest on it themselves', () => {
    const builder = new BasisBuilder(5)
    const members = builder.add([0, 1])
    builder.basisOf[2] = builder.add([2], members)
    builder.basisOf[3] = builder.add([3, 4], members)
    const bases = builder.build()
    expect([...startingRecords(bases, Float64Array.of(1, 50, 9, 60, 7))]).toEqual([-1, -1, 1, 3, -1])
    expect(bases.members).toHaveLength(5)
  })

  test('is the first of two that were due at once, and never one whose due time is not known', () => {
    const builder = new BasisBuilder(3)
    builder.addForAll([2, 0, 1])
    const bases = builder.build()
    expect([...startingRecords(bases, Float64Array.of(5, 5, Number.NaN))]).toEqual([0, 0, 0])
    expect([...startingRecords(bases, new Float64Array(3).fill(Number.NaN))]).toEqual([-1, -1, -1])
  })
})
