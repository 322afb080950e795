/** Metrics of two runs that have no interval: counters and rates, gauges, latencies of streams, CPU by process; each with its difference. Pure. */

import type { MetricFigure } from '../metrics/metric-figure.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Tags } from '../metrics/metric-table.ts'
import type { Summary } from '../model/summary.ts'
import { differenceOf } from './compare-counts.ts'
import type { ComparedRun } from './compared-run.ts'

export interface ComparedMetric extends Place {
  /** null: that run does not tell. */
  readonly base: MetricValue | null
  readonly candidate: MetricValue | null
  /** Candidate less base, in the unit; null where one of them does not tell, or did not come to its end. */
  readonly difference: number | null
  /** Share of the base; null too where that is 0. */
  readonly change: number | null
}

type MetricValue = Pick<MetricFigure, 'value' | 'censored'>

/** All that either run has. */
export function compareMetrics(base: ComparedRun, candidate: ComparedRun): readonly ComparedMetric[] {
  const [from, to] = [figuresOf(base), figuresOf(candidate)]
  const places = new Map([...from, ...to].map((figure) => [placeOf(figure), figure]))
  const order = [...new Set([...places.values()].map(({ metric }) => metric))]
  return [...places.values()]
    .toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric))
    .map(({ metric, tags, aggregate, unit }) => {
      const place = { metric, tags, aggregate, unit }
      const [before, after] = [valueAt(from, place), valueAt(to, place)]
      const known = (value: MetricValue | null): number | null => (value === null || value.censored ? null : value.value)
      return { ...place, base: before, candidate: after, ...differenceOf(known(before), known(after)) }
    })
}

type Place = Pick<MetricFigure, 'metric' | 'tags' | 'aggregate' | 'unit'>

function placeOf({ metric, tags, aggregate }: Place): string {
  return JSON.stringify([metric, Object.entries(tags), aggregate])
}

function valueAt(figures: readonly MetricFigure[], place: Place): MetricValue | null {
  const found = figures.find((figure) => placeOf(figure) === placeOf(place))
  if (found !== undefined) return { value: found.value, censored: found.censored }
  // An event that no look at the database named is one that nobody waited for.
  const isUnnamed = place.tags.event !== undefined && valueAt(figures, { ...place, tags: {} }) !== null
  return isUnnamed ? { value: 0, censored: false } : null
}

function figuresOf({ record, summary, series }: ComparedRun): readonly MetricFigure[] {
  return [
    ...errorRate(summary),
    ...ratesOf(summary, record.phases.length > 1),
    ...matchingOf(summary),
    ...streamsOf(summary),
    ...cpuByProcess(summary),
    ...series,
  ]
}

/** Of records and reads, as a threshold on it is. */
function errorRate({ counts, streams = [] }: Summary): readonly MetricFigure[] {
  const parts = [counts, ...streams.filter(({ kind }) => kind === 'read')]
  const errors = parts.reduce((total, { refused, failed, unknown }) => total + refused + failed + unknown, 0)
  const all = parts.reduce((total, { accepted }) => total + accepted, errors)
  return all === 0 ? [] : [figure('error_rate', 'rate', metricTable.error_rate.unit, errors / all)]
}

/** Over the load and, where it has several phases, in the one of the highest rate. */
function ratesOf({ rates }: Summary, hasPhases: boolean): readonly MetricFigure[] {
  const { recordsPerSecond, paymentsPerSecond, peakPhase, peakRecordsPerSecond, peakPaymentsPerSecond } = rates
  if (peakPhase === '') return []
  const peak = { phase: peakPhase }
  return [
    figure('accepted', 'rate', 'records/s', recordsPerSecond),
    ...(hasPhases ? [figure('accepted', 'rate', 'records/s', peakRecordsPerSecond, peak)] : []),
    figure('payments_matched', 'rate', 'payments/s', paymentsPerSecond),
    ...(hasPhases ? [figure('payments_matched', 'rate', 'payments/s', peakPaymentsPerSecond, peak)] : []),
  ]
}

/** A share of nothing is no number, which JSON writes as null. */
function matchingOf({ matching }: Summary): readonly MetricFigure[] {
  const shares: readonly (readonly [metric: string, unit: string, share: number | null])[] = [
    ['pairwise_precision', 'of pairs told', matching.precision],
    ['pairwise_recall', 'of right pairs', matching.recall],
    ['exact_group_rate', 'of right groups', matching.exactGroupRate],
  ]
  return shares.flatMap(([metric, unit, share]) => (share === null || !Number.isFinite(share) ? [] : [figure(metric, 'rate', unit, share)]))
}

/** Their samples are what was sent of the stream, and what found no slot. */
function streamsOf({ streams = [] }: Summary): readonly MetricFigure[] {
  return streams.flatMap(({ name, ackP50, ackP99, decisionP99 }) =>
    [
      ['ack_latency', 'p50', ackP50] as const,
      ['ack_latency', 'p99', ackP99] as const,
      ['decision_latency', 'p99', decisionP99] as const,
    ].flatMap(([metric, aggregate, value]) =>
      value === null ? [] : [{ ...figure(metric, aggregate, 'ms', value.valueMs, { stream: name }), censored: value.censored }],
    ),
  )
}

/** The harness's own threads among them. */
function cpuByProcess({ cpuMicrosPerRecord }: Summary): readonly MetricFigure[] {
  return cpuMicrosPerRecord.map(({ process, micros }) => figure('cpu_per_accepted_record', 'rate', 'µs', micros, { process }))
}

function figure(metric: string, aggregate: MetricFigure['aggregate'], unit: string, value: number, tags: Tags = {}): MetricFigure {
  return { metric, tags, aggregate, unit, value, censored: false }
}
