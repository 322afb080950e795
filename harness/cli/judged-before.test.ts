import { expect, test } from 'vitest'

import { verdictOf } from '../model/verdict.ts'
import type { StandingJudgement } from '../record/judgement.ts'
import { differenceLine, judgedBefore, toldBesides } from './judged-before.ts'

const pass = (sentence: string, summary: string | undefined = '{}'): StandingJudgement => ({ verdict: verdictOf([], sentence), summary })
const fail: StandingJudgement = { verdict: verdictOf([{ kind: 'fail-thresholds', sentence: 'Too slow.' }], ''), summary: '{}' }

test.each<[string, StandingJudgement, StandingJudgement, string | null]>([
  ['the same', pass('Right.'), pass('Right.'), null],
  ['another verdict', pass('Right.'), fail, 'verdict'],
  ['another sentence', pass('P99 441 ms.'), pass('P99 541 ms.'), 'reasons'],
  ['another figure of the summary', pass('Right.', '{"p50":1}'), pass('Right.', '{"p50":2}'), 'figures'],
  ['a summary where none stood', { ...pass('Right.'), summary: undefined }, pass('Right.'), null],
])('%s than stood there', (_, before, now, differs) => {
  const told = judgedBefore(before, now)
  expect(told).toEqual({ verdict: 'PASS', exitStatus: 0, sentence: before.verdict.sentence, differs })
  expect(told && differenceLine(told, now.verdict.title) === undefined).toBe(differs === null)
})

test('a verdict that differs is told with both titles', () => {
  const told = judgedBefore(pass('Right.'), fail)
  expect(told && differenceLine(told, fail.verdict.title)).toContain('was PASS, is FAIL: thresholds')
})

test('nothing is told of a folder that was not judged before', () => {
  expect(judgedBefore(undefined, fail)).toBeUndefined()
})

test('lines for people and fields for scripts say the same of what stood there, and whether edits are noticed', () => {
  const was = { verdict: 'PASS', exitStatus: 0, sentence: 'Right.' }
  expect(toldBesides(pass('Right.'), pass('Right.'), 'PASS', 'held')).toEqual({
    lines: [],
    fields: { judgedBefore: { ...was, differs: null }, digests: 'held' },
  })
  expect(toldBesides(undefined, fail, fail.verdict.title, 'held')).toEqual({ lines: [], fields: { judgedBefore: null, digests: 'held' } })
  const { lines, fields } = toldBesides(pass('Right.'), fail, fail.verdict.title, 'none')
  expect(lines.join('\n')).toMatch(/no digests[^]*Differs from the verdict that stood here/)
  expect(fields).toEqual({ judgedBefore: { ...was, differs: 'verdict' }, digests: 'none' })
})
