import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readExamples } from './examples.ts'
import { plainResults } from './plain-results.ts'
import { randomWorld } from './random-worlds.ts'
import { slowMatch } from './slow-oracle.ts'
import { states } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { contentOf } from '../../harness/model/record-key.ts'
import { match, matchAgain } from '../../harness/oracle/match.ts'

describe('the worked worlds of the specification', () => {
  const oracles = [
    { oracle: 'oracle', answer: (...world: Parameters<typeof match>) => plainResults(match(...world)) },
    { oracle: 'slow oracle', answer: slowMatch },
  ]
  const cases = oracles.flatMap((oracle) => readExamples().map((example) => ({ ...oracle, ...example })))

  test.each(cases)('$oracle: $name', ({ answer, records, profile, closeDate, results }) => {
    const answers = answer(records, profile, closeDate)
    expect(answers.size).toBe(results.length)
    for (const expected of results) {
      const contentAt = (index: number): string => contentOf(records[index] as CanonicalRecord)
      const contents = (group: readonly number[]): string[] => group.map(contentAt).toSorted((a, b) => (a < b ? -1 : 1))
      const actual = answers.get(contentAt(expected.record))
      expect(actual?.state).toBe(expected.state)
      if (expected.ruleId !== undefined) expect(actual?.ruleId).toBe(expected.ruleId)
      if (expected.varianceMinor !== undefined) expect(actual?.varianceMinor).toBe(BigInt(expected.varianceMinor))
      if (expected.leg1Group !== undefined) expect(actual?.leg1Group).toEqual(contents(expected.leg1Group))
      if (expected.leg2bGroup !== undefined) expect(actual?.leg2bGroup).toEqual(contents(expected.leg2bGroup))
      if (expected.detail !== undefined) expect(actual?.detail).toBe(expected.detail)
      if (expected.payout === null) expect(actual?.payout).toBeUndefined()
      if (expected.payout?.memberCount !== undefined) expect(actual?.payout?.memberCount).toBe(expected.payout.memberCount)
      if (expected.payout?.residualMinor !== undefined) {
        expect(actual?.payout?.residualMinor).toBe(BigInt(expected.payout.residualMinor))
      }
    }
  })

  test.each(readExamples())('redeliveries are counted: $name', ({ records, profile, closeDate, redelivered }) => {
    expect(match(records, profile, closeDate).redelivered).toBe(redelivered)
  })
})

const seed = 20_260_105
const worldCount = 6_000

describe(`${worldCount} random worlds from seed ${seed}`, () => {
  test('both oracles agree, whatever the order, and every state occurs at least 50 times', () => {
    const seen = new Map<string, number>()
    let worlds = 0
    fc.assert(
      fc.property(randomWorld, fc.infiniteStream(fc.nat()), ({ deliveries, profile, closeDate }, randoms) => {
        const answers = match(deliveries, profile, closeDate)
        const plain = plainResults(answers)
        expect(plain).toEqual(slowMatch(deliveries, profile, closeDate))
        for (const { state } of answers.results) seen.set(state, (seen.get(state) ?? 0) + 1)
        worlds++

        const shuffled = match(shuffle(deliveries, randoms), profile, closeDate)
        expect(new Map(shuffled.contents.map((content, index) => [content, shuffled.results[index]]))).toEqual(
          new Map(answers.contents.map((content, index) => [content, answers.results[index]])),
        )
        expect(shuffled.redelivered).toBe(answers.redelivered)

        // What needs no close has a basis, with a close too; what needs one has none.
        const withoutClose = matchAgain(answers, profile, undefined)
        expect(withoutClose.bases).toEqual(answers.bases)
        expect([...withoutClose.bases.basisOf].map((basis) => basis !== -1)).toEqual(
          withoutClose.results.map(({ state }) => state !== 'OPEN'),
        )
      }),
      { seed, numRuns: worldCount },
    )
    expect(worlds).toBe(worldCount)
    for (const state of states) expect(seen.get(state) ?? 0, state).toBeGreaterThanOrEqual(50)
  })
})

function shuffle<Element>(elements: readonly Element[], randoms: Iterable<number>): Element[] {
  const stream = randoms[Symbol.iterator]()
  return elements
    .map((element) => ({ element, rank: stream.next().value as number }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ element }) => element)
}
