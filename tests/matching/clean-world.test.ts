import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../harness/checks/check-answers.ts'
import type { ClaimedResult } from '../../harness/model/decision.ts'
import { contentOf, identityOf } from '../../harness/model/record-key.ts'
import { recordOf } from '../support/sample-record.ts'
import {
  afterwards,
  claiming,
  decidingStranger,
  dropping,
  isOf,
  matched,
  publishing,
  revised,
  right,
  rowOf,
  stranger,
  without,
} from './edited-world.ts'
import { smallWorld } from './small-world.ts'
import { evidenceOf } from './told-system.ts'
import type { Told } from './told-system.ts'

const check = (told: Told): ReturnType<typeof checkAnswers> => checkAnswers(evidenceOf(smallWorld, told))

describe('a clean world is silent', () => {
  test('and every class had its chance', () => {
    const { findings, coverage, figures } = check(right)
    expect(findings).toEqual([])
    expect(coverage.filter(({ opportunities }) => opportunities === 0)).toEqual([])
    expect(figures.leg1).toMatchObject({ groupsExact: figures.leg1.groupsExpected, pairsShared: figures.leg1.pairsExpected })
    expect(figures.leg2b).toMatchObject({ groupsExact: 1, groupsExpected: 1 })
  })

  test.each([
    ['rows in another order', { ...right, rows: right.rows.toReversed() }],
    ['decisions seen twice', { ...right, decisions: [...right.decisions, ...right.decisions] }],
    ['no history, no positions', { ...right, history: undefined, accepted: [] }],
    [
      'a class told as balanced pairs',
      claiming(
        [rowOf('same-l1'), matched('x')],
        [rowOf('same-p1'), matched('x')],
        [rowOf('same-l2'), matched('y')],
        [rowOf('same-p2'), matched('y')],
      ),
    ],
    [
      'a decision of a record whose outcome nobody knows, where the topic was not read to its end',
      {
        ...decidingStranger,
        unknown: new Set([contentOf(stranger)]),
        close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() },
      },
    ],
    [
      'a version that a send of unknown outcome brought when nobody watched any more',
      {
        ...publishing(afterwards),
        decisions: publishing(afterwards).decisions.filter(
          ({ event }) => event.kind !== 'decision' || !isOf(event, rowOf('off-l')) || event.version === 1,
        ),
        unknown: new Set([contentOf(stranger)]),
      },
    ],
    [
      'a class that was told as a smaller one before',
      { ...revised(rowOf('same-l1'), { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'smaller' }), decisions: [] },
    ],
    [
      'absent from a partition that has not seen the close, with nothing after it',
      {
        ...dropping(rowOf('last-p'), claiming([rowOf('last-l'), undefined])),
        close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() },
      },
    ],
    [
      'open in a partition that has not seen the close',
      { ...claiming([rowOf('alone-l'), undefined]), close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() } },
    ],
  ] satisfies [string, Told][])('%s', (_name, told) => {
    expect(check(told).findings).toEqual([])
  })
})

test('strangers by the hundred are told by the hundred', () => {
  const events = Array.from({ length: 1_000 }, (_, at) => {
    const record = recordOf({ recordId: `never-${at}`, kind: 'fee', side: 'processor', tenant: 'foreign' })
    const result: ClaimedResult = { state: 'EXPLAINED_STANDALONE', ruleId: 'R8', varianceMinor: 0n }
    const cause = { kind: 'close', closeId: 'c1' } as const
    return { kind: 'decision', identity: identityOf(record), content: contentOf(record), result, version: 1, cause } as const
  })
  const { findings } = check({ ...right, decisions: [...right.decisions, ...events.map((event) => ({ observedUs: 1, event }))] })
  expect(findings).toHaveLength(300)
  expect(findings.at(-1)?.actual).toContain('and 700 more such records')
})

describe('money at risk', () => {
  test('counts both sides of a payment once, and currencies and tenants apart', () => {
    const { atRisk } = check({ ...without(rowOf('pi_1-l'), rowOf('pi_1-p'), rowOf('pi_1-l', 'bolt')), accepted: [] })
    expect(atRisk).toEqual([
      { tenant: 'acme', merchant: 'm1', currency: 'USD', minor: 10_000n + 10_000n },
      { tenant: 'bolt', merchant: 'm1', currency: 'USD', minor: 10_000n },
    ])
  })
})
