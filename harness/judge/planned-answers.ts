/** What of a judgement rests on the plan and its operations alone: made while another thread still reads what was seen of the system. Pure. */

import { emptyOperations, outcomeCodes } from '../model/outcome.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { RecordedPlan, RecordedRun } from '../record/recorded-run.ts'
import { closedAnswers } from './closed-answers.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import { buildControl } from './control.ts'
import type { Control } from './control.ts'
import { heldBy } from './held.ts'
import type { Held } from './held.ts'

export interface RightAnswers {
  readonly control: Control
  readonly held: Held
  readonly closed: ClosedAnswers
}

/** Whether the right answers can be told without the final state: it says which sends of unknown outcome the system holds. */
export function arePlanned({ operations }: RecordedPlan): boolean {
  return operations === undefined || !operations.operations.outcome.includes(outcomeCodes.unknown)
}

/** `finalState` has a say only where `arePlanned` denies it. */
export function rightAnswers(plan: RecordedPlan, finalState: RecordedRun['finalState']): RightAnswers {
  const { profile } = plan.record.scenario
  const { operations } = rowsOf(plan)
  const control = buildControl(profile)
  const held = heldBy({ ...plan, finalState }, operations, control)
  return { control, held, closed: closedAnswers(held.answers, profile, plan.record.closes) }
}

/** The operations, none where the load did not end. */
export function rowsOf({ operations }: Pick<RecordedPlan, 'operations'>): OperationRows {
  return operations ?? noOperations
}

const noOperations: OperationRows = {
  operations: emptyOperations(0),
  partition: new Int32Array(0),
  offset: new Float64Array(0),
  stream: new Uint8Array(0),
}
