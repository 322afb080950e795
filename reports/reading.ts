/** What reports look up in a run record and a summary: trends, budgets, phases, sums. Knows no format. */

import { isOfPercentile } from '../harness/metrics/threshold-expression.ts'
import { isOfAllSamples } from '../harness/metrics/threshold-selector.ts'
import type { HistorySummary, RunRecord } from '../harness/model/run-record.ts'
import type { Summary, ThresholdResult, TrendSummary } from '../harness/model/summary.ts'
import { files } from '../harness/record/layout.ts'
import { formatPlural } from './figures.ts'

export type Metric = TrendSummary['metric']

/** The trend of a metric in a phase, or of the whole run without one; undefined when nothing was measured. */
export function trendOf(summary: Summary, metric: Metric, phase?: string): TrendSummary | undefined {
  return summary.trends.find((trend) => trend.metric === metric && trend.phase === phase && trend.samples + trend.censored > 0)
}

/** Names of phases in the order of the load, then any that only the summary knows. */
export function phaseNames(run: RunRecord, summary: Summary): string[] {
  const named = summary.trends.flatMap(({ phase }) => (phase === undefined ? [] : [phase]))
  return [...new Set([...run.phases.map(({ name }) => name), ...named])]
}

/** Thresholds on a latency with a limit in ms, judged over a phase, or over the whole run without one. */
export function budgetsOf(
  summary: Summary,
  metric: Metric,
  phase: string | undefined,
): (ThresholdResult & { readonly budgetMs: number })[] {
  return summary.thresholds.flatMap((threshold) => {
    const { budgetMs, selector } = threshold
    if (budgetMs === undefined || !isOfAllSamples(selector, metric)) return []
    return threshold.phase === phase ? [{ ...threshold, budgetMs }] : []
  })
}

/** Those of its P99: what may stand beside that figure. */
export function p99BudgetsOf(...place: Parameters<typeof budgetsOf>): ReturnType<typeof budgetsOf> {
  return budgetsOf(...place).filter(({ expression }) => isOfPercentile(expression, 99))
}

export function findingCount(summary: Summary): number {
  return summary.findings.reduce((sum, { count }) => sum + count, 0)
}

/** How many times the first phase's rate the highest one is; undefined where that says nothing. */
export function surgeFactor(run: RunRecord): number | undefined {
  const normal = run.phases[0]?.rateFrom ?? 0
  const highest = run.phases.reduce((max, { rateFrom, rateTo }) => Math.max(max, rateFrom, rateTo), 0)
  return normal > 0 && highest / normal >= 1.5 ? highest / normal : undefined
}

/** How the run ended, when it did not end by itself; else undefined. */
export function endingSentence(run: RunRecord): string | undefined {
  const { ending } = run
  switch (ending.kind) {
    case 'complete':
      return undefined
    case 'interrupted':
      return `Partial record: it ends with ${ending.signal} during “${ending.step}”.`
    case 'stack-died':
      return `Partial record: process ${ending.process} of the stack ended (${ending.status}) during “${ending.step}”.`
    case 'threshold-broken':
      return `Partial record: it was ended after ${formatSeconds(ending.us)}, when ${ending.selector} ${ending.expression} was broken (${ending.seen}).`
    default:
      return `Partial record: it ends with ${ending.code} during “${ending.step}”.`
  }
}

/** What should be known of a run besides its verdict: rows that were set aside, and what went otherwise than usual. */
export function notesOf({ history, runtime }: RunRecord): readonly string[] {
  if (history.quarantined === 0) return runtime.notes
  const raw = rawKeptSentence(history)
  return [
    `${formatPlural(history.quarantined, 'row')} of the history set aside, see ${files.quarantine}`,
    ...(raw === undefined ? [] : [raw]),
    ...runtime.notes,
  ]
}

/** That the folder holds rows as they are in their files, and where: whoever passes it on must know. Undefined where it does not. */
export function rawKeptSentence({ quarantined, rawKept }: HistorySummary): string | undefined {
  if (rawKept !== true || quarantined === 0) return undefined
  return `raw rows are kept (--keep-raw), personal data and all: ${files.rawRows}`
}

/** The last lines of a process of the stack that died, oldest first; empty when none did. */
export function lastLines({ ending }: RunRecord): readonly string[] {
  return ending.kind === 'stack-died' ? ending.lastLines : []
}

function formatSeconds(us: number): string {
  return `${Math.round(us / 100_000) / 10} s`
}
