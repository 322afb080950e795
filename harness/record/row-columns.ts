/** The rows of a run folder as columns of numbers, in which they go from one thread to another at once. Knows no file. */

import type { ClaimedResult } from '../model/decision.ts'
import type { PackedTexts } from './byte-texts.ts'
import type { NumberColumns } from './number-table.ts'

/** Of the final state and of the decision history, the one without a cause. */
export const rowTypes = {
  /** The record whose content the row states, −1 where it states that of none; of equal records the last. */
  record: 'i32',
  /** The number of its result; −1 for a row that is among `others`. */
  result: 'i32',
  version: 'i32',
  /** The number of its cause. */
  cause: 'i32',
} as const

/** Of observed decisions. */
export const decisionTypes = {
  ...rowTypes,
  observedUs: 'f64',
  /** The text that is its host's name; −1 where it states no times. */
  host: 'i32',
  producedUs: 'f64',
  readUs: 'f64',
  decidedUs: 'f64',
} as const

/** Texts by their numbers, of groups also contents by theirs; −2 where there is none, or no such figure. Amounts are exact. */
export const resultTypes = {
  state: 'i32',
  ruleId: 'i32',
  varianceMinor: 'f64',
  leg1Group: 'i32',
  leg2bGroup: 'i32',
  memberCount: 'i32',
  residualMinor: 'f64',
  detail: 'i32',
} as const

/** Of a field that is not there: no number of a text, and not the −1 of one that cannot be taken. */
export const absent = -2
/** The number of the first record's content where it names a group; those of the others descend from here. */
export const firstContent = -3

/** A record's place in the log; a partition of −1 means a close, and the offset is the text that is its id. */
export const causeTypes = { partition: 'i32', offset: 'f64' } as const

export interface FileRows<Columns, Row> {
  readonly columns: Columns
  /** Rows in another than the usual form, with their places. */
  readonly others: readonly (readonly [at: number, row: Row])[]
}

export type RowColumns = NumberColumns<typeof rowTypes>
export type CauseColumns = NumberColumns<typeof causeTypes>
export type DecisionColumns = NumberColumns<typeof decisionTypes>

/** What the rows name by numbers. */
export interface RowTables {
  readonly texts: PackedTexts
  readonly results: NumberColumns<typeof resultTypes>
  readonly otherResults: readonly (readonly [id: number, result: ClaimedResult])[]
  readonly causes: CauseColumns
}
