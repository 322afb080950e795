/** Whether the figures of a run are a measure of the system: which runs are no point of a trend, and what is said of them beside another. Pure. */

import type { RunRecord } from '../model/run-record.ts'
import type { Summary } from '../model/summary.ts'

export interface ToldRun {
  readonly record: RunRecord
  readonly summary: Summary
}

export type Unfitness = 'partial' | 'wrong answers' | 'INVALID' | 'failed'

/** undefined: it came to its end with right answers, and its numbers are true. */
export function unfitnessOf({ record, summary }: ToldRun): Unfitness | undefined {
  if (record.ending.kind !== 'complete') return 'partial'
  switch (summary.verdict.kind) {
    case 'pass':
    case 'fail-thresholds':
    case 'inconclusive':
      return undefined
    case 'fail-correctness':
      return 'wrong answers'
    case 'invalid':
      return 'INVALID'
    default:
      return 'failed'
  }
}

/** A run whose numbers are not to be trusted, or that has only some of them, in a sentence. */
export function unfitText(run: ToldRun): string | undefined {
  const { runId, ending } = run.record
  const { title, sentence } = run.summary.verdict
  switch (unfitnessOf(run)) {
    case undefined:
      return undefined
    case 'partial':
      return `${runId} is not whole (${ending.kind}): ${title}`
    case 'wrong answers':
      return `${runId} has wrong answers: its latencies are void (${sentence})`
    case 'INVALID':
      return `${runId} is INVALID: its latencies would not be true (${sentence})`
    default:
      return `${runId} ended ${title}: its figures may be wrong (${sentence})`
  }
}
