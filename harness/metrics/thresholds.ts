/** Thresholds: parsed once, with every problem told before anything starts (measurement.md §4). Knows no sample and no run. */

import { thresholdText } from '../model/scenario.ts'
import type { ThresholdEntry, ThresholdTable } from '../model/scenario.ts'
import { metricTable } from './metric-table.ts'
import type { KnownNames, Metric, MetricType } from './metric-table.ts'
import type { Aggregate } from './threshold-comparison.ts'
import { parseExpression } from './threshold-expression.ts'
import type { Expression } from './threshold-expression.ts'
import { parseSelector } from './threshold-selector.ts'
import type { Selector } from './threshold-selector.ts'

export { roundedMs } from './judge-comparison.ts'

export interface Threshold {
  /** As written. */
  readonly selectorText: string
  readonly expressionText: string
  readonly selector: Selector
  readonly expression: Expression
  /** Whether the run ends as soon as it is broken, and from when on it is looked at. */
  readonly abort: { readonly delayMs: number } | undefined
}

export type ParsedThresholds =
  | { readonly kind: 'thresholds'; readonly thresholds: readonly Threshold[] }
  | { readonly kind: 'problems'; readonly problems: readonly string[] }

/** k6's, and what is added to them: `min`, `max` and `avg` of a gauge. */
const aggregatesOf: Readonly<Record<MetricType, readonly Aggregate['kind'][]>> = {
  trend: ['percentile', 'avg', 'min', 'max', 'med'],
  counter: ['count', 'rate'],
  rate: ['rate'],
  gauge: ['value', 'min', 'max', 'avg'],
}

/** The whole table, or every problem of it at once. */
export function parseThresholds(table: ThresholdTable, names: KnownNames): ParsedThresholds {
  const thresholds: Threshold[] = []
  const problems: string[] = []
  for (const [selectorText, entries] of Object.entries(table)) {
    const selector = parseSelector(selectorText, names)
    if (selector.kind === 'problem') problems.push(told(`thresholds, "${selectorText}"`, selector))
    for (const entry of entries) {
      const expressionText = thresholdText(entry)
      const where = `thresholds, ${selectorText}: "${expressionText}"`
      const expression = parseExpression(expressionText)
      if (expression.kind === 'problem') problems.push(told(where, expression))
      if (selector.kind === 'problem' || expression.kind === 'problem') continue
      const abort = abortOf(entry)
      const parsed = { selectorText, expressionText, selector: selector.selector, expression: expression.expression, abort }
      const misfits = misfitsOf(parsed)
      if (misfits.length === 0) thresholds.push(parsed)
      problems.push(...misfits.map((misfit) => `${where}: ${misfit}`))
    }
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'thresholds', thresholds }
}

/** What keeps the table from being judged, one sentence each; empty when nothing does. */
export function thresholdProblems(table: ThresholdTable, names: KnownNames): readonly string[] {
  const parsed = parseThresholds(table, names)
  return parsed.kind === 'problems' ? parsed.problems : []
}

function abortOf(entry: ThresholdEntry): Threshold['abort'] {
  return typeof entry === 'string' || !entry.abortOnFail ? undefined : { delayMs: entry.delayAbortEvalMs }
}

/** What is right by itself and does not fit together: metric, expression, abortOnFail. */
function misfitsOf({ selector: { metric, tags }, expression, abort }: Threshold): string[] {
  const { type, live }: Metric = metricTable[metric]
  const misfits: string[] = []
  const aggregate =
    expression.form === 'drain' ? undefined : expression.form === 'recovery' ? expression.inner.aggregate : expression.aggregate
  if (aggregate !== undefined && !aggregatesOf[type].includes(aggregate.kind)) {
    const allowed = aggregatesOf[type].map(nameOf).join(', ')
    misfits.push(`${metric} is a ${type}, which has ${allowed}, not ${nameOf(aggregate.kind)}`)
  }
  if (expression.form === 'drain' && metric !== 'consumer_lag') misfits.push(`drain is a time of consumer_lag, not of ${metric}`)
  if (expression.form === 'drain' && tags.phase !== undefined) misfits.push('drain counts from the end of the load and takes no phase')
  if ((expression.form === 'window' || expression.form === 'recovery') && untimed.has(metric)) {
    misfits.push(`${metric} has no place on the load's time axis, so it has no windows`)
  }
  if (abort === undefined) return misfits
  if (!live)
    misfits.push(`abortOnFail: ${metric} is known only after the run, when the oracle has been asked; ${liveNames} are known while it runs`)
  else if (expression.form !== 'whole' && expression.form !== 'baseline') {
    misfits.push('abortOnFail: windows, recovery and drain are judged at the end of the run; take the comparison alone')
  }
  return misfits
}

/** What has no moment of the load, or sums that are sampled rarely. */
const untimed: ReadonlySet<string> = new Set(['anomalies', 'close_latency', 'database_deadlocks', 'serialization_failures'])

const liveNames = Object.entries(metricTable)
  .filter(([, { live }]) => live)
  .map(([name]) => name)
  .join(', ')

function nameOf(kind: Aggregate['kind']): string {
  return kind === 'percentile' ? 'p(N)' : kind
}

function told(where: string, { column, problem }: { readonly column: number; readonly problem: string }): string {
  return `${where}, column ${column}: ${problem}`
}
