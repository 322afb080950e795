/** Reads log positions: which record stands where, and how far each partition was processed for certain. Knows no anomaly. */

import type { DecisionCause, ObservedDecision } from '../model/decision.ts'
import type { Evidence } from './evidence.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { PositionIndex } from './position-index.ts'

export interface LogPositions {
  /** First delivery of each expected record, by index; undefined where no position is known. */
  readonly firstOf: readonly (LogPosition | undefined)[]
  /** Index of the expected record at a position; undefined for one that is not known. */
  readonly indexAt: (partition: number, offset: number) => number | undefined
  /** The last offset of each partition that had an effect. */
  readonly processedTo: ReadonlyMap<number, number>
}

export interface LogPosition {
  readonly partition: number
  readonly offset: number
}

/**
 * An effect is a row of a record delivered there and nowhere earlier, or a decision that names the position as its cause. What lies
 * before an effect in its partition was processed too, since a partition is read in order.
 */
export function readLogPositions({ expected, comparison, deliveries, history, decisions, isAsCommitted }: IndexedEvidence): LogPositions {
  const firstOf = Array.from<LogPosition | undefined>({ length: expected.records.length }).fill(undefined)
  const records = new PositionIndex()
  for (const delivery of deliveries) {
    const { content, partition, offset } = delivery
    const index = delivery.index ?? expected.indexByContent.get(content)
    if (index === undefined) continue
    const known = firstOf[index]
    if (known === undefined || (known.partition === partition && offset < known.offset)) firstOf[index] = delivery
    records.set(partition, offset, index)
  }
  const processedTo = new Map<number, number>()
  const note = (partition: number, offset: number): void => {
    if (offset > (processedTo.get(partition) ?? -1)) processedTo.set(partition, offset)
  }
  let before: DecisionCause | undefined
  const noteCause = (cause: DecisionCause): void => {
    if (cause.kind !== 'record' || cause === before) return
    note(cause.partition, Number(cause.offset))
    before = cause
  }
  firstOf.forEach((position, index) => {
    if (position !== undefined && comparison.rowOf[index] !== undefined) note(position.partition, position.offset)
  })
  for (const { cause } of history ?? []) noteCause(cause)
  for (let at = 0; at < decisions.length; at++) {
    // Of one that is as committed, the history has the cause.
    if (isAsCommitted[at] === 1) continue
    const { event } = decisions[at] as ObservedDecision
    if (event.kind === 'decision') noteCause(event.cause)
  }
  return { firstOf, indexAt: (partition, offset) => records.get(partition, offset), processedTo }
}

/** Whether everything about a record was settled when the final state was read: its partition has seen the close, or there was none. */
export function isSettled({ close }: Evidence, { firstOf }: LogPositions, index: number): boolean {
  if (close.kind === 'none' || close.settled === 'all') return true
  const position = firstOf[index]
  return position !== undefined && close.settled.has(position.partition)
}
