/** Everything that a threshold's expression may ask for, from what a run measured (measurement.md §4). Pure. */

import type { Sampled } from '../metrics/evaluate.ts'
import type { Samples } from '../metrics/judge-comparison.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Metric } from '../metrics/metric-table.ts'
import type { Part, Stretch } from '../metrics/stretches.ts'
import { baselineFigure } from '../metrics/threshold-limit.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import { tagsMatch } from '../metrics/threshold-selector.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineRecord } from '../model/baseline.ts'
import type { Finding } from '../model/finding.ts'
import { plainTenant } from '../model/run-tenants.ts'
import { drainOf } from './drain-time.ts'
import type { DrainSources } from './drain-time.ts'
import { seriesSamples } from './gauge-samples.ts'
import type { Span } from './gauge-samples.ts'
import { addedCounts, countSamples, isCountedMetric } from './operation-counts.ts'
import type { CountedOperations } from './operation-counts.ts'
import type { SampleBook } from './sample-book.ts'

export interface SampleSources extends CountedOperations, DrainSources {
  /** Reads beside the records that were sent; undefined where no stream reads. */
  readonly reads: CountedOperations | undefined
  readonly book: SampleBook
  /** The same without the generator's lateness and what pauses of it or of the observer may have added. */
  readonly withoutLag: SampleBook
  readonly findings: readonly Finding[]
  readonly baseline: BaselineRecord | undefined
}

export function sampledFor(threshold: Threshold, sources: SampleSources, book: SampleBook): Sampled {
  const { selector } = threshold
  const span = spanOf(selector, sources)
  return {
    samples: samplesOf(selector, sources, book),
    seconds: (span.toUs - span.fromUs) / 1_000_000,
    stretches: (windowMs) => stretchesOf(windowMs, span, (stretch) => samplesOf(selector, sources, book, stretch)),
    drain: drainOf(sources),
    baseline: baselineFigure(threshold, sources.baseline),
  }
}

/** The phase that is selected, else the load. */
function spanOf({ tags }: Selector, { phases }: Pick<SampleSources, 'phases'>): Span {
  const phase = phases.find(({ name }) => name === tags.phase)
  return { fromUs: phase?.startUs ?? 0, toUs: phase?.endUs ?? phases.at(-1)?.endUs ?? 0 }
}

/** Without a stretch: all of the run, or of the phase that is selected. */
function samplesOf(selector: Selector, sources: SampleSources, book: SampleBook, stretch?: Span): Samples {
  const { metric, tags } = selector
  if (metric === 'anomalies')
    return { type: 'counter', count: sources.findings.filter((finding) => tagsMatch(tags, tagsOf(finding))).length }
  if (isCountedMetric(metric) || metric === 'error_rate') {
    const counted = { ...selector, metric }
    const sent = countSamples(counted, sources, stretch)
    return sources.reads === undefined ? sent : addedCounts(sent, countSamples(counted, sources.reads, stretch))
  }
  const { series }: Metric = metricTable[metric]
  if (series !== undefined) {
    const whole = tags.phase === undefined ? { fromUs: 0, toUs: Number.POSITIVE_INFINITY } : spanOf(selector, sources)
    return seriesSamples(selector, sources.series, stretch ?? whole)
  }
  const histogram = stretch === undefined ? book.ofSelector(selector) : book.timed(selector).histogramBetween(stretch.fromUs, stretch.toUs)
  return { type: 'trend', histogram }

  function tagsOf({ class: anomaly, tenant }: Finding): { class: string; tenant: string } {
    return { class: anomaly, tenant: plainTenant(tenant, sources.naming) }
  }
}

const secondMs = 1_000
const stepsPerWindow = 10

/**
 * Of that length, one beginning each second, or each tenth of the length, and one that ends where the span does: what breaks in its last moments is in
 * one too. A span that is shorter than the length is one stretch.
 */
export function stretchesOf(windowMs: number, { fromUs, toUs }: Span, samplesIn: (stretch: Span) => Samples): Stretch[] {
  const [fromMs, toMs] = [fromUs / 1_000, toUs / 1_000]
  if (toMs <= fromMs) return []
  const stepMs = Math.max(secondMs, windowMs / stepsPerWindow)
  const lengthMs = Math.min(windowMs, toMs - fromMs)
  const lastMs = toMs - lengthMs
  const startsMs = Array.from({ length: Math.ceil((lastMs - fromMs) / stepMs - 1e-9) }, (_, index) => fromMs + index * stepMs)
  return [...startsMs, lastMs].map((startMs): Stretch => {
    const endMs = startMs + lengthMs
    return { ...partOf(startMs, endMs, samplesIn), seconds: () => secondsOf(startMs, endMs, fromMs, samplesIn) }
  })
}

/** Whole ones from `originMs` on, as far as they lie in the stretch: one second is the same in every stretch. */
function secondsOf(fromMs: number, toMs: number, originMs: number, samplesIn: (stretch: Span) => Samples): Part[] {
  const seconds: Part[] = []
  let startMs = fromMs
  for (let turnMs = originMs + (Math.floor((fromMs - originMs) / secondMs + 1e-9) + 1) * secondMs; startMs < toMs; turnMs += secondMs) {
    seconds.push(partOf(startMs, Math.min(turnMs, toMs), samplesIn))
    startMs = turnMs
  }
  return seconds
}

function partOf(startMs: number, endMs: number, samplesIn: (stretch: Span) => Samples): Part {
  return { startMs, endMs, samples: samplesIn({ fromUs: startMs * 1_000, toUs: endMs * 1_000 }) }
}
