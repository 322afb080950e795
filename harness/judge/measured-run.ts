/** Everything of a recorded run that a verdict, or a comparison with another run, is made of: answers, samples, where thresholds find theirs. Pure. */

import type { Threshold } from '../metrics/thresholds.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { judgeAnswers } from './answers.ts'
import type { JudgedAnswers } from './answers.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import type { Control } from './control.ts'
import { drainSources } from './drain-time.ts'
import type { Held } from './held.ts'
import { measureOperations, measureRun, phasesOf, subjectsOf } from './measure.ts'
import type { Measured, MeasuredOperations } from './measure.ts'
import { rightAnswers, rowsOf } from './planned-answers.ts'
import type { RightAnswers } from './planned-answers.ts'
import { rowIndices } from './row-indices.ts'
import type { RowIndices } from './row-indices.ts'
import type { SampleSources } from './threshold-samples.ts'

export interface MeasuredRun {
  readonly rows: OperationRows
  readonly control: Control
  readonly held: Held
  readonly closed: ClosedAnswers
  readonly indices: RowIndices
  readonly answers: JudgedAnswers
  readonly measured: Measured
  readonly sources: SampleSources
}

/** What of it was made from the load alone. */
export interface MeasuredLoad {
  /** Those that the operations were measured for: samples are kept by these very selectors. */
  readonly thresholds: readonly Threshold[]
  readonly ofOperations: MeasuredOperations
}

/** What of it was made from the plan, before the rest of the run was there. */
export interface PlannedPart extends MeasuredLoad {
  /** undefined: the final state has a say in them. */
  readonly right: RightAnswers | undefined
}

export function measuredRun(run: RecordedRun, thresholds: readonly Threshold[], planned?: PlannedPart): MeasuredRun {
  const { record } = run
  const rows = rowsOf(run)
  const { operations } = rows
  const { control, held, closed } = planned?.right ?? rightAnswers(run, run.finalState)
  const indices = rowIndices(run, held)
  const answers = judgeAnswers(run, rows, held, closed, control, indices)
  const measured = measureRun(run, held, closed, indices.decisions, planned?.ofOperations ?? measureOperations(run, thresholds))
  const sources: SampleSources = {
    ...measured,
    operations,
    subjectOf: subjectsOf(run, rows),
    ...drainSources(record, run.series),
    naming: record,
    reads: run.reads && {
      operations: run.reads.operations,
      subjectOf: subjectsOf(run, run.reads),
      phaseOf: phasesOf(run.reads.operations, record.phases),
      phases: record.phases,
      naming: record,
    },
    findings: answers.findings,
    baseline: record.baseline,
  }
  return { rows, control, held, closed, indices, answers, measured, sources }
}
