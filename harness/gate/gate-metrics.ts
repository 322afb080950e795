/** The numbers that a gate compares, how much worse each may get, and how they are read from a run's summary. Pure. */

import type { Summary } from '../model/summary.ts'
import { workOf } from './compared-work.ts'
import type { ErrorRates } from './confidence-sequence.ts'

export type SpeedMetricName = 'decision-p99' | 'cpu-per-record'
export type GateMetricName = SpeedMetricName | 'offered-per-accepted'

export interface GateMetric {
  readonly name: GateMetricName
  readonly label: string
  readonly unit: string
  /** A change by this factor is tolerated no more: 0.1 for +10%. */
  readonly tolerance: number
  readonly errorRates: ErrorRates
}

export interface Tolerances {
  readonly p99: number
  readonly cpu: number
}

export const defaultTolerances: Tolerances = { p99: 0.1, cpu: 0.05 }

/** Runs that took the same load but for a hundredth are compared. */
export const offeredTolerance = 0.01

/**
 * FAIL needs one lower bound above no change: all together are wrong in at most 0.5% of all gates without a change, and the noisiest metric gets most of it. PASS
 * needs all upper bounds below their tolerance, so each may be wrong in 1%. A system that takes less of its load has less to do: the third number keeps it
 * from being called faster or cheaper for that.
 */
export function gateMetrics(tolerances: Tolerances): readonly GateMetric[] {
  return [
    {
      name: 'decision-p99',
      label: 'decision P99',
      unit: 'ms',
      tolerance: tolerances.p99,
      errorRates: { lower: 0.003, upper: 0.01 },
    },
    {
      name: 'cpu-per-record',
      label: 'CPU a record',
      unit: 'µs',
      tolerance: tolerances.cpu,
      errorRates: { lower: 0.001, upper: 0.01 },
    },
    {
      name: 'offered-per-accepted',
      label: 'records offered for each accepted',
      unit: '×',
      tolerance: offeredTolerance,
      errorRates: { lower: 0.001, upper: 0.01 },
    },
  ]
}

export type MetricReading =
  /** `atLeast`: the true number is above it, since some of what it is taken from was never seen. */
  | { readonly kind: 'value'; readonly value: number; readonly atLeast?: true }
  /** The run gives no number that may be compared. */
  | { readonly kind: 'none'; readonly why: string }

type Value = Extract<MetricReading, { kind: 'value' }>

/** A candidate's number that is at least the baseline's counts as that much; any other that was not wholly seen is no measure of a change. */
export function isComparable(baseline: Value, candidate: Value): boolean {
  return baseline.atLeast !== true && (candidate.atLeast !== true || candidate.value >= baseline.value)
}

/** undefined: there is no number, or only one that the true one is above. */
export function knownValue(reading: MetricReading): number | undefined {
  return reading.kind === 'value' && reading.atLeast !== true ? reading.value : undefined
}

export type Readings = Readonly<Record<SpeedMetricName, MetricReading>> & {
  /** Always there: see `offeredPerAccepted`. */
  readonly 'offered-per-accepted': Value
}

/** As for a threshold on p(99): 10/(1 − 0.99). */
const samplesMin = 1_000
/** Rows of `cpuMicrosPerRecord` that are the harness's own. */
export const harnessProcesses: ReadonlySet<string> = new Set(['tenfold', 'generator', 'observer'])

export function readMetrics(summary: Summary): Readings {
  return {
    'decision-p99': readP99(summary),
    'cpu-per-record': readCpu(summary),
    'offered-per-accepted': { kind: 'value', value: offeredPerAccepted(summary) },
  }
}

/** How many operations, reads among them, were due for each that was taken; one is added to both, so that it is a number where none was taken. */
function offeredPerAccepted(summary: Summary): number {
  const { offered, accepted } = workOf(summary)
  return (offered + 1) / (accepted + 1)
}

function readP99({ trends }: Summary): MetricReading {
  const trend = trends.find(({ metric, phase }) => metric === 'decision_latency' && phase === undefined)
  const samples = trend?.samples ?? 0
  if (trend === undefined || samples < samplesMin) {
    return { kind: 'none', why: `${samples} decision latencies, a P99 needs ${samplesMin}` }
  }
  const read = positive(trend.p99.valueMs, 'decision P99')
  return read.kind === 'value' && trend.p99.censored ? { ...read, atLeast: true } : read
}

function readCpu(summary: Summary): MetricReading {
  return positive(systemCpuMicros(summary) ?? 0, 'CPU a record')
}

/** CPU microseconds a record of all processes of the system; undefined where none was sampled, or one of them too seldom for a figure. */
export function systemCpuMicros({ cpuMicrosPerRecord, series }: Summary): number | undefined {
  const own = cpuMicrosPerRecord.filter(({ process }) => !harnessProcesses.has(process))
  const isWhole = series.every(
    ({ metric, subject }) => metric !== 'cpu' || harnessProcesses.has(subject) || own.some(({ process }) => process === subject),
  )
  return own.length === 0 || !isWhole ? undefined : own.reduce((total, { micros }) => total + micros, 0)
}

/** A ratio needs two numbers above zero. */
function positive(value: number, label: string): MetricReading {
  return value > 0 ? { kind: 'value', value } : { kind: 'none', why: `${label} was not measured` }
}
