import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../harness/checks/check-answers.ts'
import type { FinalStateRow } from '../../harness/model/decision.ts'
import { states } from '../../harness/model/match-result.ts'
import { unseen } from './edited-world.ts'
import { randomWorld } from './random-worlds.ts'
import { evidenceOf, tellRight } from './told-system.ts'

const seed = 20_260_106

describe(`random worlds from seed ${seed}`, () => {
  test('the right answers are silent, and any other state of any record is found', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), fc.nat(), (world, pick, roll) => {
        const told = tellRight(world)
        expect(checkAnswers(evidenceOf(world, told)).findings).toEqual([])

        const at = pick % told.rows.length
        const row = told.rows[at] as FinalStateRow
        const others = states.filter((state) => state !== (row.current?.result.state ?? 'OPEN'))
        const state = others[roll % others.length] ?? 'OPEN'
        const lying = told.rows.with(at, { ...row, current: { version: 1, result: { state, varianceMinor: 0n } } })
        const { findings } = checkAnswers(evidenceOf(world, { ...told, rows: lying, history: undefined, decisions: [] }))
        expect(findings.some(({ subjects }) => subjects.some(({ content }) => content === row.content))).toBe(true)
      }),
      { seed, numRuns: 1_000 },
    )
  })

  test('a record whose decisions were never seen is found, and it alone', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (world, pick) => {
        const told = tellRight(world)
        const decided = told.rows.filter(({ current }) => current !== undefined)
        const row = decided[pick % decided.length]
        if (row === undefined || decided.length < 2 || told.close.kind === 'none') return
        const { findings } = checkAnswers(evidenceOf(world, unseen(row, told)))
        expect(findings.map(({ class: anomaly, subjects }) => [anomaly, subjects[0]?.content])).toEqual([['lost-record', row.content]])
      }),
      { seed, numRuns: 500 },
    )
  })

  test('an absent row and an altered amount are found with their record', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (world, pick) => {
        const told = tellRight(world)
        const at = pick % told.rows.length
        const row = told.rows[at] as FinalStateRow
        const named = (rows: readonly FinalStateRow[]): string[] =>
          checkAnswers(evidenceOf(world, { ...told, rows }))
            .findings.filter(({ subjects }) => subjects[0]?.content === row.content)
            .map((finding) => finding.class)
        expect(named(told.rows.toSpliced(at, 1)).join()).toMatch(/lost-record|offset-without-effect/)
        expect(named(told.rows.with(at, { ...row, netMinor: row.netMinor + 1n }))).toContain('precision-loss')
      }),
      { seed, numRuns: 500 },
    )
  })
})
