import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readExamples } from './examples.ts'
import type { ExampleResult } from './examples.ts'
import { plainResults } from './plain-results.ts'
import { randomWorld } from './random-worlds.ts'
import { slowMatch } from './slow-oracle.ts'
import type { PlainResult } from './slow-oracle.ts'
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
    for (const { record, ...expected } of results) {
      expect(stated(answers.get(contentAt(records, record)), expected)).toEqual(spelledOut(records, expected))
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

        // Judged again is judged anew, and a result that stays as it was is the same object.
        const withoutClose = matchAgain(answers, profile, undefined)
        const anew = match(deliveries, profile, undefined)
        expect(withoutClose.results).toEqual(anew.results)
        // And the other way, as the judge goes: from what is open to a close.
        expect(matchAgain(anew, profile, closeDate).results).toEqual(answers.results)
        expect(withoutClose.results.filter((result, index) => result !== answers.results[index])).toEqual(
          withoutClose.results.filter(({ state }, index) => state !== answers.results[index]?.state),
        )
        // What needs no close has a basis, with a close too; what needs one has none.
        expect(anew.bases).toEqual(answers.bases)
        expect([...withoutClose.bases.basisOf].map((basis) => basis !== -1)).toEqual(
          withoutClose.results.map(({ state }) => state !== 'OPEN'),
        )
      }),
      { seed, numRuns: worldCount },
    )
    expect(worlds).toBe(worldCount)
    expect(states.filter((state) => (seen.get(state) ?? 0) < 50)).toEqual([])
  })
})

function shuffle<Element>(elements: readonly Element[], randoms: Iterable<number>): Element[] {
  const stream = randoms[Symbol.iterator]()
  return elements
    .map((element) => ({ element, rank: stream.next().value as number }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ element }) => element)
}

function contentAt(records: readonly CanonicalRecord[], index: number): string {
  return contentOf(records[index] as CanonicalRecord)
}

type Expected = Omit<ExampleResult, 'record'>

/** The part of a result that an example speaks of. */
function stated(result: PlainResult | undefined, expected: Expected): unknown {
  const { payout } = expected
  const figures = payout && Object.keys(payout).map((name) => [name, result?.payout?.[name as keyof typeof payout]])
  return {
    ...Object.fromEntries(Object.keys(expected).map((name) => [name, result?.[name as keyof Expected]])),
    ...(figures ? { payout: Object.fromEntries(figures) } : {}),
  }
}

/** What an example says, in the form of a plain result: groups as sorted contents, amounts as integers. */
function spelledOut(records: readonly CanonicalRecord[], expected: Expected): unknown {
  const { varianceMinor, leg1Group, leg2bGroup, payout } = expected
  const contents = (group: readonly number[]): string[] =>
    group.map((index) => contentAt(records, index)).toSorted((a, b) => (a < b ? -1 : 1))
  const residual = payout?.residualMinor === undefined ? {} : { residualMinor: BigInt(payout.residualMinor) }
  return {
    ...expected,
    ...(varianceMinor === undefined ? {} : { varianceMinor: BigInt(varianceMinor) }),
    ...(leg1Group === undefined ? {} : { leg1Group: contents(leg1Group) }),
    ...(leg2bGroup === undefined ? {} : { leg2bGroup: contents(leg2bGroup) }),
    ...(payout === undefined ? {} : { payout: payout === null ? undefined : { ...payout, ...residual } }),
  }
}
