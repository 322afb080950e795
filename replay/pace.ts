/** When each record of a history is replayed, and which takes which due time of a load. Pure arithmetic: no clock, no load profile. */

import { addDays } from '../harness/model/day.ts'
import { HarnessError } from '../harness/model/errors.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import type { TimedRecord } from './amplify/copies.ts'
import { dayStart, zonedInstant, type DayRule } from './formats/instants.ts'

/** The day rule of the account that a record is of; undefined where all of its records have a time of day. */
export type DayRuleOf = (record: CanonicalRecord) => DayRule | undefined

/**
 * Records with the time at which they are replayed, ascending. That is when they occurred, except for those that have only a day: of the
 * `n` such records of one account and business day, the i-th in the order of its files is replayed `(i + ½) / n` of that day after it
 * began. The day begins at the cut-off of the day before, or at midnight, in the account's zone, and is as long as it was: 23 hours in
 * spring, 25 in autumn. The record itself keeps its first moment of the day, which is what its file says.
 */
export function timedRecords(records: readonly CanonicalRecord[], ruleOf: DayRuleOf): TimedRecord[] {
  const days = new Map<string, { readonly record: CanonicalRecord; readonly rule: DayRule; readonly indices: number[] }>()
  const starts = new Map<string, string>()
  const timed = records.map((record, index): TimedRecord => {
    const rule = ruleOf(record)
    if (rule !== undefined) {
      const { tenant, merchant, account, businessDate, occurredAt } = record
      const startKey = `${businessDate} ${rule.zone}`
      const start = starts.get(startKey) ?? dayStart(businessDate, rule.zone)
      starts.set(startKey, start)
      if (occurredAt === start) {
        const key = JSON.stringify([tenant, merchant, account, businessDate])
        const known = days.get(key)
        if (known === undefined) days.set(key, { record, rule, indices: [index] })
        else known.indices.push(index)
      }
    }
    return { record, atMs: Date.parse(record.occurredAt) }
  })
  for (const { record, rule, indices } of days.values()) {
    const [beginMs, endMs] = [dayBegin(record.businessDate, rule), dayBegin(addDays(record.businessDate, 1), rule)]
    for (const [place, index] of indices.entries()) {
      timed[index] = { record: recordAt(records, index), atMs: Math.floor(beginMs + ((endMs - beginMs) * (place + 0.5)) / indices.length) }
    }
  }
  return timed.toSorted((a, b) => a.atMs - b.atMs)
}

/** ms since 1970 at which a business day begins. */
function dayBegin(day: string, { zone, cutOff }: DayRule): number {
  const begin = cutOff === '24:00' ? dayStart(day, zone) : zonedInstant(`${addDays(day, -1)}T${cutOff}:00`, zone)
  return Date.parse(begin ?? dayStart(day, zone))
}

function recordAt(records: readonly CanonicalRecord[], index: number): CanonicalRecord {
  const record = records[index]
  if (record === undefined) throw new Error(`no record ${index} among ${records.length}`)
  return record
}

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
