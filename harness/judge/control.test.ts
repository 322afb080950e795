import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkAnswers } from '../checks/check-answers.ts'
import { defaultProfile } from '../model/match-result.ts'
import type { MatchProfile } from '../model/match-result.ts'
import { compareAnswers } from '../oracle/compare.ts'
import { match } from '../oracle/match.ts'
import { buildControl, isOfControl, missedLies } from './control.ts'
import type { Control } from './control.ts'

function checked(control: Control, profile: MatchProfile = defaultProfile): ReturnType<typeof checkAnswers> {
  const expected = match(control.records, profile, undefined, control.contents)
  const comparison = compareAnswers(expected, control.rows, profile, undefined)
  const { history, decisions, deliveries } = control
  return checkAnswers({
    expected,
    comparison,
    unknownContents: new Set(),
    history,
    decisions,
    deliveries,
    close: { kind: 'none' },
    watched: 'all',
    allPositionsKnown: true,
  })
}

test('every lie is found with its class, and nothing else', () => {
  const control = buildControl(defaultProfile)
  const { findings } = checked(control)
  expect(missedLies(control, findings, true)).toEqual([])
  expect(findings.map((finding) => finding.class).toSorted()).toEqual(control.lies.map((lie) => lie.class).toSorted())
  expect(findings.every(isOfControl)).toBe(true)
  expect(control.planted).toMatch(/^8 lies: lost-record \(.*illegal-transition \(/)
})

test('all lies are found whatever the tolerance', () => {
  const amounts = fc.bigInt({ min: 0n, max: 100_000n })
  fc.assert(
    fc.property(amounts, amounts, (abs, bps) => {
      const profile = { ...defaultProfile, tolerance: { abs, bps } }
      const control = buildControl(profile)
      expect(missedLies(control, checked(control, profile).findings, true)).toEqual([])
    }),
    { numRuns: 50 },
  )
})

test('a check that is silent about one lie fails the control, by that lie', () => {
  const control = buildControl(defaultProfile)
  const { findings } = checked(control)
  for (const lie of control.lies) {
    const without = findings.filter(({ class: anomaly, subjects }) => anomaly !== lie.class || subjects[0]?.content !== lie.content)
    expect(missedLies(control, without, true)).toEqual([lie])
    expect(missedLies(control, without, false)).toEqual(lie.needsHistory ? [] : [lie])
  }
})
