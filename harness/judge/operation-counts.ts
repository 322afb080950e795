/** Metrics that count operations by what became of them: refused, failed, unknown, unsent, the rate of errors. Pure. */

import type { Samples } from '../metrics/judge-comparison.ts'
import type { Selector } from '../metrics/threshold-selector.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { OutcomeKind, Operations } from '../model/outcome.ts'
import type { Phase } from '../model/plan.ts'
import type { TenantNaming } from '../model/run-tenants.ts'
import type { Span } from './gauge-samples.ts'
import { selects } from './sample-tags.ts'
import type { Subject } from './sample-tags.ts'

export interface CountedOperations {
  readonly operations: Operations
  readonly subjectOf: (operation: number) => Subject
  readonly phaseOf: Int32Array
  readonly phases: readonly Phase[]
  readonly naming: TenantNaming
}

export const countedOutcomes = {
  refused: ['refused'],
  failed: ['failed'],
  unknown: ['unknown'],
  unsent: ['unsent-no-slot', 'unsent-late', 'pending'],
} as const satisfies Record<string, readonly OutcomeKind[]>
export type CountedMetric = keyof typeof countedOutcomes

export function isCountedMetric(metric: string): metric is CountedMetric {
  return Object.hasOwn(countedOutcomes, metric)
}

export const erroneous: readonly OutcomeKind[] = ['refused', 'failed', 'unknown']

/** `span` by due time; undefined: all of them. */
export function countSamples(
  selector: Selector & { readonly metric: CountedMetric | 'error_rate' },
  source: CountedOperations,
  span?: Span,
): Samples {
  const count = (outcomes: readonly OutcomeKind[]): number => countOutcomes(selector, source, outcomes, span)
  if (selector.metric !== 'error_rate') return { type: 'counter', count: count(countedOutcomes[selector.metric]) }
  return { type: 'rate', hits: count(erroneous), samples: count(['accepted', ...erroneous]) }
}

function countOutcomes(selector: Selector, source: CountedOperations, outcomes: readonly OutcomeKind[], span: Span | undefined): number {
  const { operations, subjectOf, phaseOf, phases, naming } = source
  const { dueUs, outcome } = operations
  // Due times ascend.
  const from = span === undefined ? 0 : firstFrom(dueUs, span.fromUs)
  let counted = 0
  for (let index = from; index < operations.count; index++) {
    if (span !== undefined && (dueUs[index] as number) >= span.toUs) break
    if (!outcomes.includes(outcomeKinds[outcome[index] as number] as OutcomeKind)) continue
    if (selects(selector, subjectOf(index), phases[phaseOf[index] as number]?.name, naming)) counted++
  }
  return counted
}

function firstFrom(ascending: Float64Array, from: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Of two sources together. */
export function addedCounts(one: Samples, other: Samples): Samples {
  if (one.type === 'counter' && other.type === 'counter') return { type: 'counter', count: one.count + other.count }
  if (one.type !== 'rate' || other.type !== 'rate') return one
  return { type: 'rate', hits: one.hits + other.hits, samples: one.samples + other.samples }
}
