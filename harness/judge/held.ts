/** What the system holds of a run: accepted deliveries, and unknown ones that its final state shows (measurement.md §3). Pure. */

import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { match } from '../oracle/match.ts'
import type { Answers } from '../oracle/match.ts'
import type { RecordedPlan, RecordedRun } from '../record/recorded-run.ts'
import type { Control } from './control.ts'

export interface Held {
  /** Deliveries that the system holds, by their operation. */
  readonly operations: readonly number[]
  /** Unknown ones among them. */
  readonly recovered: number
  /** The oracle's answers without a close: for the run's records, and behind them for the control's. */
  readonly answers: Answers
  /** How many of the answers are about the run's own records: those with lower indices. */
  readonly records: number
  /** Each record's earliest delivery: the operation, and whether any of its deliveries was accepted. */
  readonly firstOperation: Int32Array
  readonly accepted: Uint8Array
  /** The answer about each record of the plan; −1 for one that no held delivery brought. */
  readonly indexOfRecord: Int32Array
}

/** Asks the oracle about exactly what the system holds; redeliveries are counted by the oracle. */
export function heldBy(
  run: RecordedPlan & Pick<RecordedRun, 'finalState'>,
  operations: Operations,
  control: Pick<Control, 'records' | 'contents'>,
): Held {
  const { finalState, records, contents, areDistinct, record } = run
  const isUnknown = (index: number): boolean => operations.outcome[index] === outcomeCodes.unknown
  // Asked of unknown ones alone, and mostly there are none.
  const present = new Set(operations.outcome.includes(outcomeCodes.unknown) ? finalState?.map(({ content }) => content) : [])
  const held: number[] = []
  let recovered = 0
  for (let index = 0; index < operations.count; index++) {
    const outcome = operations.outcome[index]
    if (outcome === outcomeCodes.accepted) held.push(index)
    else if (isUnknown(index) && present.has(contents[operations.recordIndex[index] as number] as string)) {
      held.push(index)
      recovered++
    }
  }
  const recordOf = (operation: number): number => operations.recordIndex[operation] as number
  const deliveries = held.map((operation) => records[recordOf(operation)] as CanonicalRecord)
  const heldContents = held.map((operation) => contents[recordOf(operation)] as string)
  const all = [...deliveries, ...control.records]
  const allContents = [...heldContents, ...control.contents]
  const isOnce = areDistinct === true && isEachOnce(held, recordOf, records.length)
  const answers = match(all, record.scenario.profile, undefined, allContents, isOnce)
  const own = answers.records.length - control.records.length
  const firstOperation = new Int32Array(own).fill(-1)
  const accepted = new Uint8Array(own)
  const indexOfRecord = new Int32Array(records.length).fill(-1)
  for (const [delivery, operation] of held.entries()) {
    // Without redeliveries each delivery is a record.
    const index = answers.redelivered === 0 ? delivery : (answers.indexByContent.get(heldContents[delivery] as string) as number)
    indexOfRecord[recordOf(operation)] = index
    const first = firstOperation[index] as number
    if (first === -1 || (operations.dueUs[operation] as number) < (operations.dueUs[first] as number)) firstOperation[index] = operation
    if (operations.outcome[operation] === outcomeCodes.accepted) accepted[index] = 1
  }
  return { operations: held, recovered, answers, records: own, firstOperation, accepted, indexOfRecord }
}

/** Whether no two of the operations are about one record. */
function isEachOnce(operations: readonly number[], recordOf: (operation: number) => number, recordCount: number): boolean {
  const isThere = new Uint8Array(recordCount)
  for (const operation of operations) {
    const record = recordOf(operation)
    if (isThere[record] === 1) return false
    isThere[record] = 1
  }
  return true
}
