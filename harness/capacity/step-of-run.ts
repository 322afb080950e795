/** What a judged run says of its rate. Pure. */

import { isOfPercentile } from '../metrics/threshold-expression.ts'
import { isOfAllSamples } from '../metrics/threshold-selector.ts'
import type { CapacityStep, StepOutcome } from '../model/capacity.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { Summary, TrendSummary } from '../model/summary.ts'
import type { VerdictKind } from '../model/verdict.ts'

const outcomes: Readonly<Record<VerdictKind, StepOutcome>> = {
  pass: 'held',
  'fail-thresholds': 'broken',
  'fail-correctness': 'wrong',
  invalid: 'unjudged',
  inconclusive: 'unjudged',
  interrupted: 'ended',
  terminated: 'ended',
  'harness-bug': 'ended',
  'bad-configuration': 'ended',
  'stack-failed': 'ended',
  'not-writable': 'ended',
}

/** `folder`: the run's, relative to the search's. */
export function stepOfRun(
  { ratePerSecond, folder }: Pick<CapacityStep, 'ratePerSecond' | 'folder'>,
  record: RunRecord,
  summary: Summary,
): CapacityStep {
  const { kind, title, sentence } = summary.verdict
  const decision = trendOf(summary, 'decision_latency')
  const ack = trendOf(summary, 'ack_latency')
  const lag =
    summary.series.find(({ metric, subject }) => metric === 'consumer_lag' && subject === '')?.points.map(([, value]) => value) ?? []
  const budgetMs = summary.thresholds.find(
    ({ selector, expression }) => isOfAllSamples(selector, 'decision_latency') && isOfPercentile(expression, 99),
  )?.budgetMs
  const { counts, rates } = summary
  return {
    ratePerSecond,
    folder,
    outcome: outcomeOf(record, summary),
    verdict: { kind, title, sentence },
    ...(decision === undefined ? {} : { decisionP50: decision.p50, decisionP99: decision.p99 }),
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(ack === undefined ? {} : { ackP99: ack.p99 }),
    acknowledgedPerSecond: rates.recordsPerSecond,
    paymentsPerSecond: rates.paymentsPerSecond,
    ...(lag.length === 0 ? {} : { lagRecordsMax: Math.max(...lag) }),
    drainMs: record.drainedUs === null ? null : Math.max(0, Math.round((record.drainedUs - (record.phases.at(-1)?.endUs ?? 0)) / 1_000)),
    refused: counts.refused,
    failed: counts.failed,
    unknown: counts.unknown,
    unsent: counts.unsentLate + counts.unsentNoSlot,
  }
}

/** A rate of which less was taken is not one that the stack holds, even where no threshold asks. */
const takenMin = 0.99

/**
 * A backlog that was not worked off in time is a rate too high, whatever else could not be judged; and so is one of which more than a hundredth was
 * refused, failed, never seen again or never sent.
 */
function outcomeOf({ drainedUs, ending }: RunRecord, { verdict, counts }: Summary): StepOutcome {
  const outcome = outcomes[verdict.kind]
  if (outcome === 'held' && counts.accepted + counts.recovered < takenMin * counts.scheduled) return 'broken'
  return outcome === 'unjudged' && ending.kind === 'complete' && drainedUs === null && counts.sent > 0 ? 'broken' : outcome
}

/** Of the whole run: it has one phase. */
function trendOf({ trends }: Summary, metric: TrendSummary['metric']): TrendSummary | undefined {
  return trends.find((trend) => trend.metric === metric && trend.phase === undefined && trend.samples + trend.censored > 0)
}
