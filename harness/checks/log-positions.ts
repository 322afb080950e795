/** Reads log positions: which record stands where, and how far each partition was processed for certain. Knows no anomaly. */

import type { DecisionCause, ObservedDecision } from '../model/decision.ts'
import type { AcceptedDelivery, Evidence } from './evidence.ts'
import { FirstPositions } from './first-positions.ts'
import type { LogPosition } from './first-positions.ts'
import { eachVersion } from './indexed-evidence.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { PositionIndex } from './position-index.ts'

export interface LogPositions extends Disposable {
  /** The first delivery of an expected record; undefined where no position is known. */
  readonly firstOf: (index: number) => LogPosition | undefined
  /** How many records have one. */
  readonly known: number
  /** Index of the expected record at a position; undefined for one that is not known. */
  readonly indexAt: (partition: number, offset: number) => number | undefined
  /** The last offset of each partition that had an effect. */
  readonly processedTo: ReadonlyMap<number, number>
}

/**
 * An effect is a row of a record delivered there and nowhere earlier, or a decision that names the position as its cause. What lies
 * before an effect in its partition was processed too, since a partition is read in order.
 */
export function readLogPositions(evidence: IndexedEvidence): LogPositions {
  const { expected, comparison, deliveries, decisions, isAsCommitted, plain } = evidence
  const first = new FirstPositions(expected.records.length)
  const records = new PositionIndex()
  for (let at = 0; at < deliveries.length; at++) {
    const delivery = deliveries.at(at) as AcceptedDelivery
    const index = delivery.index ?? expected.indexByContent.get(delivery.content)
    if (index === undefined) continue
    first.note(index, delivery.partition, delivery.offset)
    records.set(delivery.partition, delivery.offset, index)
  }
  const processedTo = new Map<number, number>()
  const note = (partition: number, offset: number): void => {
    if (offset > (processedTo.get(partition) ?? -1)) processedTo.set(partition, offset)
  }
  const noteCause = (cause: DecisionCause): void => {
    if (cause.kind === 'record') note(cause.partition, Number(cause.offset))
  }
  comparison.rowOf.forEach((row, index) => {
    const position = row === undefined ? undefined : first.of(index)
    if (position !== undefined) note(position.partition, position.offset)
    if (plain.isPlain[index] === 1 && plain.causePartition[index] !== -1) {
      note(plain.causePartition[index] as number, plain.causeOffset[index] as number)
    }
  })
  eachVersion(evidence, ({ cause }) => noteCause(cause))
  for (let at = 0; at < decisions.length; at++) {
    // Of one that is as committed, the history has the cause.
    if (isAsCommitted[at] === 1) continue
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind === 'decision') noteCause(event.cause)
  }
  return {
    firstOf: (index) => first.of(index),
    known: first.known,
    indexAt: (partition, offset) => records.get(partition, offset),
    processedTo,
    [Symbol.dispose]: () => {
      first[Symbol.dispose]()
      records[Symbol.dispose]()
    },
  }
}

/** Whether everything about a record was settled when the final state was read: its partition has seen the close, or there was none. */
export function isSettled({ close }: Evidence, { firstOf }: LogPositions, index: number): boolean {
  if (close.kind === 'none' || close.settled === 'all') return true
  const position = firstOf(index)
  return position !== undefined && close.settled.has(position.partition)
}
