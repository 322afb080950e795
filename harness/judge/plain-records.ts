/** Finds the records of a run of which everything that was seen says one and the same, from the columns of its rows alone. Pure. */

import type { PlainRecords } from '../checks/plain-records.ts'
import { giveUp } from '../model/give-up.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { CauseColumns } from '../record/row-columns.ts'
import type { RowIndices } from './row-indices.ts'

/** As far as a record's rows have been looked at; a step is left out where a row says something else. */
const steps = { none: 0, inFinalState: 1, inHistory: 2, seen: 3, differs: 4 } as const

/**
 * Of `recordCount` answers; undefined where the rows have no columns. A row in an unusual form is none of a plain record: whether it says the
 * same cannot be seen from its numbers.
 */
export function plainRecords({ rowColumns, causes }: RecordedRun, indices: RowIndices, recordCount: number): PlainRecords | undefined {
  const { decisions, finalState, decisionHistory } = rowColumns ?? {}
  if (decisions === undefined || finalState === undefined || decisionHistory === undefined || causes === undefined) return undefined
  const reached = new Uint8Array(recordCount)
  const resultOf = new Int32Array(recordCount)
  const causeOf = new Int32Array(recordCount)
  /** Whether a row of an answer is of version 1 and, but for the first of all, of the result that it has. */
  const isSame = ({ result, version }: typeof finalState, at: number, index: number, isFirst: boolean): boolean =>
    result[at] !== -1 && version[at] === 1 && (isFirst || result[at] === resultOf[index])

  indices.finalState.forEach((index, at) => {
    if (index === -1) return
    const isPlain = reached[index] === steps.none && isSame(finalState, at, index, true)
    reached[index] = isPlain ? steps.inFinalState : steps.differs
    resultOf[index] = finalState.result[at] as number
  })
  indices.decisionHistory.forEach((index, at) => {
    if (index === -1) return
    const isPlain = reached[index] === steps.inFinalState && isSame(decisionHistory, at, index, false)
    reached[index] = isPlain ? steps.inHistory : steps.differs
    causeOf[index] = decisionHistory.cause[at] as number
  })
  indices.decisions.forEach((index, at) => {
    if (index === -1) return
    const isFollowing = reached[index] === steps.inHistory || reached[index] === steps.seen
    const isPlain =
      isFollowing && isSame(decisions, at, index, false) && isSameCause(causes, decisions.cause[at] as number, causeOf[index] as number)
    reached[index] = isPlain ? steps.seen : steps.differs
  })

  const plain = {
    isPlain: new Uint8Array(recordCount),
    causePartition: new Int32Array(recordCount),
    causeOffset: new Float64Array(recordCount),
  }
  for (let index = 0; index < recordCount; index++) {
    if (reached[index] !== steps.seen) continue
    const cause = causeOf[index] as number
    plain.isPlain[index] = 1
    plain.causePartition[index] = causes.partition[cause] as number
    plain.causeOffset[index] = causes.offset[cause] as number
  }
  giveUp(reached, resultOf, causeOf)
  return plain
}

/** One cause may have several numbers. */
function isSameCause({ partition, offset }: CauseColumns, one: number, other: number): boolean {
  return one === other || (partition[one] === partition[other] && offset[one] === offset[other])
}
