/** What a run did not see though it must have been there: no decision on the topic, no decision history. Judges no answer. Pure. */

import type { Comparison } from '../model/comparison.ts'
import type { HistoryRow } from '../model/decision.ts'
import type { Rows } from '../model/rows.ts'
import type { VerdictReason } from '../model/verdict.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { controlTenant } from './control.ts'
import { grouped } from './finding-summaries.ts'
import type { RowIndices } from './row-indices.ts'

/** Whether a decision of one of the run's records was observed. */
export function seesAnything({ decisions }: RowIndices): boolean {
  return decisions.some((index) => index !== -1)
}

/** The history, if it says anything: one without a row is that of a system that shows none. */
export function shownHistory({ decisionHistory }: RecordedRun): Rows<HistoryRow> | undefined {
  return decisionHistory === undefined || decisionHistory.length === 0 ? undefined : decisionHistory
}

/** Invalid where records are decided and no decision was observed; inconclusive where the history that led to them was not shown. */
export function blindReasons(run: RecordedRun, indices: RowIndices, comparison: Comparison | undefined): VerdictReason[] {
  let rows = 0
  for (const row of comparison?.rowOf ?? []) if (row?.current !== undefined && row.identity.tenant !== controlTenant) rows++
  if (rows === 0) return []
  const decided = `The final state shows ${grouped(String(rows))} decided records`
  const reasons: VerdictReason[] = []
  if (!seesAnything(indices)) reasons.push({ kind: 'invalid', sentence: `${decided}, but the observer saw no decision of them.` })
  if (shownHistory(run) === undefined) {
    const sentence = `${decided}, but no decision history: versions and their causes were not judged.`
    reasons.push({ kind: 'inconclusive', sentence })
  }
  return reasons
}
