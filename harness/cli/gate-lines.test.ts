import { expect, test } from 'vitest'

import { defaultTolerances, gateMetrics } from '../gate/gate-metrics.ts'
import type { MetricReading } from '../gate/gate-metrics.ts'
import type { GatePair, GateResult, GateRun } from '../gate/gate-result.ts'
import { notMeasured } from '../gate/judge-metric.ts'
import { verdictOf } from '../model/verdict.ts'
import { pairLines } from './gate-lines.ts'

const metrics = gateMetrics(defaultTolerances).slice(0, 1).map(notMeasured)
const seen = (value: number): MetricReading => ({ kind: 'value', value })
const unseen = (value: number): MetricReading => ({ kind: 'value', value, atLeast: true })

test.each<[string, MetricReading, MetricReading, string]>([
  ['seen wholly', seen(40), seen(80), '40.0 → 80.0 ms (+100.0%)'],
  ['at least so much of the candidate', seen(40), unseen(80), '40.0 → ≥ 80.0 ms (≥ +100.0%)'],
  ['no measure, where the baseline is at least so much', unseen(40), seen(80), '≥ 40.0 → 80.0 ms (cannot be compared)'],
  ['no measure, where the candidate may be less', seen(80), unseen(40), '80.0 → ≥ 40.0 ms (cannot be compared)'],
  ['not there', seen(80), { kind: 'none', why: '' }, 'decision P99 not measured'],
])('a change of P99 is told as what it is: %s', (_, baseline, candidate, words) => {
  const run = (p99: MetricReading): GateRun => ({
    folder: 'run',
    verdict: verdictOf([], 'All well.'),
    readings: { 'decision-p99': p99, 'cpu-per-record': seen(1), 'offered-per-accepted': { kind: 'value', value: 1 } },
  })
  const pair: GatePair = { number: 1, seed: 7, first: 'baseline', baseline: run(baseline), candidate: run(candidate) }
  const so = { metrics, pairsNeeded: null } as unknown as GateResult
  expect(pairLines(pair, so)[0]).toBe(`pair 1 (baseline first): decision P99 ${words.replace('decision P99 ', '')}`)
})
