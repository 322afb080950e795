/** Thresholds: parsed once, with every problem told before anything starts; evaluated purely (measurement.md §4). Knows no run. */

import type { ThresholdTable } from '../model/scenario.ts'
import type { LatencyHistogram } from './histogram.ts'
import { metricTable } from './metric-table.ts'
import type { KnownNames, MetricType } from './metric-table.ts'
import { compare, parseExpression } from './threshold-expression.ts'
import type { Aggregate, Expression } from './threshold-expression.ts'
import { parseSelector } from './threshold-selector.ts'
import type { Selector } from './threshold-selector.ts'

export interface Threshold {
  /** As written. */
  readonly selectorText: string
  readonly expressionText: string
  readonly selector: Selector
  readonly expression: Expression
}

export type ParsedThresholds =
  | { readonly kind: 'thresholds'; readonly thresholds: readonly Threshold[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

const aggregatesOf: Readonly<Record<MetricType, readonly Aggregate['kind'][]>> = {
  trend: ['percentile', 'avg', 'min', 'max', 'med'],
  counter: ['count'],
  rate: ['rate'],
  gauge: ['value', 'min', 'max'],
}

/** The whole table, or every problem of it at once. */
export function parseThresholds(table: ThresholdTable, names: KnownNames): ParsedThresholds {
  const thresholds: Threshold[] = []
  const problems: string[] = []
  for (const [selectorText, expressions] of Object.entries(table)) {
    const selector = parseSelector(selectorText, names)
    if (selector.kind === 'problem') problems.push(told(`thresholds, "${selectorText}"`, selector))
    for (const expressionText of expressions) {
      const where = `thresholds, ${selectorText}: "${expressionText}"`
      const expression = parseExpression(expressionText)
      if (expression.kind === 'problem') problems.push(told(where, expression))
      if (selector.kind === 'problem' || expression.kind === 'problem') continue
      const { type } = metricTable[selector.selector.metric]
      const { aggregate } = expression.expression
      if (aggregatesOf[type].includes(aggregate.kind)) {
        thresholds.push({ selectorText, expressionText, selector: selector.selector, expression: expression.expression })
      } else {
        const allowed = aggregatesOf[type].map((kind) => (kind === 'percentile' ? 'p(N)' : kind)).join(', ')
        const name = aggregate.kind === 'percentile' ? 'p(N)' : aggregate.kind
        problems.push(`${where}: ${selector.selector.metric} is a ${type}, which has ${allowed}, not ${name}`)
      }
    }
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'thresholds', thresholds }
}

/** What keeps the table from being judged, one sentence each; empty when nothing does. */
export function thresholdProblems(table: ThresholdTable, names: KnownNames): readonly string[] {
  const parsed = parseThresholds(table, names)
  return parsed.kind === 'problems' ? parsed.problems : []
}

/** What the samples of a selector came to. */
export type Samples =
  | { readonly type: 'trend'; readonly histogram: LatencyHistogram }
  | { readonly type: 'counter'; readonly count: number }
  | { readonly type: 'rate'; readonly hits: number; readonly samples: number }
  | { readonly type: 'gauge'; readonly values: readonly number[] }

export interface Evaluated {
  readonly outcome: 'met' | 'broken' | 'inconclusive'
  /** The value with its unit, or why there is none. */
  readonly seen: string
}

/** Too few samples are never met, a censored value fails, a counter without samples is 0. */
export function evaluate({ expression, selector }: Threshold, samples: Samples): Evaluated {
  const { aggregate, operator, limit } = expression
  const { unit } = metricTable[selector.metric]
  const needed = samplesNeeded(aggregate)
  const judged = (value: number, shown: string): Evaluated => ({
    outcome: compare(value, operator, limit) ? 'met' : 'broken',
    seen: shown,
  })
  if (samples.type === 'counter') return judged(samples.count, `${samples.count} ${unit}`)
  if (samples.type === 'gauge') {
    if (samples.values.length === 0) return { outcome: 'inconclusive', seen: 'no sample' }
    const value = gaugeValue(samples.values, aggregate)
    return judged(value, `${value} ${unit}`)
  }
  if (samples.type === 'rate') {
    if (samples.samples < needed) return tooFew(samples.samples, needed)
    const value = samples.hits / samples.samples
    return judged(value, `${Number((value * 100).toPrecision(3))}% ${unit} (${samples.hits} of ${samples.samples})`)
  }
  const { histogram } = samples
  if (histogram.samples < needed) return tooFew(histogram.samples, needed)
  const { valueMs, censored } = trendValue(histogram, aggregate)
  const shown = `${censored ? '≥ ' : ''}${roundedMs(valueMs)} ms of ${samplesText(histogram.samples)}`
  return censored ? { outcome: 'broken', seen: shown } : judged(valueMs, shown)
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
  if (aggregate.kind === 'percentile') return histogram.percentile(aggregate.percent)
  if (aggregate.kind === 'med') return histogram.percentile(50)
  if (aggregate.kind === 'max') return histogram.max()
  // The lowest rank that there is.
  if (aggregate.kind === 'min') return histogram.percentile(100 / histogram.samples)
  return { valueMs: histogram.meanMs, censored: histogram.censored > 0 }
}

function gaugeValue(values: readonly number[], aggregate: Aggregate): number {
  if (aggregate.kind === 'max') return values.reduce((a, b) => Math.max(a, b))
  if (aggregate.kind === 'min') return values.reduce((a, b) => Math.min(a, b))
  return values.at(-1) ?? 0
}

function tooFew(samples: number, needed: number): Evaluated {
  return { outcome: 'inconclusive', seen: `${samplesText(samples)}, ${needed} needed` }
}

function samplesText(samples: number): string {
  return samples === 0 ? 'no sample' : samples === 1 ? '1 sample' : `${samples} samples`
}

/** Four digits: one more than a histogram keeps, so that no value is shown on the other side of its limit. */
export function roundedMs(valueMs: number): string {
  return String(Number(valueMs.toPrecision(4)))
}

function told(where: string, { column, problem }: { readonly column: number; readonly problem: string }): string {
  return `${where}, column ${column}: ${problem}`
}
