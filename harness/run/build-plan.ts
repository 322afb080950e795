/** The plan of a run: which record is due when. From the history, the arrivals and one seed; pure. */

import { addDays } from '../model/day.ts'
import type { Phase, Plan, RunPlan } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { StreamOptions } from '../model/scenario.ts'
import { planReads } from './plan-reads.ts'

export interface PlanInput {
  readonly seed: number
  /** In the order of replay, with the run's own tenants. */
  readonly records: readonly CanonicalRecord[]
  /** µs from the load's start, ascending; one a record, or fewer: then the later records are not part of the run. */
  readonly dueUs: Float64Array
  /** By due time: the place of its stream among the scenario's. */
  readonly stream: Uint8Array
  readonly phases: readonly Phase[]
  readonly streams: readonly StreamOptions[]
}

/** The n-th record takes the n-th due time. */
export function buildPlan({ seed, records, dueUs, stream, phases, streams }: PlanInput): RunPlan {
  const count = Math.min(records.length, dueUs.length)
  const plan: Plan = {
    seed,
    records: records.slice(0, count),
    recordIndex: Uint32Array.from({ length: count }, (_, index) => index),
    dueUs: dueUs.slice(0, count),
    phases,
  }
  return { ...plan, stream: stream.slice(0, count), reads: planReads(plan, streams, seed) }
}

/** The first day at which a close decides everything: the last business date + carry + 1 (scenarios.md). */
export function defaultCloseDate(records: readonly CanonicalRecord[], carryDays: number): string {
  let last = ''
  for (const { businessDate } of records) if (businessDate > last) last = businessDate
  return addDays(last, carryDays + 1)
}
