/** The columns of `operations.columns`: what became of each scheduled operation. */

import type { Operations } from '../model/outcome.ts'
import type { ColumnTypes } from './columns.ts'

/** Struct of arrays, one element an operation, in plan order. */
export interface OperationRows {
  readonly operations: Operations
  /** Where the 202 said that the record stands in the log; −1 where none did. */
  readonly partition: Int32Array
  readonly offset: Float64Array
  /** The place of its stream among the scenario's. */
  readonly stream: Uint8Array
}

/** Reads of records that were sent before, stream by stream. */
export type ReadRows = Pick<OperationRows, 'operations' | 'stream'>

export const operationColumns = {
  recordIndex: 'u32',
  dueUs: 'f64',
  slotUs: 'f64',
  sentUs: 'f64',
  answeredUs: 'f64',
  outcome: 'u8',
  status: 'u16',
  partition: 'i32',
  offset: 'f64',
  stream: 'u8',
} as const satisfies ColumnTypes

/** Of files written before there were several streams: all are of the one. */
export const laterOperationColumns: ReadonlySet<string> = new Set(['stream'])

const { partition: _, offset: __, ...ofReads } = operationColumns
export const readColumnTypes = ofReads
