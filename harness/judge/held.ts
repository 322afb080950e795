/** What the system holds of a run: accepted deliveries, and unknown ones that its final state shows (measurement.md §3). Pure. */

import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { match } from '../oracle/match.ts'
import type { Answers } from '../oracle/match.ts'
import type { RecordedPlan, RecordedRun } from '../record/recorded-run.ts'
import type { Control } from './control.ts'

export interface Held {
  /** Deliveries of unknown outcome that the system holds. */
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
  const places = new Int32Array(operations.count)
  let count = 0
  let recovered = 0
  for (let index = 0; index < operations.count; index++) {
    const outcome = operations.outcome[index]
    if (outcome === outcomeCodes.accepted) places[count++] = index
    else if (isUnknown(index) && present.has(contents[operations.recordIndex[index] as number] as string)) {
      places[count++] = index
      recovered++
    }
  }
  const held = places.subarray(0, count)
  const recordOf = (operation: number): number => operations.recordIndex[operation] as number
  const all = ofBoth(held, (operation) => records[recordOf(operation)] as CanonicalRecord, control.records)
  const allContents = ofBoth(held, (operation) => contents[recordOf(operation)] as string, control.contents)
  const isOnce = areDistinct === true && isEachOnce(held, recordOf, records.length)
  const answers = match(all, record.scenario.profile, undefined, allContents, isOnce)
  const own = answers.records.length - control.records.length
  const firstOperation = new Int32Array(own).fill(-1)
  const accepted = new Uint8Array(own)
  const indexOfRecord = new Int32Array(records.length).fill(-1)
  for (let delivery = 0; delivery < count; delivery++) {
    const operation = held[delivery] as number
    // Without redeliveries each delivery is a record.
    const index = answers.redelivered === 0 ? delivery : (answers.indexByContent.get(allContents[delivery] as string) as number)
    indexOfRecord[recordOf(operation)] = index
    const first = firstOperation[index] as number
    if (first === -1 || (operations.dueUs[operation] as number) < (operations.dueUs[first] as number)) firstOperation[index] = operation
    if (operations.outcome[operation] === outcomeCodes.accepted) accepted[index] = 1
  }
  return { recovered, answers, records: own, firstOperation, accepted, indexOfRecord }
}

/** What each held operation brought and, behind that, the control's: in one list, since shorter ones would stay until a collection. */
function ofBoth<Item>(held: Int32Array, broughtBy: (operation: number) => Item, ofControl: readonly Item[]): Item[] {
  const { length } = held
  const all = Array.from<Item>({ length: length + ofControl.length })
  for (let place = 0; place < length; place++) all[place] = broughtBy(held[place] as number)
  for (const [place, item] of ofControl.entries()) all[length + place] = item
  return all
}

/** Whether no two of the operations are about one record. */
function isEachOnce(operations: Int32Array, recordOf: (operation: number) => number, recordCount: number): boolean {
  const isThere = new Uint8Array(recordCount)
  for (const operation of operations) {
    const record = recordOf(operation)
    if (isThere[record] === 1) return false
    isThere[record] = 1
  }
  return true
}
