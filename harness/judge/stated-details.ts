/** Details of decisions, such as NOT_DECOMPOSABLE, count where a system states them at all. Pure. */

import type { FinalStateRow, ObservedDecision } from '../model/decision.ts'
import { MadeRows } from '../model/rows.ts'
import type { Rows } from '../model/rows.ts'
import type { ClosedAnswers } from './closed-answers.ts'

/** Whether the final state has a detail anywhere. One without is of a system that keeps none, or of a folder from before they were recorded. */
export function statesDetails(rows: readonly FinalStateRow[]): boolean {
  return rows.some(({ current }) => current?.result.detail !== undefined)
}

/** The right answers for a system that states no details. */
export function answersWithoutDetails(answers: ClosedAnswers['answers']): ClosedAnswers['answers'] {
  return { ...answers, results: answers.results.map((result) => (result.detail === undefined ? result : withoutDetail(result))) }
}

/** What was published, as far as such a system's final state can say the same. */
export function decisionsWithoutDetails(decisions: Rows<ObservedDecision>): Rows<ObservedDecision> {
  return new MadeRows(decisions.length, (at) => {
    const decision = decisions.at(at) as ObservedDecision
    const { event } = decision
    if (event.kind !== 'decision' || event.result.detail === undefined) return decision
    const { kind, identity, content, version, cause, times } = event
    return { ...decision, event: { kind, identity, content, result: withoutDetail(event.result), version, cause, times } }
  })
}

function withoutDetail<Result extends { readonly detail?: 'NOT_DECOMPOSABLE' }>(result: Result): Omit<Result, 'detail'> {
  const { detail: _, ...others } = result
  return others
}
