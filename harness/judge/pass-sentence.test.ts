import { expect, test } from 'vitest'
import { parseThresholds } from '../metrics/thresholds.ts'
import type { Counts, TrendSummary } from '../model/summary.ts'
import { budgetsOf } from './budgets.ts'
import { passSentence } from './pass-sentence.ts'

const noCounts = { scheduled: 0, sent: 0, unsentNoSlot: 0, unsentLate: 0, accepted: 0, refused: 0, failed: 0, unknown: 0, recovered: 0 }
const counts: Counts = { ...noCounts, neverSeen: 0, redelivered: 0, records: 1_000, decided: 1_000, open: 0, lost: 0 }

function trend(valueMs: number, phase?: string): TrendSummary {
  const figure = { valueMs, censored: false }
  const figures = { p50: figure, p90: figure, p99: figure, max: figure, meanMs: valueMs }
  return { metric: 'decision_latency', ...(phase === undefined ? {} : { phase }), samples: 1_000, censored: 0, ...figures }
}

function sentence(selector: string, expression: string): string {
  const parsed = parseThresholds({ [selector]: [expression] }, { phases: ['normal', 'surge'] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join())
  const latencyBudgets = budgetsOf(parsed.thresholds, undefined)
  const trends = [trend(900), trend(90, 'normal'), trend(160, 'surge')]
  return passSentence({ counts, reads: [], latencyBudgets, trends, peakPhase: 'surge' })
}

test.each([
  ['decision_latency', 'p(99)<1000', 'decision P99 900 ms (budget 1000 ms)'],
  ['decision_latency{phase:surge}', 'p(99)<180', 'decision P99 160 ms in surge (budget 180 ms)'],
  // The P99 is that of all decisions: what only charges are allowed says nothing of it.
  ['decision_latency{kind:charge}', 'p(99)<850', 'decision P99 900 ms.'],
  ['decision_latency{phase:surge,kind:charge}', 'p(99)<150', 'decision P99 900 ms.'],
  ['decision_latency', 'p(90)<100', 'decision P99 900 ms.'],
])('with the budget %s %s a run that passed is told with %s', (selector, expression, words) => {
  expect(sentence(selector, expression)).toContain(`; ${words}`)
})
