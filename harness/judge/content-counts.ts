/** What of a run's records the system holds, counted by their contents: from the outcomes and the final state alone. Pure. */

import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { RecordedRun } from '../record/recorded-run.ts'

export interface RowCounts {
  /** Unknown operations whose record has no row. */
  readonly neverSeen: number
  /** Records that the system holds, those of them that have a row, and the rows that these have. */
  readonly held: number
  readonly withRow: number
  readonly ofRecords: number
}

/** What is seen of a content: bits, since one may be sent twice, with two outcomes. */
const seen = { accepted: 1, unknown: 2, row: 4 } as const

export type CountedRun = Pick<RecordedRun, 'contents' | 'areDistinct' | 'finalState' | 'rowColumns'>

/** From the outcomes and the final state's contents alone. */
export function countRowsOf({ outcome, recordIndex, count }: Operations, run: CountedRun): RowCounts {
  const { ofRecord, ofRow } = contentNumbers(run)
  const seenOf = new Uint8Array(run.contents.length)
  const codes = [outcomeCodes.accepted, outcomeCodes.unknown]
  for (let index = 0; index < count; index++) {
    if (!codes.includes(outcome[index] as number)) continue
    const content = ofRecord(recordIndex[index] as number)
    seenOf[content] = (seenOf[content] as number) | (outcome[index] === outcomeCodes.accepted ? seen.accepted : seen.unknown)
  }
  let withRow = 0
  let ofRecords = 0
  for (let at = 0; at < (run.finalState?.length ?? 0); at++) {
    const content = ofRow(at)
    const before = content === -1 ? 0 : (seenOf[content] as number)
    if (before === 0) continue
    ofRecords++
    if ((before & seen.row) === 0) withRow++
    seenOf[content] = before | seen.row
  }
  let neverSeen = 0
  for (let index = 0; index < count; index++) {
    if (outcome[index] !== outcomeCodes.unknown) continue
    if (((seenOf[ofRecord(recordIndex[index] as number)] as number) & seen.row) === 0) neverSeen++
  }
  let held = 0
  // What was never accepted nor seen is no record.
  for (const bits of seenOf) if (bits !== 0 && bits !== seen.unknown) held++
  return { neverSeen, held, withRow, ofRecords }
}

/** A number for the content of each record and of each row of the final state, −1 for one that no record has: equal where contents are. */
function contentNumbers({ contents, areDistinct, finalState, rowColumns }: CountedRun): {
  readonly ofRecord: (record: number) => number
  readonly ofRow: (at: number) => number
} {
  const records = rowColumns?.finalState?.record
  if (areDistinct === true && records !== undefined) return { ofRecord: (record) => record, ofRow: (at) => records[at] as number }
  const numbers = new Map(contents.map((content, record) => [content, record]))
  const numberOf = (content: string | undefined): number => numbers.get(content ?? '') ?? -1
  return { ofRecord: (record) => numberOf(contents[record]), ofRow: (at) => numberOf(finalState?.[at]?.content) }
}
