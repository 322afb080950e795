/** Metrics that are read from the series of a run: gauges, and sums that only grow. Pure. */

import { metricTable } from '../metrics/metric-table.ts'
import type { Metric } from '../metrics/metric-table.ts'
import type { Samples } from '../metrics/judge-comparison.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import type { SeriesSample } from '../model/series.ts'
import { seriesTable } from '../model/series.ts'
import { grownBetween, grownBy } from './grown-sum.ts'

/** µs of the run's axis, end exclusive. */
export interface Span {
  readonly fromUs: number
  readonly toUs: number
}

const bytesPerMebibyte = 2 ** 20

/** What the series tell of a selector within a span. */
export function seriesSamples({ metric, tags }: Selector, series: readonly SeriesSample[], span: Span): Samples {
  const { type, series: source }: Metric = metricTable[metric]
  const ofMetric = series.filter(({ metric: candidate }) => candidate === source?.metric)
  const wanted = ofMetric.filter(({ subject }) => isWanted(subject, source?.subject))
  const own = source?.subject === 'event' && tags.event !== undefined ? withUnnamed(wanted, ofMetric, tags.event) : wanted
  const subjects = [
    ...Map.groupBy(
      own.toSorted((a, b) => a.us - b.us),
      ({ subject }) => subject,
    ).values(),
  ]
  if (type === 'counter') {
    const grown = subjects.flatMap((samples) => grownBy(samples) ?? [])
    return grown.length === 0 ? { type: 'unsampled' } : { type, count: grown.reduce((sum, each) => sum + each) }
  }
  const levels = subjects.map((samples) => levelsOf(samples).filter(({ us }) => us >= span.fromUs && us < span.toUs))
  const values = levels
    .flat()
    .toSorted((a, b) => a.us - b.us)
    .map(({ value }) => value)
  return { type: 'gauge', values, last: levels.flatMap((samples) => samples.at(-1)?.value ?? []) }

  /** Without the tag, all subjects; but of one whose total stands under the empty subject, that. */
  function isWanted(subject: string, tag: 'process' | 'partition' | 'event' | undefined): boolean {
    const wanted = tag === undefined ? '' : tags[tag]
    if (wanted !== undefined) return subject === wanted
    return tag === 'event' ? subject === '' : true
  }
}

/** Each look at the database has a total, under the empty subject, and names the events that somebody waits for, or did before: of every other one it says 0. */
function withUnnamed(named: readonly SeriesSample[], ofMetric: readonly SeriesSample[], event: string): readonly SeriesSample[] {
  const told = new Set(named.map(({ us }) => us))
  const unnamed = ofMetric.filter(({ us, subject }) => subject === '' && !told.has(us))
  return [...named, ...unnamed.map((total) => ({ ...total, subject: event, value: 0 }))]
}

/** As a reader thinks of it: a sum of CPU as the share of one CPU between two samples, bytes as MiB. */
function levelsOf(samples: readonly SeriesSample[]): readonly { readonly us: number; readonly value: number }[] {
  const metric = samples[0]?.metric
  if (metric === 'memory') return samples.map(({ us, value }) => ({ us, value: value / bytesPerMebibyte }))
  if (metric === undefined || seriesTable[metric] === 'level') return samples
  return samples.slice(1).map(({ us, value }, at) => {
    const before = samples[at] as SeriesSample
    const passedMs = (us - before.us) / 1_000
    return { us, value: passedMs > 0 ? (100 * grownBetween(before, { us, value })) / passedMs : 0 }
  })
}
