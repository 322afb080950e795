/** Everything of a recorded run that a verdict, or a comparison with another run, is made of: answers, samples, where thresholds find theirs. Pure. */

import { emptyOperations } from '../model/outcome.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { judgeAnswers } from './answers.ts'
import type { JudgedAnswers } from './answers.ts'
import { closedAnswers } from './closed-answers.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import { buildControl } from './control.ts'
import type { Control } from './control.ts'
import { heldBy } from './held.ts'
import type { Held } from './held.ts'
import { measureRun, phasesOf, subjectsOf } from './measure.ts'
import type { Measured } from './measure.ts'
import type { SampleSources } from './threshold-samples.ts'

export interface MeasuredRun {
  readonly rows: OperationRows
  readonly control: Control
  readonly held: Held
  readonly closed: ClosedAnswers
  readonly answers: JudgedAnswers
  readonly measured: Measured
  readonly sources: SampleSources
}

export function measuredRun(run: RecordedRun, thresholds: readonly Threshold[]): MeasuredRun {
  const { record } = run
  const rows = run.operations ?? noOperations
  const { operations } = rows
  const control = buildControl(record.scenario.profile)
  const held = heldBy(run, operations, control)
  const closed = closedAnswers(held.answers, record.scenario.profile, record.closes)
  const answers = judgeAnswers(run, rows, held, closed, control)
  const measured = measureRun(run, rows, held, closed, thresholds)
  const sources: SampleSources = {
    ...measured,
    operations,
    subjectOf: subjectsOf(run, rows),
    phases: record.phases,
    naming: record,
    reads: run.reads && {
      operations: run.reads.operations,
      subjectOf: subjectsOf(run, run.reads),
      phaseOf: phasesOf(run.reads.operations, record.phases),
      phases: record.phases,
      naming: record,
    },
    findings: answers.findings,
    series: run.series,
    drainedUs: record.drainedUs ?? undefined,
    closedUs: record.closes[0]?.requestedUs,
    baseline: record.baseline,
  }
  return { rows, control, held, closed, answers, measured, sources }
}

const noOperations: OperationRows = {
  operations: emptyOperations(0),
  partition: new Int32Array(0),
  offset: new Float64Array(0),
  stream: new Uint8Array(0),
}
