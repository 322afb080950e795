/** The figures of a recorded run that another run's thresholds are compared with. Pure. */

import type { LatencyHistogram } from '../metrics/histogram.ts'
import { figureOf } from '../metrics/judge-comparison.ts'
import type { Aggregate } from '../metrics/threshold-comparison.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { BaselineFigure, BaselineRecord } from '../model/baseline.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { measuredRun } from './measured-run.ts'
import { sampledFor } from './threshold-samples.ts'

/** One for each threshold that is compared with a baseline. */
export function baselineFigures(run: RecordedRun, thresholds: readonly Threshold[]): BaselineRecord['figures'] {
  const compared = thresholds.filter(({ expression }) => expression.form === 'baseline')
  const { sources } = measuredRun(run, compared)
  return compared.map((threshold) => {
    const { selectorText: selector, expressionText: expression } = threshold
    return { selector, expression, figure: figureIn(threshold) }
  })

  function figureIn(threshold: Threshold): BaselineFigure {
    const { expression, selector } = threshold
    const { phase } = selector.tags
    if (phase !== undefined && !run.record.phases.some(({ name }) => name === phase)) return none(`it has no phase ${phase}`)
    if (expression.form !== 'baseline') return none('it is not compared')
    const { samples, seconds } = sampledFor(threshold, sources, sources.book)
    const figure = figureOf(expression.aggregate, samples, seconds)
    if (figure.kind === 'none') return figure
    const { value } = figure
    if (figure.censored) return none(`it lies among what never ended (≥ ${Math.round(value)})`)
    const range = samples.type === 'trend' ? rangeOf(samples.histogram, expression.aggregate) : undefined
    return { kind: 'figure', value, low: range?.low ?? value, high: range?.high ?? value }
  }
}

/** Standard deviations on each side: 19 times out of 20, as far as samples can be taken for independent ones. */
const deviations = 1.96

/** Between which values a percentile of the same distribution may come out: the ranks that its binomial spread reaches. */
function rangeOf(histogram: LatencyHistogram, aggregate: Aggregate): { readonly low: number; readonly high: number } | undefined {
  const percent = aggregate.kind === 'med' ? 50 : aggregate.kind === 'percentile' ? aggregate.percent : undefined
  if (percent === undefined || percent <= 0 || percent >= 100) return undefined
  const share = percent / 100
  const spreadPercent = 100 * deviations * Math.sqrt((share * (1 - share)) / histogram.samples)
  const lowest = 100 / histogram.samples
  return {
    low: histogram.percentile(Math.max(lowest, percent - spreadPercent)).valueMs,
    high: histogram.percentile(Math.min(100, percent + spreadPercent)).valueMs,
  }
}

function none(reason: string): BaselineFigure {
  return { kind: 'none', reason }
}
