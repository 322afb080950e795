import { describe, test } from 'vitest'

import { at, expectVerdict, forget, judgedRuns, outcome } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'

const { judged } = judgedRuns()

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
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})
