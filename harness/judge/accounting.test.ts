import { describe, expect, test } from 'vitest'

import { at, expectVerdict, forget, judgedRuns, outcome } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'

const { judged } = judgedRuns()
/** One more than there are operations. */
const answers = { heard: 365, taken: 365, late: 0, duplicate: 0, toNobody: 0, garbled: 0 }

describe('verdicts over boxes that do not add up', () => {
  test.each<[string, number, string, Edit]>([
    [
      'accepted records without an answer',
      95,
      'accepted = answered with 202: 364 ≠ 363',
      (run) => {
        run.rows.operations.answeredUs[at(run, 'fee_1')] = Number.NaN
        run.rows.operations.status[at(run, 'fee_1')] = 0
      },
    ],
    [
      'accepted records that were never sent',
      95,
      'sent = accepted + refused + failed + unknown: 363 ≠ 364',
      (run) => void (run.rows.operations.sentUs[at(run, 'fee_1')] = Number.NaN),
    ],
    [
      'records that were sent and are unsent',
      95,
      'scheduled = sent + unsent: 364 ≠ 365',
      (run) => {
        outcome(run, 'fee_1', 'unsent-no-slot')
        forget(run, 'fee_1')
      },
    ],
    [
      'fewer operations than planned',
      95,
      'scheduled = sent + unsent: 365 ≠ 364',
      (run) => {
        run.record = { ...run.record, phases: run.record.phases.map((phase, index) => ({ ...phase, scheduled: phase.scheduled + index })) }
      },
    ],
    [
      'answers that nobody took',
      95,
      'answers = taken + late + duplicate + to nobody: 366 ≠ 365',
      (run) => void (run.record = { ...run.record, answers: { sent: { ...answers, heard: 366 } } }),
    ],
    [
      'an answer that was taken and not written down',
      95,
      'answers taken = sent with an answer: 365 ≠ 364',
      (run) => void (run.record = { ...run.record, answers: { sent: answers } }),
    ],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})

test('late, duplicate and stray answers that are counted add up', async () => {
  const { verdict, accounting } = await judged((run) => {
    const sent = { heard: 370, taken: 364, late: 3, duplicate: 2, toNobody: 1, garbled: 5 }
    run.record = { ...run.record, answers: { sent } }
  })
  expect(verdict.exitStatus, verdict.sentence).toBe(0)
  expect(accounting.filter(({ identity }) => identity.startsWith('answers'))).toEqual([
    { identity: 'answers = taken + late + duplicate + to nobody', left: 370, right: 370, holds: true },
    { identity: 'answers taken = sent with an answer', left: 364, right: 364, holds: true },
  ])
})
