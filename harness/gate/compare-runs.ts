/** Two records side by side: every metric with its change and the interval of it, and what makes the two not comparable. Pure. */

import type { Phase } from '../model/plan.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { Percentile, Summary, TrendSummary } from '../model/summary.ts'
import { logRatioIntervals, secondsMin } from './block-bootstrap.ts'
import type { LogInterval } from './block-bootstrap.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { systemCpuMicros } from './gate-metrics.ts'
import { percentilesOf, quotientOf } from './second-figures.ts'
import type { SecondCounts } from './second-figures.ts'
import { runDifferences } from './run-differences.ts'

export interface ComparedRun {
  readonly record: RunRecord
  readonly summary: Summary
  /** Latencies by the second of the load in which they started, of the metrics that have them. */
  readonly seconds: ReadonlyMap<string, readonly SecondCounts[]>
}

export interface ComparedFigure {
  readonly metric: string
  /** Absent: the whole run. */
  readonly phase?: string
  readonly figure: 'p50' | 'p90' | 'p99' | 'a record'
  readonly unit: 'ms' | 'µs'
  readonly base: Percentile
  readonly candidate: Percentile
  /** Shares of the base: 0.1 is +10%. null where a value is censored, or there is nothing to resample. */
  readonly change: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** There is a change, and no interval of it: it is kept by the second, and one of the two has fewer seconds than an interval needs. */
  readonly tooShort: boolean
}

export interface Comparison {
  readonly base: string
  readonly candidate: string
  /** What else than the system differs, in sentences. */
  readonly differences: readonly string[]
  readonly method: string
  readonly figures: readonly ComparedFigure[]
  readonly anomalies: readonly { readonly class: string; readonly base: number; readonly candidate: number }[]
  readonly thresholds: readonly { readonly threshold: string; readonly base: string; readonly candidate: string }[]
}

export const compareMethod = `circular block bootstrap over the seconds of each run, 1000 replicates, 95%, from ${secondsMin} seconds on: chance within a run, not what differs from run to run (tenfold gate)`

const figures = ['p50', 'p90', 'p99'] as const
const percents = [50, 90, 99]

export function compareRuns(base: ComparedRun, candidate: ComparedRun, uniform: () => number): Comparison {
  const trends = base.summary.trends.flatMap((trend) => {
    const other = candidate.summary.trends.find(({ metric, phase }) => metric === trend.metric && phase === trend.phase)
    return other === undefined ? [] : compareTrend(trend, other, base, candidate, uniform)
  })
  return {
    base: base.record.runId,
    candidate: candidate.record.runId,
    differences: runDifferences(base, candidate),
    method: compareMethod,
    figures: [...trends, ...compareCpu(base, candidate, uniform)],
    anomalies: compareAnomalies(base.summary, candidate.summary),
    thresholds: compareThresholds(base.summary, candidate.summary),
  }
}

function compareTrend(
  trend: TrendSummary,
  other: TrendSummary,
  base: ComparedRun,
  candidate: ComparedRun,
  uniform: () => number,
): ComparedFigure[] {
  const own = [secondsOf(base, trend), secondsOf(candidate, trend)] as const
  const intervals = logRatioIntervals(percentilesOf(own[0], percents), percentilesOf(own[1], percents), uniform)
  const seconds = own.map(({ length }) => length)
  return figures.map((figure, index) => ({
    metric: trend.metric,
    ...(trend.phase === undefined ? {} : { phase: trend.phase }),
    figure,
    unit: 'ms',
    base: trend[figure],
    candidate: other[figure],
    ...changeOf(trend[figure], other[figure], intervals[index], seconds),
  }))
}

function secondsOf({ record, seconds }: ComparedRun, { metric, phase }: TrendSummary): readonly SecondCounts[] {
  const all = seconds.get(metric) ?? []
  const within = record.phases.find(({ name }) => name === phase)
  return within === undefined ? all : all.filter(({ second }) => isWithin(second, within))
}

/** A second belongs to the phase that its middle lies in. */
function isWithin(second: number, { startUs, endUs }: Phase): boolean {
  const middleUs = (second + 0.5) * 1_000_000
  return middleUs >= startUs && middleUs < endUs
}

function compareCpu(base: ComparedRun, candidate: ComparedRun, uniform: () => number): ComparedFigure[] {
  const [from, to] = [systemCpuMicros(base.summary), systemCpuMicros(candidate.summary)]
  if (from === undefined || to === undefined) return []
  const values = [from, to].map((valueMs) => ({ valueMs, censored: false })) as [Percentile, Percentile]
  const own = [quotientOf(cpuSeconds(base.summary)), quotientOf(cpuSeconds(candidate.summary))] as const
  const [interval] = logRatioIntervals(...own, uniform)
  const change = changeOf(
    ...values,
    interval,
    own.map(({ seconds }) => seconds),
  )
  return [{ metric: 'cpu', figure: 'a record', unit: 'µs', base: values[0], candidate: values[1], ...change }]
}

function changeOf(
  base: Percentile,
  candidate: Percentile,
  interval: LogInterval | undefined,
  /** Of either run; 0 where it is not kept by the second. */
  seconds: readonly number[],
): Pick<ComparedFigure, 'change' | 'lower' | 'upper' | 'tooShort'> {
  if (base.censored || candidate.censored || !(base.valueMs > 0) || !(candidate.valueMs > 0))
    return { change: null, lower: null, upper: null, tooShort: false }
  const change = candidate.valueMs / base.valueMs - 1
  const tooShort = seconds.every((count) => count > 0) && seconds.some((count) => count < secondsMin)
  return interval === undefined
    ? { change, lower: null, upper: null, tooShort }
    : { change, lower: Math.expm1(interval.lower), upper: Math.expm1(interval.upper), tooShort: false }
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
