import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StepOutcome } from '../model/capacity.ts'
import { kneeOf, nextStep } from './search.ts'
import type { Search, Tried } from './search.ts'

const search: Search = { startPerSecond: 100, factor: 2, maxPerSecond: 3_000, resolution: 0.1 }

/** All steps of a search against something that answers by rate and attempt. */
function searched(options: Search, answer: (rate: number, attempt: number) => StepOutcome): Tried[] {
  const tried: Tried[] = []
  for (let step = 0; step < 100; step++) {
    const next = nextStep(tried, options)
    if (next.kind === 'done') return tried
    const attempt = tried.filter(({ ratePerSecond }) => ratePerSecond === next.ratePerSecond).length
    tried.push({ ratePerSecond: next.ratePerSecond, outcome: answer(next.ratePerSecond, attempt) })
  }
  throw new Error('the search does not end')
}

const upTo =
  (knee: number) =>
  (rate: number): StepOutcome =>
    rate <= knee ? 'held' : 'broken'

describe('rates tried', () => {
  test.each<{
    name: string
    options?: Partial<Search>
    answer: (rate: number, attempt: number) => StepOutcome
    rates: number[]
    knee: object
  }>([
    {
      name: 'up until it breaks, then between',
      answer: upTo(1_000),
      rates: [100, 200, 400, 800, 1_600, 1_130, 951, 1_040],
      knee: { fromPerSecond: 951, toPerSecond: 1_040 },
    },
    { name: 'nothing breaks', answer: upTo(9_999), rates: [100, 200, 400, 800, 1_600, 3_000], knee: { fromPerSecond: 3_000 } },
    {
      name: 'a factor of less than the next whole record',
      options: { startPerSecond: 4, factor: 1.1, maxPerSecond: 8 },
      answer: upTo(9_999),
      rates: [4, 5, 6, 7, 8],
      knee: { fromPerSecond: 8 },
    },
    {
      name: 'a factor of less than the third digit',
      options: { startPerSecond: 1_000, factor: 1.001, maxPerSecond: 1_025 },
      answer: upTo(9_999),
      rates: [1_000, 1_010, 1_020, 1_025],
      knee: { fromPerSecond: 1_025 },
    },
    { name: 'the first step breaks', answer: upTo(50), rates: [100], knee: { toPerSecond: 100 } },
    {
      name: 'a step says nothing once',
      answer: (rate, attempt) => (rate === 200 && attempt === 0 ? 'unjudged' : upTo(210)(rate)),
      rates: [100, 200, 200, 400, 283, 238, 218],
      knee: { fromPerSecond: 200, toPerSecond: 218 },
    },
    {
      name: 'nothing can be said above a rate',
      answer: (rate) => (rate > 380 ? 'unjudged' : 'held'),
      rates: [100, 200, 400, 400, 283, 336, 367],
      knee: { fromPerSecond: 367, toPerSecond: 400 },
    },
    {
      name: 'a wrong answer',
      answer: (rate) => (rate > 100 ? 'wrong' : 'held'),
      rates: [100, 200],
      knee: { fromPerSecond: 100, toPerSecond: 200 },
    },
    { name: 'the stack died', answer: () => 'ended', rates: [100], knee: { toPerSecond: 100 } },
  ])('$name', ({ options, answer, rates, knee }) => {
    const tried = searched({ ...search, ...options }, answer)
    expect(tried.map(({ ratePerSecond }) => ratePerSecond)).toEqual(rates)
    expect(kneeOf(tried)).toEqual(knee)
  })
})

test('a steady system’s knee lies in what is found, which is as narrow as was asked for', () => {
  const options = fc.record({
    startPerSecond: fc.integer({ min: 100, max: 1_000 }),
    factor: fc.double({ min: 1.1, max: 4, noNaN: true }),
    maxPerSecond: fc.integer({ min: 1_000, max: 100_000 }),
    resolution: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
  })
  fc.assert(
    fc.property(options, fc.integer({ min: 1, max: 120_000 }), (candidate, knee) => {
      const found = kneeOf(searched(candidate, upTo(knee)))
      expect(found.fromPerSecond ?? 0).toBeLessThanOrEqual(knee)
      expect(found.toPerSecond ?? Number.POSITIVE_INFINITY).toBeGreaterThan(knee)
      // Without a lower end the first step broke, without an upper one the last held: nothing is left to narrow.
      const { fromPerSecond = candidate.startPerSecond, toPerSecond = candidate.maxPerSecond } = found
      const isWhole = found.fromPerSecond === undefined || found.toPerSecond === undefined
      // Rates have three digits, so that the last step may fall on one of its neighbours.
      expect(isWhole || toPerSecond / fromPerSecond < 1 + candidate.resolution + 0.02).toBe(true)
      expect(found.fromPerSecond === undefined ? toPerSecond : candidate.startPerSecond).toBe(candidate.startPerSecond)
      expect(found.toPerSecond === undefined ? fromPerSecond : candidate.maxPerSecond).toBe(candidate.maxPerSecond)
    }),
  )
})
