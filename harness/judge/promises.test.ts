import { describe, test } from 'vitest'

import { expectVerdict, forget, health, judgedRuns, outcome, unsent } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'

const { judged } = judgedRuns()

describe('verdicts over a harness that broke its promises', () => {
  test.each<[string, number, string, Edit]>([
    [
      'a topic on which nothing was seen',
      95,
      'but the observer saw no decision of them',
      (run) => {
        run.decisions = run.decisions.filter(({ e }) => !('content' in e))
        run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: {} } }
      },
    ],
    [
      'a generator that sends late',
      95,
      'schedule lag P99 29.9',
      (run) => {
        run.rows.operations.sentUs.forEach((us, index) => (run.rows.operations.sentUs[index] = us + 29_800))
        run.rows.operations.answeredUs.forEach((us, index) => (run.rows.operations.answeredUs[index] = us + 29_800))
      },
    ],
    [
      'lateness that turns an outcome',
      95,
      'would turn the outcome',
      (run) => {
        run.rows.operations.sentUs.forEach((us, index) => (run.rows.operations.sentUs[index] = us + 4_000))
        run.rows.operations.answeredUs.forEach((us, index) => (run.rows.operations.answeredUs[index] = us + 49_500))
      },
    ],
    ['a generator that stood still', 95, 'the generator stood still for 1004 ms', health({ generatorPauseMsMax: 1_004 })],
    ['an observer that stood still', 95, 'the observer stood still', health({ observerPauseMsMax: 1_004 })],
    ['an observer that lagged', 95, 'the observer lagged behind', health({ observerLagMsP99: 40 })],
    [
      'an observer that lagged in a phase with a budget, hidden by a long drain',
      95,
      'the observer lagged behind the decisions in surge: P99 40 ms, at most 18 ms',
      health({ observerLags: [{ phase: 'normal', msP99: 0 }, { phase: 'surge', msP99: 40 }, { msP99: 0 }] }),
    ],
    [
      'a generator that did not send',
      95,
      'did not send 1 of 364',
      (run) => {
        outcome(run, 'fee_1', 'unsent-late')
        unsent(run, 'fee_1')
        forget(run, 'fee_1')
      },
    ],
    [
      'fewer arrivals than planned',
      95,
      'were planned',
      (run) => {
        run.record = { ...run.record, phases: run.record.phases.map((phase) => ({ ...phase, scheduled: phase.scheduled + 50 })) }
      },
    ],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})
