/** Which record of a history is sent when: order and due times of a plan. Pure arithmetic: no clock, no load profile. */

import { HarnessError } from '../harness/model/errors.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'

/** `schedule`: at the load's arrivals. `original`: at the history's own pace. `compress`: so many times faster. */
export type Pace = 'schedule' | 'original' | { readonly compress: number }

/** Operation i delivers record `recordIndex[i]` at `dueUs[i]`, µs from the load's start; due times ascend. */
export interface PacedRecords {
  readonly recordIndex: Uint32Array
  readonly dueUs: Float64Array
}

/**
 * The n-th record takes the n-th due time. Records that are left over are not sent; arrivals that are left over throw
 * BAD_CONFIGURATION, because to loop a history is to send old identities again.
 */
export function paceBySchedule(records: readonly CanonicalRecord[], dueUs: Float64Array): PacedRecords {
  if (dueUs.length > records.length) {
    throw new HarnessError('BAD_CONFIGURATION', `the load has ${dueUs.length} arrivals, the history only ${records.length} records`, {
      hint: `amplify the history ${Math.ceil(dueUs.length / Math.max(1, records.length))} times, or lower the rate or the duration`,
    })
  }
  return { recordIndex: Uint32Array.from(dueUs.keys()), dueUs: Float64Array.from(dueUs) }
}

/** Due as long after the first record as in the history, `compress` times faster (1: the original pace). Records must be in the order of time. */
export function paceByTime(records: readonly CanonicalRecord[], compress: number): PacedRecords {
  if (!(compress > 0)) {
    throw new HarnessError('BAD_CONFIGURATION', `pace.compress must be above 0, got ${compress}`, {
      hint: '1440 replays a day in a minute',
    })
  }
  const firstMs = Date.parse(records[0]?.occurredAt ?? '')
  return {
    recordIndex: Uint32Array.from(records.keys()),
    dueUs: Float64Array.from(records, ({ occurredAt }) => ((Date.parse(occurredAt) - firstMs) * 1_000) / compress),
  }
}

/** One of the two, by the scenario's word. `dueUs` are the load's arrivals; paces other than `schedule` leave them aside. */
export function paceRecords(records: readonly CanonicalRecord[], pace: Pace, dueUs: Float64Array): PacedRecords {
  if (pace === 'schedule') return paceBySchedule(records, dueUs)
  return paceByTime(records, pace === 'original' ? 1 : pace.compress)
}
