/** A run folder in memory: what the judge and the reports get. A part that a partial run did not reach is undefined. */

import type { FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Rows } from '../model/rows.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { OperationRows, ReadRows } from './operation-columns.ts'
import type { SeriesSample } from '../model/series.ts'
import type { CauseColumns, DecisionColumns, RowColumns } from './row-columns.ts'

export interface RecordedRun {
  readonly record: RunRecord
  /** Records of the plan, with their contents beside them (matching.md §2). */
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  /** Whether no two of the contents are equal; absent where nobody looked. */
  readonly areDistinct?: boolean
  /** undefined: the load did not end. */
  readonly operations: OperationRows | undefined
  /** undefined: no stream reads, or the load did not end. */
  readonly reads?: ReadRows | undefined
  /** In the order of observation; those of other tenants included, but for the warm-up's. */
  readonly decisions: Rows<ObservedDecision>
  /** Messages of the decisions topic that break the wire's form, in words. */
  readonly decisionProblems: readonly string[]
  /** undefined: the final state was not read to its end. */
  readonly finalState: readonly FinalStateRow[] | undefined
  readonly decisionHistory: Rows<HistoryRow> | undefined
  /** The same rows as numbers; undefined where they were not read from files. */
  readonly rowColumns?: {
    readonly decisions: DecisionColumns
    readonly finalState: RowColumns | undefined
    readonly decisionHistory: RowColumns | undefined
  }
  /** What their causes are. */
  readonly causes?: CauseColumns
  readonly series: readonly SeriesSample[]
  /** Files whose last line was cut off, with the number of characters that were left out. */
  readonly cutOff: readonly { readonly file: string; readonly characters: number }[]
}

/** What was planned and what became of it, without what was seen of the system. */
export type RecordedPlan = RecordedLoad & Pick<RecordedRun, 'contents' | 'areDistinct'>

/** The same without the contents, which take longer than the rest. */
export type RecordedLoad = Pick<RecordedRun, 'record' | 'records' | 'operations' | 'reads'>
