import { describe, expect, test } from 'vitest'
import { correctnessFailure, blackFridayPass } from '../../tests/support/sample-summary.ts'
import { verdictOf } from '../model/verdict.ts'
import type { VerdictKind } from '../model/verdict.ts'
import type { ToldRun } from './fitness.ts'
import { trendOf } from './trend.ts'

/** Copies of a run, a minute apart, each with its own decision P99. */
function runsWith(p99s: readonly number[]) {
  const { run, summary } = blackFridayPass()
  return p99s.map((valueMs, index) => ({
    record: { ...run, runId: `run-${index}`, startedAt: `2026-11-27T09:${`${index}`.padStart(2, '0')}:00Z` },
    summary: {
      ...summary,
      trends: summary.trends.map((trend) =>
        trend.metric === 'decision_latency' && trend.phase === undefined ? { ...trend, p99: { valueMs, censored: false } } : trend,
      ),
    },
  }))
}

test('a P99 that rises by 2% a run is told as that, in whatever order the runs come', () => {
  const runs = runsWith(Array.from({ length: 10 }, (_, index) => 100 * 1.02 ** index))
  const { rows, drifts } = trendOf(runs.toReversed())
  expect(rows.map(({ runId }) => runId)).toEqual(runs.map(({ record }) => record.runId))
  expect(drifts[0]).toMatchObject({ metric: 'decision-p99', runs: 10 })
  for (const bound of [drifts[0]?.slope, drifts[0]?.lower, drifts[0]?.upper]) expect(bound).toBeCloseTo(0.02, 9)
})

test('one wild run among steady ones is no drift', () => {
  const [drift] = trendOf(runsWith([100, 101, 99, 400, 100, 102, 98, 100])).drifts
  expect(drift?.lower).toBeLessThan(0)
  expect(drift?.upper).toBeGreaterThan(0)
  expect(Math.abs(drift?.slope ?? 1)).toBeLessThan(0.01)
})

test('a P99 among decisions that were never seen is no figure, and no point of a drift', () => {
  const runs = runsWith([100, 101, 99, 100, 102, 98])
  const [first, ...others] = runs as [(typeof runs)[number], ...typeof runs]
  const trends = first.summary.trends.map((trend) => ({ ...trend, p99: { valueMs: 60_000, censored: true } }))
  const { rows, drifts } = trendOf([{ ...first, summary: { ...first.summary, trends } }, ...others])
  expect(rows.map(({ p99Ms }) => p99Ms)).toEqual([null, 101, 99, 100, 102, 98])
  expect(drifts[0]).toMatchObject({ metric: 'decision-p99', runs: 5 })
})

test('too few runs have no trend, and runs of several scenarios are said to be', () => {
  const runs = runsWith([100, 101, 99])
  const other = {
    record: { ...correctnessFailure().run, scenario: { ...correctnessFailure().run.scenario, name: 'other' } },
    summary: correctnessFailure().summary,
  }
  const { drifts, differences } = trendOf([...runs, other])
  expect(drifts[0]?.slope).toBeNull()
  expect(differences.join()).toContain('other')
})

test('runs of one scenario under different loads, as the steps of a search are, are said to be', () => {
  const runs = runsWith([100, 101, 99])
  expect(trendOf(runs).differences).toEqual([])
  const steps = runs.map(({ record, summary }, index) => ({
    record: { ...record, scenario: { ...record.scenario, load: { ...record.scenario.load, startPerSecond: 100 * (index + 1) } } },
    summary,
  }))
  expect(trendOf(steps).differences).toEqual([expect.stringContaining('in the scenario: load;')])
})

test('a run counts once, however often it is named', () => {
  const runs = runsWith([100, 101, 99, 103, 104, 102])
  expect(trendOf([...runs, ...runs.toReversed()])).toEqual(trendOf(runs))
  expect(trendOf([...runs.slice(0, 2), ...runs, ...runs]).drifts[0]).toMatchObject({ runs: 6 })
})

describe('a run that is no measure of the system', () => {
  const judged = (kind: VerdictKind) => (run: ToldRun) => ({
    ...run,
    summary: { ...run.summary, verdict: verdictOf(kind === 'pass' ? [] : [{ kind, sentence: 'Why.' }], '') },
  })
  const partial = (run: ToldRun): ToldRun => ({
    ...run,
    record: { ...run.record, ending: { kind: 'interrupted', signal: 'SIGINT', step: 'load' } },
  })

  test.each<[string, (run: ToldRun) => ToldRun, string | null]>([
    ['INVALID', judged('invalid'), 'INVALID'],
    ['wrong', judged('fail-correctness'), 'wrong answers'],
    ['of a bug', judged('harness-bug'), 'failed'],
    ['partial, whatever its verdict', (run) => partial(judged('fail-thresholds')(run)), 'partial'],
    ['partial and wrong', (run) => partial(judged('fail-correctness')(run)), 'partial'],
    ['right but too slow: it is one', judged('fail-thresholds'), null],
    ['judged on too little: it is one', judged('inconclusive'), null],
  ])('%s: its row is shown, and no point of a drift', (_, change, unfit) => {
    const runs: readonly ToldRun[] = runsWith([900, 100, 101, 99, 103, 104])
    const { rows, drifts, unfit: told } = trendOf(runs.map((run, index) => (index === 0 ? change(run) : run)))
    expect(rows.map((row) => [row.p99Ms, row.unfit])).toEqual([[900, unfit], ...[100, 101, 99, 103, 104].map((ms) => [ms, null])])
    expect(drifts.map(({ runs }) => runs)).toEqual(unfit === null ? [6, 6] : [5, 5])
    expect(told).toEqual(unfit === null ? [] : [{ why: unfit, runs: 1 }])
    // Only with the wild one at the start may the figure fall by much.
    expect((drifts[0]?.lower ?? 0) < -0.1).toBe(unfit === null)
  })
})

test('runs that left more of their load undelivered than others are said to have had less to do', () => {
  const runs = runsWith([100, 101, 99])
  const { summary } = blackFridayPass()
  const refusing = { ...summary, counts: { ...summary.counts, accepted: 60_000, refused: 19_000 } }
  const { rows, differences } = trendOf(runs.map((run, index) => (index === 1 ? { ...run, summary: refusing } : run)))
  expect(rows.map(({ undelivered }) => undelivered)).toEqual([0, 19 / 79, 0])
  expect(differences).toEqual([expect.stringContaining('work: 1 of 3 runs left more of their load undelivered')])
})
