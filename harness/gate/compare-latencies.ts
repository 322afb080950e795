/** Latencies of two runs and CPU a record, each with its change and the interval of it. Pure. */

import type { Phase } from '../model/plan.ts'
import type { Percentile, TrendSummary } from '../model/summary.ts'
import { logRatioIntervals, secondsMin } from './block-bootstrap.ts'
import type { LogInterval } from './block-bootstrap.ts'
import type { ComparedRun } from './compared-run.ts'
import { cpuSeconds } from './cpu-seconds.ts'
import { systemCpuMicros } from './gate-metrics.ts'
import { percentilesOf, quotientOf } from './second-figures.ts'
import type { SecondCounts } from './second-figures.ts'

export interface ComparedFigure {
  readonly metric: string
  /** Absent: the whole run. */
  readonly phase?: string
  readonly figure: 'p50' | 'p90' | 'p99' | 'a record'
  readonly unit: 'ms' | 'µs'
  /** null: that run has no sample. */
  readonly base: Percentile | null
  readonly candidate: Percentile | null
  /** What the figure was taken from, those that never ended among them; of CPU a record the accepted records that it is divided by. */
  readonly samples: { readonly base: number; readonly candidate: number }
  readonly neverEnded: { readonly base: number; readonly candidate: number }
  /** Shares of the base: 0.1 is +10%. null where a value is censored or not there, or there is nothing to resample. */
  readonly change: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** There is a change, and no interval of it: it is kept by the second, and one of the two has fewer seconds than an interval needs. */
  readonly tooShort: boolean
}

const figures = ['p50', 'p90', 'p99'] as const
const percents = [50, 90, 99]

/** All that either run has. */
export function compareLatencies(base: ComparedRun, candidate: ComparedRun, uniform: () => number): readonly ComparedFigure[] {
  const both = [...base.summary.trends, ...candidate.summary.trends]
  const places = Map.groupBy(both, ({ metric, phase }) => JSON.stringify([metric, phase]))
  return [...places.values()]
    .toSorted(byMetric([...new Set(both.map(({ metric }) => metric))]))
    .flatMap(([place]) => (place === undefined ? [] : compareTrend(place, base, candidate, uniform)))
}

/** What the candidate alone has stands with its metric, behind what the base has. */
function byMetric(metrics: readonly TrendSummary['metric'][]): (a: readonly TrendSummary[], b: readonly TrendSummary[]) => number {
  const rank = ([trend]: readonly TrendSummary[]): number => (trend === undefined ? -1 : metrics.indexOf(trend.metric))
  return (a, b) => rank(a) - rank(b)
}

function compareTrend(
  place: Pick<TrendSummary, 'metric' | 'phase'>,
  base: ComparedRun,
  candidate: ComparedRun,
  uniform: () => number,
): ComparedFigure[] {
  const [from, to] = [trendAt(base, place), trendAt(candidate, place)]
  const own = [secondsOf(base, place), secondsOf(candidate, place)] as const
  const intervals = logRatioIntervals(percentilesOf(own[0], percents), percentilesOf(own[1], percents), uniform)
  const seconds = own.map(({ length }) => length)
  return figures.map((figure, index) => ({
    metric: place.metric,
    ...(place.phase === undefined ? {} : { phase: place.phase }),
    figure,
    unit: 'ms',
    base: from?.[figure] ?? null,
    candidate: to?.[figure] ?? null,
    samples: { base: from?.samples ?? 0, candidate: to?.samples ?? 0 },
    neverEnded: { base: from?.censored ?? 0, candidate: to?.censored ?? 0 },
    ...changeOf(from?.[figure], to?.[figure], intervals[index], seconds),
  }))
}

function trendAt({ summary }: ComparedRun, { metric, phase }: Pick<TrendSummary, 'metric' | 'phase'>): TrendSummary | undefined {
  return summary.trends.find((trend) => trend.metric === metric && trend.phase === phase)
}

function secondsOf({ record, seconds }: ComparedRun, { metric, phase }: Pick<TrendSummary, 'metric' | 'phase'>): readonly SecondCounts[] {
  const all = seconds.get(metric) ?? []
  if (phase === undefined) return all
  const within = record.phases.find(({ name }) => name === phase)
  return within === undefined ? [] : all.filter(({ second }) => isWithin(second, within))
}

/** A second belongs to the phase that its middle lies in. */
function isWithin(second: number, { startUs, endUs }: Phase): boolean {
  const middleUs = (second + 0.5) * 1_000_000
  return middleUs >= startUs && middleUs < endUs
}

/** Of all CPU that a record costs, at least so much must lie in the load's own seconds for those to say how far the figure may be chance. */
const shareWithinLoadMin = 0.9

/**
 * CPU of the system's processes by the records that it accepted; nothing where neither run tells it. The interval lies around the change of that figure: the
 * seconds of the load give the spread alone, since what is done behind the load is of the figure too.
 */
export function compareCpu(base: ComparedRun, candidate: ComparedRun, uniform: () => number): readonly ComparedFigure[] {
  const [from, to] = [cpuOf(base), cpuOf(candidate)]
  if (from === undefined && to === undefined) return []
  const rows = [cpuSeconds(base.summary), cpuSeconds(candidate.summary)] as const
  const own = [quotientOf(rows[0]), quotientOf(rows[1])] as const
  const [ofSeconds] = isWithinLoad(rows[0], base, from) && isWithinLoad(rows[1], candidate, to) ? logRatioIntervals(...own, uniform) : []
  const interval = ofSeconds && from && to && around(Math.log(to.valueMs / from.valueMs), ofSeconds)
  const seconds = own.map((each) => each.seconds)
  return [
    {
      metric: 'cpu',
      figure: 'a record',
      unit: 'µs',
      base: from ?? null,
      candidate: to ?? null,
      samples: { base: base.summary.counts.accepted, candidate: candidate.summary.counts.accepted },
      neverEnded: { base: 0, candidate: 0 },
      ...changeOf(from, to, interval, seconds),
    },
  ]
}

function isWithinLoad(rows: ReturnType<typeof cpuSeconds>, { summary }: ComparedRun, figure: Percentile | undefined): boolean {
  const micros = rows.reduce((sum, { above }) => sum + above, 0)
  return figure !== undefined && micros >= shareWithinLoadMin * figure.valueMs * summary.counts.accepted
}

/** As wide, with this in its middle. */
function around(middle: number, { lower, upper }: LogInterval): LogInterval {
  const half = (upper - lower) / 2
  return { lower: middle - half, upper: middle + half }
}

function cpuOf({ summary }: ComparedRun): Percentile | undefined {
  const micros = systemCpuMicros(summary)
  return micros === undefined ? undefined : { valueMs: micros, censored: false }
}

function changeOf(
  base: Percentile | undefined,
  candidate: Percentile | undefined,
  interval: LogInterval | undefined,
  /** Of either run; 0 where it is not kept by the second. */
  seconds: readonly number[],
): Pick<ComparedFigure, 'change' | 'lower' | 'upper' | 'tooShort'> {
  if (
    base === undefined ||
    candidate === undefined ||
    base.censored ||
    candidate.censored ||
    !(base.valueMs > 0) ||
    !(candidate.valueMs > 0)
  )
    return { change: null, lower: null, upper: null, tooShort: false }
  const change = candidate.valueMs / base.valueMs - 1
  const tooShort = seconds.every((count) => count > 0) && seconds.some((count) => count < secondsMin)
  return interval === undefined
    ? { change, lower: null, upper: null, tooShort }
    : { change, lower: Math.expm1(interval.lower), upper: Math.expm1(interval.upper), tooShort: false }
}
