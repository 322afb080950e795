import { describe, expect, test } from 'vitest'
import { firstStatus, verdictOf, verdictTable } from './verdict.ts'
import type { VerdictKind } from './verdict.ts'

/** measurement.md §5: the first that applies. */
const order: readonly (readonly [VerdictKind, number])[] = [
  ['interrupted', 130],
  ['terminated', 143],
  ['harness-bug', 70],
  ['bad-configuration', 64],
  ['stack-failed', 69],
  ['not-writable', 73],
  ['fail-correctness', 96],
  ['invalid', 95],
  ['fail-thresholds', 99],
  ['inconclusive', 94],
  ['pass', 0],
]

describe('verdicts', () => {
  test('stand in the order of precedence with their statuses', () => {
    expect(verdictTable.map(({ kind, exitStatus }) => [kind, exitStatus])).toEqual(order)
  })

  const pairs = order.flatMap(([first], at) => order.slice(at + 1).map(([second]) => ({ first, second })))
  test.each(pairs)('$first comes before $second, told in either order', ({ first, second }) => {
    const reasons = [second, first].map((kind) => ({ kind, sentence: `because of ${kind}` }))
    for (const told of [reasons, reasons.toReversed()]) {
      const verdict = verdictOf(told, 'all right')
      expect(verdict.kind).toBe(first)
      expect(verdict.sentence).toBe(`because of ${first}`)
      expect(verdict.reasons).toHaveLength(2)
    }
  })

  test('no reason is a pass', () => {
    expect(verdictOf([], 'all right')).toMatchObject({ kind: 'pass', exitStatus: 0, sentence: 'all right' })
  })

  test.each([
    { statuses: [0, 99, 94], first: 99 },
    { statuses: [99, 96, 95], first: 96 },
    { statuses: [0, 130, 96], first: 130 },
    { statuses: [0, 0], first: 0 },
    { statuses: [], first: 0 },
  ])('of $statuses the exit status is $first', ({ statuses, first }) => {
    expect(firstStatus(statuses)).toBe(first)
  })
})
