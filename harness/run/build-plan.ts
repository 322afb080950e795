/** The plan of a run: which record is due when. From the history, the arrivals and one seed; pure. */

import { addDays } from '../model/day.ts'
import type { Phase, Plan } from '../model/plan.ts'
import type { CanonicalRecord } from '../model/record.ts'

export interface PlanInput {
  readonly seed: number
  /** In the order of replay, with the run's own tenants. */
  readonly records: readonly CanonicalRecord[]
  /** µs from the load's start, ascending; one a record, or fewer: then the later records are not part of the run. */
  readonly dueUs: Float64Array
  readonly phases: readonly Phase[]
}

/** The n-th record takes the n-th due time. */
export function buildPlan({ seed, records, dueUs, phases }: PlanInput): Plan {
  const count = Math.min(records.length, dueUs.length)
  return {
    seed,
    records: records.slice(0, count),
    recordIndex: Uint32Array.from({ length: count }, (_, index) => index),
    dueUs: dueUs.slice(0, count),
    phases,
  }
}

/** The first day at which a close decides everything: the last business date + carry + 1 (scenarios.md). */
export function defaultCloseDate(records: readonly CanonicalRecord[], carryDays: number): string {
  let last = ''
  for (const { businessDate } of records) if (businessDate > last) last = businessDate
  return addDays(last, carryDays + 1)
}
