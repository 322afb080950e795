/** What the series of a run come to, metric by metric, for a comparison of two runs. Pure. */

import type { MetricFigure } from '../metrics/metric-figure.ts'
import { figureOf } from '../metrics/judge-comparison.ts'
import { isMetricName, metricTable } from '../metrics/metric-table.ts'
import type { Metric, MetricName, Tags } from '../metrics/metric-table.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { SeriesSample } from '../model/series.ts'
import { drainOf, drainSources } from './drain-time.ts'
import { seriesSamples } from './gauge-samples.ts'

/** Of a gauge as thresholds take it without a phase: what was sampled since the load's start. */
const sinceTheStart = { fromUs: 0, toUs: Number.POSITIVE_INFINITY }

/**
 * Mean and maximum of each gauge, the count of each sum, in the order of the metrics page: of processes one by one, of partitions all together, of what the
 * database waits for the total and each event. What nobody sampled has no figure; a gauge that was never above 0 has one.
 */
export function seriesFigures(record: RunRecord, series: readonly SeriesSample[]): readonly MetricFigure[] {
  const byMetric = Map.groupBy(series, ({ metric }) => metric)
  const figures = Object.keys(metricTable)
    .filter(isMetricName)
    .flatMap((metric) => {
      const { series: source }: Metric = metricTable[metric]
      const own = source === undefined ? [] : (byMetric.get(source.metric) ?? [])
      return tagsIn(own, source?.subject).flatMap((tags) => figuresOf(metric, tags, own))
    })
  const drain = drainOf(drainSources(record, byMetric.get('consumer_lag') ?? []))
  if (drain === undefined) return figures
  return [...figures, { metric: 'consumer_lag', tags: {}, aggregate: 'drain', unit: 'ms', value: drain.ms, censored: !drain.ended }]
}

function tagsIn(samples: readonly SeriesSample[], subject: 'process' | 'partition' | 'event' | undefined): readonly Tags[] {
  if (samples.length === 0) return []
  if (subject === undefined || subject === 'partition') return [{}]
  const names = [...new Set(samples.map((sample) => sample.subject))].toSorted()
  // The total of all events stands under the empty subject.
  return names.map((name) => (name === '' ? {} : { [subject]: name }))
}

function figuresOf(metric: MetricName, tags: Tags, series: readonly SeriesSample[]): readonly MetricFigure[] {
  const { type, unit }: Metric = metricTable[metric]
  const samples = seriesSamples({ metric, tags }, series, sinceTheStart)
  const aggregates = type === 'counter' ? (['count'] as const) : (['avg', 'max'] as const)
  return aggregates.flatMap((aggregate) => {
    const figure = figureOf({ kind: aggregate }, samples, 0)
    return figure.kind === 'none' ? [] : [{ metric, tags, aggregate, unit, value: figure.value, censored: false }]
  })
}
