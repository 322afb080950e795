/** One comparison against samples: k6's aggregates, with our rules for what was hardly or never seen (measurement.md §4). Pure. */

import type { LatencyHistogram } from './histogram.ts'
import { compare } from './threshold-comparison.ts'
import type { Aggregate, Comparison } from './threshold-comparison.ts'

/** What the samples of a selector came to. */
export type Samples =
  | { readonly type: 'trend'; readonly histogram: LatencyHistogram }
  | { readonly type: 'counter'; readonly count: number }
  | { readonly type: 'rate'; readonly hits: number; readonly samples: number }
  /** In order of time; `last` has the latest of each subject (process, partition, …). */
  | { readonly type: 'gauge'; readonly values: readonly number[]; readonly last: readonly number[] }
  /** A sum that nobody told: other than of what was counted here, it is not known to be 0. */
  | { readonly type: 'unsampled' }

export interface Judged {
  readonly outcome: 'met' | 'broken' | 'inconclusive'
  readonly seen: string
  /** NaN where there is none. */
  readonly value: number
}

/** `seconds`: what a counter's rate is a rate over. */
export function judgeComparison({ aggregate, operator, limit }: Comparison, samples: Samples, unit: string, seconds: number): Judged {
  const figure = figureOf(aggregate, samples, seconds)
  if (figure.kind === 'none') return { outcome: 'inconclusive', seen: figure.reason, value: Number.NaN }
  const { value, censored } = figure
  const isMet = !censored && compare(value, operator, limit)
  return { outcome: isMet ? 'met' : 'broken', seen: shown(figure, aggregate, samples, unit), value }
}

export type Figure =
  | { readonly kind: 'figure'; readonly value: number; readonly censored: boolean }
  /** Too little was seen. */
  | { readonly kind: 'none'; readonly reason: string }

/** The aggregate's value, in the metric's unit. */
export function figureOf(aggregate: Aggregate, samples: Samples, seconds: number): Figure {
  const needed = samplesNeeded(aggregate)
  switch (samples.type) {
    case 'counter': {
      if (aggregate.kind !== 'rate') return figure(samples.count)
      return seconds > 0 ? figure(samples.count / seconds) : { kind: 'none', reason: 'no time passed' }
    }
    case 'gauge':
      return samples.values.length === 0 ? { kind: 'none', reason: 'no sample' } : figure(gaugeValue(samples, aggregate))
    case 'unsampled':
      return { kind: 'none', reason: 'no sample' }
    case 'rate':
      return samples.samples < needed ? tooFew(samples.samples, needed) : figure(samples.hits / samples.samples)
    default: {
      const { histogram } = samples
      if (histogram.samples < needed) return tooFew(histogram.samples, needed)
      const { valueMs, censored } = trendValue(histogram, aggregate)
      return { kind: 'figure', value: valueMs, censored }
    }
  }
}

/** A percentile needs ten samples beyond it; everything else needs ten. */
export function samplesNeeded(aggregate: Aggregate): number {
  const samplesMin = 10
  if (aggregate.kind !== 'percentile' || aggregate.percent === 100) return samplesMin
  // Exact, in the decimals that were written: 10 / (1 − 0.999) is 10,000.000000000009 in floating point.
  const [whole = '0', decimals = ''] = decimalText(aggregate.percent).split('.')
  const hundred = 100n * 10n ** BigInt(decimals.length)
  const beyond = hundred - BigInt(`${whole}${decimals}`)
  return Number((BigInt(samplesMin) * hundred + beyond - 1n) / beyond)
}

/** The shortest decimals that read back as the number; its own text has an exponent below a millionth. */
function decimalText(percent: number): string {
  const [digits = '0', exponent] = String(percent).split('e-')
  return exponent === undefined ? digits : `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`
}

function trendValue(histogram: LatencyHistogram, aggregate: Aggregate): { valueMs: number; censored: boolean } {
  // The lowest rank that there is.
  const lowest = 100 / histogram.samples
  if (aggregate.kind === 'percentile') return histogram.percentile(Math.max(aggregate.percent, lowest))
  if (aggregate.kind === 'med') return histogram.percentile(50)
  if (aggregate.kind === 'max') return histogram.max()
  if (aggregate.kind === 'min') return histogram.percentile(lowest)
  return { valueMs: histogram.meanMs, censored: histogram.censored > 0 }
}

function gaugeValue({ values, last }: Extract<Samples, { type: 'gauge' }>, aggregate: Aggregate): number {
  const larger = (a: number, b: number): number => Math.max(a, b)
  if (aggregate.kind === 'max') return values.reduce(larger)
  if (aggregate.kind === 'min') return values.reduce((a, b) => Math.min(a, b))
  if (aggregate.kind === 'avg') return values.reduce((a, b) => a + b) / values.length
  // Of several subjects the largest: that of none is hidden behind another's.
  return last.reduce(larger)
}

function figure(value: number): Figure {
  return { kind: 'figure', value, censored: false }
}

function tooFew(samples: number, needed: number): Figure {
  return { kind: 'none', reason: `${samplesText(samples)}, ${needed} needed` }
}

function shown({ value, censored }: Extract<Figure, { kind: 'figure' }>, { kind }: Aggregate, samples: Samples, unit: string): string {
  switch (samples.type) {
    case 'trend':
      return `${censored ? '≥ ' : ''}${roundedMs(value)} ms of ${samplesText(samples.histogram.samples)}`
    case 'rate':
      return `${Number((value * 100).toPrecision(3))}% ${unit} (${samples.hits} of ${samples.samples})`
    case 'counter':
      return kind === 'rate' ? `${roundedMs(value)} ${unit}/s` : `${value} ${unit}`
    default:
      return `${roundedMs(value)} ${unit}`
  }
}

function samplesText(samples: number): string {
  return samples === 0 ? 'no sample' : samples === 1 ? '1 sample' : `${samples} samples`
}

/** Four digits: one more than a histogram keeps, so that no value is shown on the other side of its limit. */
export function roundedMs(value: number): string {
  // A whole number is shown as it is: it was counted, not measured.
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
}
