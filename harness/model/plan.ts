/** The plan of a run: what is sent and when. Made before the first send, from one seed; nothing in it depends on the system. */

import type { CanonicalRecord } from './record.ts'

export interface Phase {
  readonly name: string
  /** µs from the load's start, end exclusive. */
  readonly startUs: number
  readonly endUs: number
  /** Records that the plan puts into the phase. */
  readonly scheduled: number
  /** Whether the rate is meant to move: reports draw ramps lighter. */
  readonly rateFrom: number
  readonly rateTo: number
}

/** Operation i delivers `records[recordIndex[i]]` at `dueUs[i]`; due times ascend. One operation is one record. */
export interface Plan {
  readonly seed: number
  readonly records: readonly CanonicalRecord[]
  readonly recordIndex: Uint32Array
  /** µs from the load's start. */
  readonly dueUs: Float64Array
  readonly phases: readonly Phase[]
}

/** Reads of one stream: read i asks for `records[recordIndex[i]]` at `dueUs[i]`; due times ascend. */
export interface ReadPlan {
  /** The stream's place among the scenario's. */
  readonly stream: number
  readonly recordIndex: Uint32Array
  readonly dueUs: Float64Array
}

/** The plan of a whole run: which stream each operation belongs to, and what is read beside them. */
export interface RunPlan extends Plan {
  /** By operation: the place of its stream among the scenario's. */
  readonly stream: Uint8Array
  readonly reads: readonly ReadPlan[]
}

/** The phase that a due time lies in; the last one for a time at or after its end. */
export function phaseIndexAt(phases: readonly Phase[], dueUs: number): number {
  const index = phases.findIndex(({ endUs }) => dueUs < endUs)
  return index === -1 ? phases.length - 1 : index
}
