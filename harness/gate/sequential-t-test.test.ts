import { describe, expect, test } from 'vitest'
import { uniformFrom } from '../load/prng.ts'
import { alternatives, logEvidence, noSums, plus, plusNoise, shifted } from './sequential-t-test.ts'
import type { Sums } from './sequential-t-test.ts'

function sumsOf(values: readonly number[], noise: readonly number[] = []): Sums {
  let sums = noSums
  for (const value of values) sums = plus(sums, value)
  for (const value of noise) sums = plusNoise(sums, value)
  return sums
}

/** The definition, slowly: both integrals over the scale, in steps of a thousandth. */
function slowLogEvidence(values: readonly number[], noise: readonly number[]): number {
  const all = [...values, ...noise]
  const length = Math.sqrt(all.reduce((total, value) => total + value * value, 0))
  const direction = values.reduce((total, value) => total + value, 0) / length
  const integral = (b: number): number => {
    let total = 0
    for (let u = 0.0005; u < 40; u += 0.001) total += u ** (all.length - 1) * Math.exp(b * u - (u * u) / 2)
    return total
  }
  const ratios = alternatives.map(
    ({ effect, share }) => (share * Math.exp((-values.length * effect * effect) / 2) * integral(effect * direction)) / integral(0),
  )
  return Math.log(ratios.reduce((total, ratio) => total + ratio, 0))
}

describe('evidence that a mean is above zero', () => {
  test.each([
    { values: [1, 1, 1, 1], noise: [] },
    { values: [0.3, 0.1, 0.25, 0.2, 0.31, 0.12], noise: [] },
    { values: [0.3, 0.1, 0.25, 0.2, 0.31, 0.12], noise: [0.1, -0.2, 0.05] },
    { values: [0.1, -0.05, 0.2, 0.12, 0.18, 0.02, 0.15, 0.09, 0.2, 0.11, 0.1, 0.16], noise: [0.02, 0.1] },
  ])('of $values beside $noise is what its integrals say', ({ values, noise }) => {
    expect(logEvidence(sumsOf(values, noise))).toBeCloseTo(slowLogEvidence(values, noise), 4)
  })

  test('falls where more turns out to be noise, and rises where less does', () => {
    const values = [0.3, 0.1, 0.25, 0.2, -0.05, 0.31, 0.12]
    const evidence = [[1, -1, 1], [], [0.01, 0, -0.02]].map((noise) => logEvidence(sumsOf(values, noise)))
    expect(evidence).toEqual(evidence.toSorted((a, b) => a - b))
    expect(evidence[2]).toBeGreaterThan(evidence[0] ?? Number.NaN)
  })

  test('is the same in any unit', () => {
    const values = [0.3, 0.1, 0.25, 0.2, -0.05, 0.31, 0.12]
    const scaled = values.map((value) => value * 1e4)
    expect(logEvidence(sumsOf(scaled))).toBeCloseTo(logEvidence(sumsOf(values)), 9)
  })

  test('is none where the numbers do not point up, and of no numbers', () => {
    for (const values of [[], [0, 0, 0], [-1, -1.1, -0.9], [1, -1]]) expect(logEvidence(sumsOf(values))).toBe(0)
  })

  test('falls as the mean that is tried rises', () => {
    const sums = sumsOf([0.12, 0.1, 0.05, 0.14, 0.11, 0.08, 0.13, 0.1])
    const evidence = [-0.2, -0.1, 0, 0.02, 0.05, 0.08].map((shift) => logEvidence(shifted(sums, shift)))
    expect(evidence).toEqual(evidence.toSorted((a, b) => b - a))
    expect(evidence[0]).toBeGreaterThan(evidence[3] ?? Number.NaN)
  })

  test.each([0.1, 0.02])('ever reaches 1/%d over normal numbers without a mean in no more rows than that', (rate) => {
    const uniform = uniformFrom(11)
    const rows = 2_000
    let reached = 0
    for (let row = 0; row < rows; row++) {
      let sums = noSums
      for (let count = 0; count < 30 && logEvidence(sums) < -Math.log(rate); count++) {
        if (count % 2 === 1) sums = plusNoise(sums, normal(uniform))
        sums = plus(sums, normal(uniform))
      }
      if (logEvidence(sums) >= -Math.log(rate)) reached++
    }
    expect(reached).toBeGreaterThan(0)
    expect(reached / rows).toBeLessThanOrEqual(rate)
  })
})

function normal(uniform: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
