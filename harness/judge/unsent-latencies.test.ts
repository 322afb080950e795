import { describe, expect, test } from 'vitest'

import { forget, judgedRuns, outcome, unsent } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import type { Summary } from '../model/summary.ts'

const { judged } = judgedRuns()

describe('what was never sent', () => {
  const slotless =
    (edit: Edit): Edit =>
    (run): void => {
      const { load } = run.record.scenario
      const thresholds = { ack_latency: ['p(90)<50', 'max<7000', 'max<9000'] }
      run.record = { ...run.record, scenario: { ...run.record.scenario, load: { ...load, slotDeadlineMs: 7_000 }, thresholds } }
      outcome(run, 'fee_1', 'unsent-no-slot')
      unsent(run, 'fee_1')
      forget(run, 'fee_1')
      edit(run)
    }
  const whole = ({ trends }: Summary, metric: string): unknown =>
    trends.find((trend) => trend.metric === metric && trend.phase === undefined)

  test('found no slot: the slowest of the ack latencies, at least as long as a slot is waited for', async () => {
    const summary = await judged(slotless(() => undefined))
    expect(whole(summary, 'ack_latency')).toMatchObject({ samples: 364, max: { censored: true } })
    expect(whole(summary, 'slot_wait')).toMatchObject({ samples: 364, max: { censored: true } })
    expect(whole(summary, 'service_time')).toMatchObject({ samples: 363, max: { censored: false } })
    expect(summary.thresholds.map(({ outcome: is, seen }) => `${is}: ${seen}`)).toEqual([
      expect.stringMatching(/^met: /),
      expect.stringMatching(/^broken: ≥ 700\d ms of 364 samples$/),
      expect.stringMatching(/^broken: ≥ 700\d ms of 364 samples$/),
    ])
    expect(summary.verdict).toMatchObject({ exitStatus: 99 })
  })

  test('was given up with the load: nobody knows how long it would have waited', async () => {
    const ending = {
      kind: 'threshold-broken',
      selector: 'refused',
      expression: 'count<1',
      seen: '3 operations',
      us: 1,
      step: 'load',
    } as const
    const summary = await judged(slotless((run) => (run.record = { ...run.record, ending })))
    expect(whole(summary, 'ack_latency')).toMatchObject({ samples: 363, max: { censored: false } })
  })

  test('came too late from the generator: no latency', async () => {
    const summary = await judged(slotless((run) => outcome(run, 'fee_1', 'unsent-late')))
    expect(whole(summary, 'ack_latency')).toMatchObject({ samples: 363, max: { censored: false } })
  })
})
