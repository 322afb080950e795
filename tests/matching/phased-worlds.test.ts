import { describe, expect, test } from 'vitest'
import type { FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'
import { match } from '../../harness/oracle/match.ts'
import { claimedResults } from './claimed-results.ts'
import { historyProblems } from './history-problems.ts'
import { phasedWorlds } from './phased-worlds.ts'
import { plainResults } from './plain-results.ts'
import { smallWorld } from './small-world.ts'
import { tellRight } from './told-system.ts'

test('a world that is a merchant of its own is answered as it is among all others', () => {
  const groups = phasedWorlds(7, 200)
  expect(groups.reduce((sum, { worlds }) => sum + worlds.length, 0)).toBe(200)
  for (const { worlds, profile, lastClose } of groups) {
    const together = plainResults(
      match(
        worlds.flatMap(({ first, second }) => [...first, ...second]),
        profile,
        lastClose,
      ),
    )
    const apart = worlds.flatMap(({ first, second }) => [...plainResults(match([...first, ...second], profile, lastClose))])
    expect(new Map(apart)).toEqual(together)
  }
})

test('a system that tells the right answers claims them in the plain form too', () => {
  const { rows } = tellRight(smallWorld)
  const { deliveries, profile, closeDate } = smallWorld
  expect(claimedResults(rows)).toEqual(plainResults(match(deliveries, profile, closeDate)))
})

describe('a history', () => {
  const rowWith = (state: string, version: number): FinalStateRow => ({
    identity: { tenant: 't', merchant: 'm', source: 's', account: 'a', recordId: 'r', kind: 'charge' },
    content: 'c',
    currency: 'USD',
    grossMinor: 1n,
    netMinor: 1n,
    current: { result: { state, varianceMinor: 0n }, version },
  })
  const version = (number: number, state: string): HistoryRow => ({
    identity: rowWith(state, number).identity,
    content: 'c',
    version: number,
    result: { state, varianceMinor: 0n },
    cause: { kind: 'close', closeId: 'x' },
  })

  test.each([
    { name: 'well-formed', history: [version(2, 'OPEN'), version(1, 'MATCHED')], current: rowWith('OPEN', 2), problems: 0 },
    { name: 'a version left out', history: [version(1, 'MATCHED'), version(3, 'OPEN')], current: rowWith('OPEN', 2), problems: 1 },
    { name: 'a version twice', history: [version(1, 'MATCHED'), version(2, 'MATCHED')], current: rowWith('MATCHED', 2), problems: 1 },
    { name: 'OPEN published first', history: [version(1, 'OPEN')], current: rowWith('OPEN', 1), problems: 1 },
    { name: 'another state that stands', history: [version(1, 'MATCHED')], current: rowWith('OPEN', 1), problems: 1 },
    { name: 'another version that stands', history: [version(1, 'MATCHED')], current: rowWith('MATCHED', 2), problems: 1 },
  ])('$name', ({ history, current, problems }) => {
    expect(historyProblems([current], history)).toHaveLength(problems)
  })

  test('of a record that is not held is told', () => {
    expect(historyProblems([], [version(1, 'MATCHED')])).toEqual(['c: not held, but decided'])
  })
})
