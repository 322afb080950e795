import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkAnswers } from '../checks/check-answers.ts'
import { defaultProfile } from '../model/match-result.ts'
import { compareAnswers } from '../oracle/compare.ts'
import { match } from '../oracle/match.ts'
import { buildControl, isFound, isOfControl } from './control.ts'
import type { Control } from './control.ts'

function checked(control: Control): ReturnType<typeof checkAnswers> {
  const expected = match(control.records, defaultProfile, undefined, control.contents)
  const comparison = compareAnswers(expected, control.rows, defaultProfile, undefined)
  const { history, decisions, deliveries } = control
  return checkAnswers({ expected, comparison, unknownContents: new Set(), history, decisions, deliveries, close: { kind: 'none' } })
}

test.each([0, 1, 2, 3])('the lie of seed %i is found, and nothing else', (seed) => {
  const control = buildControl(seed, defaultProfile)
  const { findings } = checked(control)
  expect(isFound(control, findings)).toBe(true)
  expect(findings.map((finding) => finding.class)).toEqual([control.lie.class])
  expect(findings.every(isOfControl)).toBe(true)
})

test('each seed tells one of four lies, whatever the tolerance', () => {
  const amounts = fc.bigInt({ min: 0n, max: 100_000n })
  fc.assert(
    fc.property(fc.integer(), amounts, amounts, (seed, abs, bps) => {
      const control = buildControl(seed, { ...defaultProfile, tolerance: { abs, bps } })
      expect(['lost-record', 'missed-match', 'false-match', 'precision-loss']).toContain(control.lie.class)
      const { results } = match(control.records, { ...defaultProfile, tolerance: { abs, bps } }, undefined)
      expect(results[2]?.state).toBe('EX:AMOUNT_MISMATCH')
    }),
  )
})

test('a lie that was not told is not found', () => {
  const honest = buildControl(1, defaultProfile)
  const other = buildControl(2, defaultProfile)
  expect(isFound(honest, checked(other).findings)).toBe(false)
})
