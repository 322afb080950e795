/** Latencies of operations: ack, service time, schedule lag and slot wait (measurement.md §2). Knows no decision. */

import { usOf } from '../model/duration.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { Operations } from '../model/outcome.ts'
import type { LoadOptions } from '../model/scenario.ts'
import type { Lateness } from './own-pauses.ts'
import type { SampleBook } from './sample-book.ts'
import type { Subject } from './sample-tags.ts'
import type { OperationSeconds } from './seconds.ts'
import type { StreamLatencies } from './stream-figures.ts'

export interface OperationTimes {
  readonly phaseOf: Int32Array
  /** When each was meant to leave: due, or with its batch. */
  readonly meantUs: Float64Array
  /** The generator's own lateness, µs; NaN where nothing was sent. */
  readonly lagUs: Float64Array
  /** Of its reading of answers; and by how much what it held back may have delayed what was due at a moment. */
  readonly answerLateUs: Lateness
  readonly burstUs: (dueUs: number) => number
}

export interface OperationBooks {
  /** As measured, and with the schedule lag and the generator's pauses left out. */
  readonly book: SampleBook
  readonly withoutLag: SampleBook
  readonly streams: StreamLatencies
  /** undefined: nobody asks for it by the second. */
  readonly seconds: OperationSeconds | undefined
}

/** By operation, in ms. */
export interface Waits {
  /** How long an answer to it was waited for. */
  readonly answerMsOf: (operation: number) => number
  /** How long at least it waited when it was unsent for want of a slot; undefined where the load was ended before, and nobody knows. */
  readonly slotMsOf: (operation: number) => number | undefined
}

/**
 * Adds the samples of every operation that was sent. One without an answer is censored at the time for which an answer is waited; so is one whose
 * connection never came about: that is soon known, and whoever waits for the answer is no better off. One that found no slot is censored at what
 * it waited for that: the slowest of all are not left out.
 */
export function sampleOperations(
  operations: Operations,
  subjectOf: (operation: number) => Subject,
  times: OperationTimes,
  { answerMsOf, slotMsOf }: Waits,
  { book, withoutLag, streams, seconds }: OperationBooks,
): void {
  for (let index = 0; index < operations.count; index++) {
    const sentUs = operations.sentUs[index] as number
    const subject = subjectOf(index)
    const phase = times.phaseOf[index] as number
    const dueUs = operations.dueUs[index] as number
    const addAck = (us: number, usWithoutLag: number, ended: boolean): void => {
      book.add('ack_latency', phase, subject, dueUs, us, ended)
      withoutLag.addSelected('ack_latency', phase, subject, dueUs, usWithoutLag, ended)
      seconds?.ack_latency.add(dueUs, us, ended)
      streams.add(subject.stream, 'ack_latency', us, ended)
    }
    if (Number.isNaN(sentUs)) {
      const waitedMs = operations.outcome[index] === outcomeCodes['unsent-no-slot'] ? slotMsOf(index) : undefined
      if (waitedMs === undefined) continue
      book.add('slot_wait', phase, subject, dueUs, waitedMs * 1_000, false)
      addAck(waitedMs * 1_000, waitedMs * 1_000, false)
      continue
    }
    const lagUs = times.lagUs[index] as number
    book.add('schedule_lag', phase, subject, dueUs, lagUs, true)
    book.add('slot_wait', phase, subject, dueUs, slotWaitUs(operations, times.meantUs, index), true)
    const ended = operations.status[index] !== 0
    const answeredUs = operations.answeredUs[index] as number
    const endUs = Number.isNaN(answeredUs) ? sentUs + answerMsOf(index) * 1_000 : answeredUs
    book.add('service_time', phase, subject, dueUs, endUs - sentUs, ended)
    const lateUs = ended ? times.answerLateUs(answeredUs, sentUs) : 0
    const burstUs = ended ? times.burstUs(dueUs) : 0
    withoutLag.addSelected('service_time', phase, subject, dueUs, Math.max(0, endUs - sentUs - Math.max(lateUs, burstUs)), ended)
    addAck(endUs - dueUs, Math.max(0, endUs - dueUs - Math.max(lagUs + lateUs, burstUs)), ended)
    seconds?.service_time.add(dueUs, endUs - sentUs, ended)
    seconds?.schedule_lag.add(dueUs, lagUs, true)
  }
}

/** From when it was meant to leave to when a slot was free. */
export function slotWaitUs({ slotUs }: Pick<Operations, 'slotUs'>, meantUs: Float64Array, index: number): number {
  const waitUs = (slotUs[index] as number) - (meantUs[index] as number)
  return waitUs > 0 ? waitUs : 0
}

type SentOperations = Pick<Operations, 'count' | 'dueUs' | 'sentUs'>

/** send − max(meant, moment a slot was free): what the generator itself was late. */
export function scheduleLagsUs(
  { count, slotUs, sentUs }: Pick<Operations, 'count' | 'slotUs' | 'sentUs'>,
  meantUs: Float64Array,
): Float64Array {
  const lagUs = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const meant = meantUs[index] as number
    const slot = slotUs[index] as number
    lagUs[index] = (sentUs[index] as number) - (slot > meant ? slot : meant)
    // A send within the clock's own resolution of its due time may read as before it.
    if ((lagUs[index] as number) < 0 && (lagUs[index] as number) > -clockResolutionUs) lagUs[index] = 0
  }
  return lagUs
}

const clockResolutionUs = 1

/**
 * When each operation was meant to leave: when it was due, itself the column where each has a request of its own. A record of a batch leaves with its request: when that is
 * full, or when the window of its first record ends; the wait until then is the scenario's wish, no lateness and no want of a slot. Records of one request share tenant and
 * moment of sending. `dueUs` has all records of the stream, those that were never sent too, in the order in which they were gathered.
 */
export function meantTimesUs(
  { count, dueUs, sentUs }: SentOperations,
  tenantOf: (operation: number) => string,
  { recordsPerRequest, batchWindowMs }: Pick<LoadOptions, 'recordsPerRequest' | 'batchWindowMs'>,
): Float64Array {
  if (recordsPerRequest === 1) return dueUs
  const requests = new Map<string, number[]>()
  /** By operation: when the next one of its tenant was due. */
  const nextDueUs = new Float64Array(count)
  const laterDueUs = new Map<string, number>()
  for (let index = count - 1; index >= 0; index--) {
    const tenant = tenantOf(index)
    nextDueUs[index] = laterDueUs.get(tenant) ?? Number.POSITIVE_INFINITY
    laterDueUs.set(tenant, dueUs[index] as number)
    if (Number.isNaN(sentUs[index])) continue
    const request = `${sentUs[index]} ${tenant}`
    const members = requests.get(request)
    if (members === undefined) requests.set(request, [index])
    else members.push(index)
  }
  const meantUs = dueUs.slice()
  for (const members of requests.values()) {
    const last = members[0] as number
    const lastUs = dueUs[last] as number
    const windowEndUs = (dueUs[members.at(-1) as number] as number) + usOf(batchWindowMs)
    // Where the next one of the tenant would still have been in time for it, the request was full: of records, or of bytes.
    const isFull = members.length >= recordsPerRequest || (nextDueUs[last] as number) <= windowEndUs
    for (const index of members) meantUs[index] = isFull ? lastUs : Math.max(lastUs, windowEndUs)
  }
  return meantUs
}
