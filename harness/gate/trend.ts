/** Many records in the order of their time, and whether a figure drifts through them: Theil and Sen's slope with its interval. Pure. */

import type { RunRecord } from '../model/run-record.ts'
import type { Summary } from '../model/summary.ts'
import { differingConditions } from './run-differences.ts'
import { knownValue, readMetrics } from './gate-metrics.ts'
import type { SpeedMetricName } from './gate-metrics.ts'
import { slopeOf } from './theil-sen.ts'

export interface TrendRow {
  readonly runId: string
  readonly startedAt: string
  readonly scenario: string
  readonly seed: number
  readonly verdict: string
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
  /** Scenarios, parts of them (as the load of a search's steps), machines and runtimes, where there is more than one of them. */
  readonly differences: readonly string[]
  readonly method: string
}

const runsMin = 5
const trendMethod = 'median of the slopes of all pairs of runs (Theil–Sen), its 95% interval by Kendall’s statistic (Sen 1968)'

export function trendOf(runs: readonly { readonly record: RunRecord; readonly summary: Summary }[]): Trend {
  const ordered = runs.toSorted((a, b) => (a.record.startedAt < b.record.startedAt ? -1 : 1))
  const rows = ordered.map(({ record, summary }): TrendRow => {
    const readings = readMetrics(summary)
    const value = (name: SpeedMetricName): number | null => knownValue(readings[name]) ?? null
    const whole = summary.trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)
    return {
      runId: record.runId,
      startedAt: record.startedAt,
      scenario: record.scenario.name,
      seed: record.seed,
      verdict: summary.verdict.title,
      p50Ms: whole === undefined || whole.p50.censored ? null : whole.p50.valueMs,
      p99Ms: value('decision-p99'),
      cpuMicros: value('cpu-per-record'),
      anomalies: summary.findings.reduce((total, { count }) => total + count, 0),
    }
  })
  const several = (label: string, values: readonly string[]): string[] => {
    const distinct = [...new Set(values)]
    return distinct.length > 1 ? [`${label}: ${distinct.join(', ')}`] : []
  }
  const parts = differingConditions(ordered.map(({ record }) => record))
  return {
    rows,
    drifts: [
      driftOf(
        'decision-p99',
        rows.map(({ p99Ms }) => p99Ms),
      ),
      driftOf(
        'cpu-per-record',
        rows.map(({ cpuMicros }) => cpuMicros),
      ),
    ],
    differences: [
      ...several(
        'scenarios',
        rows.map(({ scenario }) => scenario),
      ),
      ...(parts.length === 0
        ? []
        : [`in the scenario: ${parts.join(', ')}; the figures are not of one load, and a drift may be no change of the system`]),
      ...several(
        'machines',
        ordered.map(({ record: { machine } }) => `${machine.cpus} × ${machine.cpuModel}`),
      ),
      ...several(
        'runtimes',
        ordered.map(({ record: { runtime } }) => runtime.kind),
      ),
    ],
    method: trendMethod,
  }
}

/** Of the logarithms, so that a slope is a share a run. */
function driftOf(metric: SpeedMetricName, values: readonly (number | null)[]): Drift {
  const points = values.flatMap((value, at) => (value === null ? [] : [[at, Math.log(value)] as const]))
  if (points.length < runsMin) return { metric, runs: points.length, slope: null, lower: null, upper: null }
  const { slope, lower, upper } = slopeOf(points)
  return { metric, runs: points.length, slope: Math.expm1(slope), lower: Math.expm1(lower), upper: Math.expm1(upper) }
}
