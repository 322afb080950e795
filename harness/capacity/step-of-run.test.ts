import { expect, test } from 'vitest'
import {
  blackFridayPass,
  correctnessFailure,
  interruptedRun,
  invalidRun,
  stackDied,
  thresholdFailure,
} from '../../tests/support/sample-summary.ts'
import { stepOfRun } from './step-of-run.ts'

const place = { ratePerSecond: 2_000, folder: 'steps/one' }

test.each([
  ['held', blackFridayPass()],
  ['broken', thresholdFailure()],
  ['wrong', correctnessFailure()],
  ['unjudged', invalidRun()],
  ['ended', stackDied()],
  ['ended', interruptedRun()],
] as const)('%s', (outcome, { run, summary }) => {
  expect(stepOfRun(place, run, summary)).toMatchObject({ ...place, outcome, verdict: { kind: summary.verdict.kind } })
})

test('a backlog that was not worked off in time breaks a rate, though the run itself cannot be judged', () => {
  const { run, summary } = invalidRun()
  expect(stepOfRun(place, { ...run, drainedUs: null }, summary)).toMatchObject({ outcome: 'broken', drainMs: null })
})

test('a rate of which a part was not taken is not held, whatever the thresholds ask', () => {
  const { run, summary } = blackFridayPass()
  const { scheduled } = summary.counts
  const failing = (failed: number) => ({
    ...summary,
    counts: { ...summary.counts, accepted: scheduled - failed, refused: 0, unknown: 0, recovered: 0, failed },
  })
  expect(stepOfRun(place, run, failing(Math.ceil(scheduled * 0.02)))).toMatchObject({
    outcome: 'broken',
    failed: Math.ceil(scheduled * 0.02),
  })
  expect(stepOfRun(place, run, failing(1))).toMatchObject({ outcome: 'held', failed: 1 })
})

test('the figures of the curve are those of the whole run', () => {
  const { run, summary } = blackFridayPass()
  const whole = summary.trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)
  const step = stepOfRun(place, run, summary)
  expect(step.decisionP99).toEqual(whole?.p99)
  expect(step.unsent).toBe(summary.counts.unsentLate + summary.counts.unsentNoSlot)
  expect(step.drainMs).toBe(Math.max(0, Math.round(((run.drainedUs ?? 0) - (run.phases.at(-1)?.endUs ?? 0)) / 1_000)))
})
