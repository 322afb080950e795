/** Gives each threshold its samples and its outcome (measurement.md §4). Knows no verdict. */

import { evaluate } from '../metrics/thresholds.ts'
import type { Evaluated, Samples, Threshold } from '../metrics/thresholds.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import { tagsMatch } from '../metrics/threshold-selector.ts'
import { metricTable } from '../metrics/metric-table.ts'
import type { Finding } from '../model/finding.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { Phase } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { plainTenant } from '../model/run-tenants.ts'
import type { TenantNaming } from '../model/run-tenants.ts'
import type { ThresholdResult } from '../model/summary.ts'
import type { SampleBook } from './sample-book.ts'
import { selects } from './sample-tags.ts'

export interface SampleSources {
  readonly book: SampleBook
  /** The same without the generator's lateness. */
  readonly withoutLag: SampleBook
  readonly operations: Operations
  readonly recordOf: (operation: number) => CanonicalRecord
  readonly phaseOf: Int32Array
  readonly phases: readonly Phase[]
  readonly naming: TenantNaming
  readonly findings: readonly Finding[]
  /** Records not yet worked through, sample by sample. */
  readonly consumerLag: readonly number[]
}

export interface JudgedThreshold {
  readonly threshold: Threshold
  readonly evaluated: Evaluated
  /** Whether leaving the schedule lag out would turn the outcome. */
  readonly turnedByLag: boolean
}

export function judgeThresholds(thresholds: readonly Threshold[], sources: SampleSources): JudgedThreshold[] {
  return thresholds.map((threshold) => {
    const evaluated = evaluate(threshold, samplesOf(threshold.selector, sources, sources.book))
    const { metric } = threshold.selector
    if (metric !== 'decision_latency' && metric !== 'ack_latency') return { threshold, evaluated, turnedByLag: false }
    const withoutLag = evaluate(threshold, samplesOf(threshold.selector, sources, sources.withoutLag))
    return { threshold, evaluated, turnedByLag: withoutLag.outcome !== evaluated.outcome }
  })
}

/** `voided`: wrong answers make a latency worthless, so that its threshold has no outcome. */
export function thresholdResults(judged: readonly JudgedThreshold[], voided: boolean): ThresholdResult[] {
  return judged.map(({ threshold, evaluated }) => {
    const { selector, expression, selectorText, expressionText } = threshold
    const isTrend = metricTable[selector.metric].type === 'trend'
    const isBudget = isTrend && (expression.operator === '<' || expression.operator === '<=')
    return {
      selector: selectorText,
      expression: expressionText,
      outcome: voided && isTrend ? 'void' : evaluated.outcome,
      seen: evaluated.seen,
      ...(isBudget ? { budgetMs: expression.limit } : {}),
      ...(selector.tags.phase === undefined ? {} : { phase: selector.tags.phase }),
    }
  })
}

function samplesOf(selector: Selector, sources: SampleSources, book: SampleBook): Samples {
  const { metric, tags } = selector
  switch (metric) {
    case 'anomalies':
      return { type: 'counter', count: sources.findings.filter((finding) => tagsMatch(tags, findingTags(finding, sources.naming))).length }
    case 'refused':
    case 'unknown':
    case 'unsent':
      return { type: 'counter', count: countOutcomes(selector, sources, countedOutcomes[metric]) }
    case 'error_rate':
      return {
        type: 'rate',
        hits: countOutcomes(selector, sources, ['refused', 'failed', 'unknown']),
        samples: countOutcomes(selector, sources, ['accepted', 'refused', 'failed', 'unknown']),
      }
    case 'consumer_lag':
      return { type: 'gauge', values: sources.consumerLag }
    default:
      return { type: 'trend', histogram: book.ofSelector(selector) }
  }
}

const countedOutcomes = {
  refused: ['refused'],
  unknown: ['unknown'],
  unsent: ['unsent-no-slot', 'unsent-late', 'pending'],
} as const satisfies Record<string, readonly OutcomeKind[]>

function countOutcomes(selector: Selector, sources: SampleSources, outcomes: readonly OutcomeKind[]): number {
  const { operations, recordOf, phaseOf, phases, naming } = sources
  let count = 0
  for (let index = 0; index < operations.count; index++) {
    if (!outcomes.includes(outcomeKinds[operations.outcome[index] as number] as OutcomeKind)) continue
    if (selects(selector, recordOf(index), phases[phaseOf[index] as number]?.name, naming)) count++
  }
  return count
}

function findingTags({ class: anomaly, tenant }: Finding, naming: TenantNaming): { class: string; tenant: string } {
  return { class: anomaly, tenant: plainTenant(tenant, naming) }
}
