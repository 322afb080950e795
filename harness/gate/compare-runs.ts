/** Two records side by side: every metric with its change and the interval of it, and what makes the two not comparable. Pure. */

import type { Summary } from '../model/summary.ts'
import type { VerdictKind } from '../model/verdict.ts'
import { secondsMin } from './block-bootstrap.ts'
import { compareCounts } from './compare-counts.ts'
import type { ComparedCount } from './compare-counts.ts'
import { compareCpu, compareLatencies } from './compare-latencies.ts'
import type { ComparedFigure } from './compare-latencies.ts'
import { compareMetrics } from './compare-metrics.ts'
import type { ComparedMetric } from './compare-metrics.ts'
import type { ComparedRun } from './compared-run.ts'
import { comparedWork } from './compared-work.ts'
import type { ComparedWork } from './compared-work.ts'
import { runDifferences } from './run-differences.ts'

export interface Comparison {
  readonly base: string
  readonly candidate: string
  readonly verdicts: Readonly<Record<'base' | 'candidate', { readonly kind: VerdictKind; readonly title: string }>>
  /** Whether they did the same work: without that, nothing below is a gain or a loss. */
  readonly work: ComparedWork
  /** What else than the system differs, in sentences. */
  readonly differences: readonly string[]
  readonly counts: readonly ComparedCount[]
  readonly method: string
  /** Latencies, and CPU a record. */
  readonly figures: readonly ComparedFigure[]
  /** What is no latency: counters, rates, gauges. */
  readonly metrics: readonly ComparedMetric[]
  readonly anomalies: readonly { readonly class: string; readonly base: number; readonly candidate: number }[]
  readonly thresholds: readonly { readonly threshold: string; readonly base: string; readonly candidate: string }[]
}

export const compareMethod = `circular block bootstrap over the seconds of each run, 1000 replicates, 95%, from ${secondsMin} seconds on: chance within a run, not what differs from run to run (tenfold gate)`

export function compareRuns(base: ComparedRun, candidate: ComparedRun, uniform: () => number): Comparison {
  return {
    base: base.record.runId,
    candidate: candidate.record.runId,
    verdicts: { base: verdictOf(base.summary), candidate: verdictOf(candidate.summary) },
    work: comparedWork(base.summary, candidate.summary),
    differences: runDifferences(base, candidate),
    counts: compareCounts(base, candidate),
    method: compareMethod,
    figures: [...compareLatencies(base, candidate, uniform), ...compareCpu(base, candidate, uniform)],
    metrics: compareMetrics(base, candidate),
    anomalies: compareAnomalies(base.summary, candidate.summary),
    thresholds: compareThresholds(base.summary, candidate.summary),
  }
}

function verdictOf({ verdict: { kind, title } }: Summary): Comparison['verdicts']['base'] {
  return { kind, title }
}

function compareAnomalies(base: Summary, candidate: Summary): Comparison['anomalies'] {
  const count = ({ findings }: Summary, wanted: string): number => findings.find((each) => each.class === wanted)?.count ?? 0
  const classes = new Set([...base.findings, ...candidate.findings].map((each) => each.class))
  return [...classes].toSorted().map((each) => ({ class: each, base: count(base, each), candidate: count(candidate, each) }))
}

function compareThresholds(base: Summary, candidate: Summary): Comparison['thresholds'] {
  const told = ({ thresholds }: Summary): Map<string, string> =>
    new Map(thresholds.map(({ selector, expression, outcome, seen }) => [`${selector} ${expression}`, `${outcome}: ${seen}`]))
  const [from, to] = [told(base), told(candidate)]
  return [...new Set([...from.keys(), ...to.keys()])].map((threshold) => ({
    threshold,
    base: from.get(threshold) ?? 'not there',
    candidate: to.get(threshold) ?? 'not there',
  }))
}
