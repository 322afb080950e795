/** Latencies as the reports show them: by metric and phase, by second, and as histograms for the record. Knows no threshold. */

import type { LatencyHistogram } from '../metrics/histogram.ts'
import type { Operations } from '../model/outcome.ts'
import type { Phase } from '../model/plan.ts'
import type { Percentile, SecondSummary, TrendSummary } from '../model/summary.ts'
import type { LatencyEntry } from '../record/judgement.ts'
import type { Measured } from './measure.ts'
import { noPhase } from './sample-book.ts'
import type { TrendMetric } from './sample-book.ts'
import type { SecondFigures, SecondSamples } from './seconds.ts'

const metrics = ['decision_latency', 'close_latency', 'ack_latency', 'service_time', 'schedule_lag', 'slot_wait'] as const

/** The whole run and each phase of each metric that has samples. */
export function trendSummaries({ book }: Measured, phases: readonly Phase[]): TrendSummary[] {
  return metrics.flatMap((metric) => {
    const whole = trendOf(metric, undefined, book.whole(metric))
    const byPhase = phases.map(({ name }, index) => trendOf(metric, name, book.ofPhase(metric, index)))
    return [whole, ...byPhase].filter(({ samples }) => samples > 0)
  })
}

function trendOf(metric: TrendMetric, phase: string | undefined, histogram: LatencyHistogram): TrendSummary {
  const { samples, censored } = histogram
  return {
    metric,
    ...(phase === undefined ? {} : { phase }),
    samples,
    censored,
    p50: percentileOf(histogram, 50),
    p90: percentileOf(histogram, 90),
    p99: percentileOf(histogram, 99),
    max: percentileOf(histogram, 100),
    meanMs: samples === 0 ? 0 : Math.round(histogram.meanMs * 1_000) / 1_000,
  }
}

function percentileOf(histogram: LatencyHistogram, percent: number): Percentile {
  return histogram.samples === 0 ? { valueMs: 0, censored: false } : histogram.percentile(percent)
}

/** A drawing of the load and of the drain behind it, never of more than a day. */
const secondsMax = 86_400

/** Every second from the load's start to the last thing that happened in it; percentiles stand at the second in which a sample started. */
export function secondSummaries(operations: Operations, measured: Measured, phases: readonly Phase[]): SecondSummary[] {
  const { acknowledgedUs, decidedUs } = measured
  const lastUs = Math.max(phases.at(-1)?.endUs ?? 0, latest(acknowledgedUs), latest(decidedUs))
  const count = operations.count === 0 ? 0 : Math.min(secondsMax, Math.ceil(lastUs / 1_000_000))
  const offered = countBySecond(operations.dueUs, count)
  const acknowledged = countBySecond(acknowledgedUs, count)
  const decided = countBySecond(decidedUs, count)
  const decision = figuresBySecond(measured.decisionSeconds)
  const ack = figuresBySecond(measured.operationSeconds.ack_latency)
  return Array.from({ length: count }, (_, second) => ({
    second,
    offered: offered[second] ?? 0,
    acknowledged: acknowledged[second] ?? 0,
    decided: decided[second] ?? 0,
    decisionP50Ms: decision.get(second)?.p50Ms ?? null,
    decisionP99Ms: decision.get(second)?.p99Ms ?? null,
    ackP99Ms: ack.get(second)?.p99Ms ?? null,
  }))
}

function countBySecond(timesUs: Float64Array, count: number): Uint32Array {
  const bySecond = new Uint32Array(count)
  for (let index = 0; index < timesUs.length; index++) {
    const second = Math.floor((timesUs[index] as number) / 1_000_000)
    if (second >= 0 && second < count) bySecond[second] = (bySecond[second] ?? 0) + 1
  }
  return bySecond
}

function figuresBySecond(samples: SecondSamples): ReadonlyMap<number, SecondFigures> {
  return new Map(samples.figures().map((figures) => [figures.second, figures]))
}

function latest(timesUs: Float64Array): number {
  return timesUs.reduce((last, us) => Math.max(last, us), 0)
}

/** Histograms of the record's latency file: each metric by phase, and those of the load but for slot waits by second. */
export function* latencyEntries({ book, decisionSeconds, operationSeconds }: Measured, phases: readonly Phase[]): Generator<LatencyEntry> {
  for (const metric of metrics) {
    for (const [index, phase] of [[noPhase, undefined] as const, ...phases.map(({ name }, at) => [at, name] as const)]) {
      const histogram = book.ofPhase(metric, index)
      if (histogram.samples === 0) continue
      yield { metric, ...(phase === undefined ? {} : { phase }), samples: histogram.samples, ...histogram.encode() }
    }
  }
  const bySecond = { decision_latency: decisionSeconds, ...operationSeconds }
  for (const [metric, seconds] of Object.entries(bySecond)) {
    for (const { second, samples, p50Ms: _, p99Ms: __, ...encoded } of seconds.figures()) yield { metric, second, samples, ...encoded }
  }
}
