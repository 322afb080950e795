/** Samples of CPU, memory and lag, as the reports draw them, and the CPU that one record cost. Pure. */

import type { SeriesSummary, Summary } from '../model/summary.ts'
import type { SeriesMetric, SeriesSample } from '../model/series.ts'
import { grownBetween, grownBy } from './grown-sum.ts'

/** More points than a drawing has pixels tell nothing. */
const pointsMax = 1_000

const units: Readonly<Record<SeriesMetric, string>> = {
  cpu: '% of one CPU',
  memory: 'MiB',
  // Of all its threads together, so it may pass 100.
  throttled: '% of the time',
  event_loop_delay: 'ms',
  consumer_lag: 'records',
  partition_lag: 'records',
  partition_skew: 'times the mean',
  stable_offset_lag: 'messages',
  database_waits: 'sessions',
  database_deadlocks: 'since the start',
  serialization_failures: 'since the start',
  pool_waits: 'callers',
}

/** Drawn at any value; of the others, one that was 0 all the time tells nothing. */
const alwaysDrawn: ReadonlySet<SeriesMetric> = new Set(['cpu', 'memory', 'consumer_lag'])

export function seriesSummaries(samples: readonly SeriesSample[]): SeriesSummary[] {
  const moved = new Set(samples.filter(({ value }) => value !== 0).map(({ metric }) => metric))
  return [...bySubject(samples.filter(({ metric }) => alwaysDrawn.has(metric) || moved.has(metric)))].map(([, own]) => {
    const [{ metric, subject }] = own as [SeriesSample, ...SeriesSample[]]
    const unit = units[metric]
    if (metric === 'cpu' || metric === 'throttled') return { metric, subject, unit, points: thinned(shareOfTime(own)) }
    const scale = metric === 'memory' ? 1 / 2 ** 20 : 1
    const points = own.map(({ us, value }) => [seconds(us), rounded(value * scale)] as const)
    return { metric, subject, unit, points: thinned(points) }
  })
}

/**
 * CPU microseconds of each process between the load's start and `untilUs`, all its lives together, by `records`; the harness's own threads beside
 * them. Empty when there is nothing to divide by, and without a process that was sampled once.
 */
export function cpuMicrosPerRecord(
  samples: readonly SeriesSample[],
  own: readonly { readonly process: string; readonly cpuMs: number }[],
  records: number,
  untilUs: number,
): Summary['cpuMicrosPerRecord'] {
  if (records === 0) return []
  const processes = [...bySubject(samples.filter(({ metric }) => metric === 'cpu'))].flatMap(([, sampled]) => {
    const cpuMs = grownBy(sampled, untilUs)
    // Seen once: nobody knows what it used, and 0 would be a claim.
    return cpuMs === undefined ? [] : [{ process: sampled[0]?.subject ?? '', cpuMs }]
  })
  return [...processes, ...own].map(({ process, cpuMs }) => ({ process, micros: rounded((cpuMs * 1_000) / records) }))
}

function bySubject(samples: readonly SeriesSample[]): Map<string, SeriesSample[]> {
  const ordered = samples.toSorted((a, b) => a.us - b.us)
  const groups = Map.groupBy(ordered, ({ metric, subject }) => `${metric} ${subject}`)
  return new Map([...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** From a growing sum of ms to its share of the time between two samples, in %. */
function shareOfTime(samples: readonly SeriesSample[]): (readonly [number, number])[] {
  return samples.slice(1).map((sample, at) => {
    const before = samples[at] as SeriesSample
    const passedMs = (sample.us - before.us) / 1_000
    return [seconds(sample.us), passedMs > 0 ? rounded((100 * grownBetween(before, sample)) / passedMs) : 0] as const
  })
}

function thinned<Point>(points: readonly Point[]): Point[] {
  const step = Math.max(1, Math.ceil(points.length / pointsMax))
  return points.filter((_, index) => index % step === 0)
}

function seconds(us: number): number {
  return rounded(us / 1_000_000)
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
