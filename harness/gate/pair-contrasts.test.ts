import { expect, test } from 'vitest'
import { uniformFrom } from '../load/prng.ts'
import { verdictOf } from '../model/verdict.ts'
import type { GatePair, GateRun } from './gate-result.ts'
import { contrastsOf } from './pair-contrasts.ts'

function run(log: number): GateRun {
  const reading = { kind: 'value', value: Math.exp(log) } as const
  const readings = { 'decision-p99': reading, 'cpu-per-record': { kind: 'none', why: '' }, 'offered-per-accepted': reading } as const
  return { folder: '', verdict: verdictOf([], ''), readings }
}

function pair(number: number, from: number, to: number): GatePair {
  return { number, seed: 1, first: 'baseline', baseline: run(from), candidate: run(to) }
}

const close = (value: number): unknown => expect.closeTo(value, 12)

test('each pair has a change, and the second of a block what tells of noise', () => {
  const pairs = [pair(1, 0, 0.1), pair(2, 0.2, 0.4), pair(3, 1, 1.5)]
  expect(contrastsOf(pairs, 'decision-p99')).toEqual([
    { change: close(0.1) },
    { change: close(0.2), noise: close(0.5 / Math.SQRT2) },
    { change: close(0.5) },
  ])
  expect(contrastsOf(pairs, 'cpu-per-record')).toEqual([])
})

test('a block of which a pair was left out, and pairs of two blocks, tell of no noise', () => {
  const told = contrastsOf([pair(2, 0, 0), pair(3, 0, 0), pair(5, 0, 0), pair(7, 0, 0), pair(8, 0, 0)], 'decision-p99')
  expect(told.map(({ noise }) => noise !== undefined)).toEqual([false, false, false, false, true])
})

test('the level of a block moves none of its numbers, and they are all that the block holds besides it', () => {
  const uniform = uniformFrom(5)
  for (let round = 0; round < 100; round++) {
    const [a, b, c, d] = [uniform(), uniform(), uniform(), uniform()] as const
    const numbers = (level: number): number[] =>
      contrastsOf([pair(1, a + level, b + level), pair(2, c + level, d + level)], 'decision-p99').flatMap(({ change, noise }) =>
        noise === undefined ? [change] : [change, noise],
      )
    expect(numbers(3)).toEqual(numbers(0).map(close))
    const mean = (a + b + c + d) / 4
    const aroundMean = [a, b, c, d].reduce((sum, value) => sum + (value - mean) ** 2, 0)
    // Of one spread: each has twice the variance of a run.
    expect(numbers(0).reduce((sum, value) => sum + value * value, 0) / 2).toBeCloseTo(aroundMean, 12)
  }
})
