import { describe, expect, test } from 'vitest'
import { uniformFrom } from '../load/prng.ts'
import { boundsOf, ConfidenceSequence, isAbove, isBelow, spreadOf } from './confidence-sequence.ts'
import { noSums, plus, plusNoise } from './sequential-t-test.ts'
import type { Sums } from './sequential-t-test.ts'

const rates = { lower: 0.01, upper: 0.01 }

function sumsOf(values: readonly number[]): Sums {
  let sums = noSums
  for (const value of values) sums = plus(sums, value)
  return sums
}

describe('bounds of a mean', () => {
  const values = [0.12, 0.1, 0.05, 0.14, 0.11, 0.08, 0.13, 0.1]

  test('stand where the evidence reaches its limit', () => {
    const sums = sumsOf(values)
    const { lower, upper } = boundsOf(sums, rates)
    expect(isAbove(sums, lower - 1e-9, rates.lower)).toBe(true)
    expect(isAbove(sums, lower + 1e-9, rates.lower)).toBe(false)
    expect(isBelow(sums, upper + 1e-9, rates.upper)).toBe(true)
    expect(isBelow(sums, upper - 1e-9, rates.upper)).toBe(false)
  })

  test('are mirrored when the numbers are, and move with them', () => {
    const { lower, upper } = boundsOf(sumsOf(values), rates)
    const mirrored = boundsOf(sumsOf(values.map((value) => -value)), rates)
    expect([mirrored.lower, mirrored.upper]).toEqual([expect.closeTo(-upper, 9), expect.closeTo(-lower, 9)])
    const moved = boundsOf(sumsOf(values.map((value) => value + 5)), rates)
    expect([moved.lower, moved.upper]).toEqual([expect.closeTo(lower + 5, 6), expect.closeTo(upper + 5, 6)])
  })

  test('are none as long as a few numbers could come from anything', () => {
    for (const few of [[], [0.1], [0.1, 0.1], [0.1, 0.1, 0.1]]) {
      expect(boundsOf(sumsOf(few), rates)).toEqual({ lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY })
    }
  })

  test('are there for numbers without any noise', () => {
    const { lower, upper } = boundsOf(sumsOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), rates)
    expect([lower, upper]).toEqual([expect.closeTo(0.1, 3), expect.closeTo(0.1, 3)])
  })

  test('only close in', () => {
    const sequence = new ConfidenceSequence(rates)
    let before = sequence.bounds
    for (const value of [...values, 0.9, -0.7, 0.1]) {
      sequence.add(value)
      expect(sequence.bounds.lower).toBeGreaterThanOrEqual(before.lower)
      expect(sequence.bounds.upper).toBeLessThanOrEqual(before.upper)
      before = sequence.bounds
    }
    expect(before.lower).toBeLessThan(before.upper)
  })

  test('are wrong at any of 30 numbers in fewer rows than the rates allow', () => {
    const uniform = uniformFrom(3)
    const rows = 400
    let wrong = 0
    for (let row = 0; row < rows; row++) {
      let sums = noSums
      for (let count = 0; count < 30; count++) {
        sums = plus(sums, 0.2 + 0.07 * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()))
        if (!isAbove(sums, 0.2, rates.lower) && !isBelow(sums, 0.2, rates.upper)) continue
        wrong++
        break
      }
    }
    expect(wrong).toBeLessThanOrEqual(rows * (rates.lower + rates.upper))
  })
})

test('the spread is the standard deviation with n − 1', () => {
  expect(spreadOf(sumsOf([1, 2, 3, 4]))).toBeCloseTo(Math.sqrt(5 / 3), 12)
  expect(spreadOf(sumsOf([4]))).toBe(0)
})

test('numbers of noise alone have their part in the spread', () => {
  expect(spreadOf(plusNoise(sumsOf([1, 2, 3, 4]), 1))).toBeCloseTo(Math.sqrt(6 / 4), 12)
})
