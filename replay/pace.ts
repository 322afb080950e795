/** Which record of a history takes which due time of a load. Pure arithmetic: no clock, no load profile. */

import { HarnessError } from '../harness/model/errors.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'

/** Operation i delivers record `order[i]` at `dueUs[i]`, µs from the load's start; due times ascend. */
export interface PacedRecords {
  readonly order: Uint32Array
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
  return { order: Uint32Array.from(dueUs.keys()), dueUs: Float64Array.from(dueUs) }
}
