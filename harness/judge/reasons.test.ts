import { describe, expect, test } from 'vitest'

import { expectVerdict, failed, forget, judgedRuns, outcome, unsent } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import { originUs } from '../../tests/support/recorded-run.ts'

const { judged } = judgedRuns()

describe('verdicts over what was seen', () => {
  test.each<[string, number, string, Edit]>([
    [
      'decisions that were never seen',
      96,
      '104 lost-record',
      (run) => {
        const from = originUs + (run.record.phases[1]?.startUs ?? 0)
        run.decisions = run.decisions.filter(({ us, e }, index) => !('content' in e) || us < from || index % 2 === 0)
      },
    ],
    ['a history that is not there', 94, 'but no decision history', (run) => void (run.history = [])],
    [
      'a close that did not settle',
      94,
      'The close of acme-7f3a did not settle in time: 2 of 4 partitions',
      (run) => {
        const closes = run.record.closes.map((close) => ({ ...close, settledUs: null, missingPartitions: [0, 1] }))
        run.record = { ...run.record, closes }
      },
    ],
    [
      'a demanded class without its chance',
      94,
      'stolen-match is demanded',
      (run) => {
        run.record = { ...run.record, scenario: { ...run.record.scenario, demands: ['stolen-match'], thresholds: {} } }
        for (const { recordId, kind } of run.records.slice())
          if (kind !== 'fee') {
            outcome(run, recordId, 'refused')
            forget(run, recordId)
          }
      },
    ],
    [
      'a system that was not drained in time',
      94,
      'The system was not drained within 30 s; 3 records were not worked through when last asked.',
      (run) => {
        run.record = { ...run.record, drainedUs: null }
        run.series = run.series.map((sample) => (sample.metric === 'consumer_lag' ? { ...sample, value: 3 } : sample))
      },
    ],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })

  test('what was not delivered is told with a pass', async () => {
    const { verdict } = await judged((run) => {
      outcome(run, 'fee_1', 'refused')
      forget(run, 'fee_1')
      outcome(run, 'fee_2', 'unknown')
      for (const id of ['fee_3', 'fee_4', 'fee_5']) failed(run, id)
      outcome(run, 'fee_6', 'unsent-no-slot')
      unsent(run, 'fee_6')
      forget(run, 'fee_6')
    })
    expect(verdict).toMatchObject({ kind: 'pass' })
    expect(verdict.sentence).toContain(
      '359 records, every answer right; 1 refused; 3 failed; 1 with an unknown outcome; 1 unsent; decision P99',
    )
  })
})
