/** Many records in the order of their time, and whether a figure drifts through them: Theil and Sen's slope with its interval. Pure. */

import { undeliveredShare, workOf, workTolerance } from './compared-work.ts'
import { unfitnessOf } from './fitness.ts'
import type { ToldRun, Unfitness } from './fitness.ts'
import { knownValue, readMetrics } from './gate-metrics.ts'
import type { SpeedMetricName } from './gate-metrics.ts'
import { differingConditions } from './run-differences.ts'
import { slopeOf } from './theil-sen.ts'

export interface TrendRow {
  readonly runId: string
  readonly startedAt: string
  readonly scenario: string
  readonly seed: number
  readonly verdict: string
  /** Why its figures are shown and are no point of a drift; null where they are. */
  readonly unfit: Unfitness | null
  /** Share of its load that was not accepted; null where there was none. */
  readonly undelivered: number | null
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly cpuMicros: number | null
  readonly anomalies: number
}

/** Change a run, as shares. null where there are fewer than `runsMin` runs with a value. */
export interface Drift {
  readonly metric: SpeedMetricName
  readonly runs: number
  readonly slope: number | null
  readonly lower: number | null
  readonly upper: number | null
}

export interface Trend {
  readonly rows: readonly TrendRow[]
  readonly drifts: readonly Drift[]
  /** Scenarios, parts of them (as the load of a search's steps), machines and runtimes, where there is more than one of them; runs that did less work. */
  readonly differences: readonly string[]
  /** How many of the rows are no point of a drift, and why. */
  readonly unfit: readonly { readonly why: Unfitness; readonly runs: number }[]
  readonly method: string
}

const runsMin = 5
const trendMethod = 'median of the slopes of all pairs of runs (Theil–Sen), its 95% interval by Kendall’s statistic (Sen 1968)'

/** A run counts once, by its id, however often it is among them. */
export function trendOf(runs: readonly ToldRun[]): Trend {
  const ordered = distinct(runs).toSorted((a, b) => (a.record.startedAt < b.record.startedAt ? -1 : 1))
  const rows = ordered.map(rowOf)
  return {
    rows,
    drifts: [driftOf('decision-p99', rows, ({ p99Ms }) => p99Ms), driftOf('cpu-per-record', rows, ({ cpuMicros }) => cpuMicros)],
    differences: differencesOf(ordered, rows),
    unfit: [...Map.groupBy(rows, ({ unfit }) => unfit)].flatMap(([why, own]) => (why === null ? [] : [{ why, runs: own.length }])),
    method: trendMethod,
  }
}

/** The first of each. */
function distinct(runs: readonly ToldRun[]): readonly ToldRun[] {
  return [...Map.groupBy(runs, ({ record }) => record.runId).values()].flatMap((same) => same.slice(0, 1))
}

function rowOf(run: ToldRun): TrendRow {
  const { record, summary } = run
  const readings = readMetrics(summary)
  const whole = summary.trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)
  return {
    runId: record.runId,
    startedAt: record.startedAt,
    scenario: record.scenario.name,
    seed: record.seed,
    verdict: summary.verdict.title,
    unfit: unfitnessOf(run) ?? null,
    undelivered: undeliveredShare(workOf(summary)) ?? null,
    p50Ms: whole === undefined || whole.p50.censored ? null : whole.p50.valueMs,
    p99Ms: knownValue(readings['decision-p99']) ?? null,
    cpuMicros: knownValue(readings['cpu-per-record']) ?? null,
    anomalies: summary.findings.reduce((total, { count }) => total + count, 0),
  }
}

function differencesOf(runs: readonly ToldRun[], rows: readonly TrendRow[]): readonly string[] {
  const several = (label: string, values: readonly string[]): string[] => {
    const distinctValues = [...new Set(values)]
    return distinctValues.length > 1 ? [`${label}: ${distinctValues.join(', ')}`] : []
  }
  const records = runs.map(({ record }) => record)
  const parts = differingConditions(records)
  return [
    ...several(
      'scenarios',
      rows.map(({ scenario }) => scenario),
    ),
    ...(parts.length === 0
      ? []
      : [`in the scenario: ${parts.join(', ')}; the figures are not of one load, and a drift may be no change of the system`]),
    ...workDifferences(rows),
    ...several(
      'machines',
      records.map(({ machine }) => `${machine.cpus} × ${machine.cpuModel}`),
    ),
    ...several(
      'runtimes',
      records.map(({ runtime }) => runtime.kind),
    ),
  ]
}

/** Of the runs that are points of a drift: those that left more of their load than the one that left least. */
function workDifferences(rows: readonly TrendRow[]): string[] {
  const shares = rows.flatMap(({ unfit, undelivered }) => (unfit === null && undelivered !== null ? [undelivered] : []))
  const least = Math.min(...shares)
  const less = shares.filter((share) => share - least > workTolerance).length
  if (less === 0) return []
  return [
    `work: ${less} of ${shares.length} runs left more of their load undelivered than the others; they had less to do, and a fall may be no gain`,
  ]
}

/** Of the logarithms, so that a slope is a share a run; of the runs whose figures are a measure of the system. */
function driftOf(metric: SpeedMetricName, rows: readonly TrendRow[], valueOf: (row: TrendRow) => number | null): Drift {
  const points = rows.flatMap((row, at) => {
    const value = row.unfit === null ? valueOf(row) : null
    return value === null ? [] : [[at, Math.log(value)] as const]
  })
  if (points.length < runsMin) return { metric, runs: points.length, slope: null, lower: null, upper: null }
  const { slope, lower, upper } = slopeOf(points)
  return { metric, runs: points.length, slope: Math.expm1(slope), lower: Math.expm1(lower), upper: Math.expm1(upper) }
}
