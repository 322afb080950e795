/** A recorded trace as arrivals: its own times, scaled, with each merchant's records in the order of the trace. Knows no file. */

import { HarnessError } from '../../model/errors.ts'
import type { Phase } from '../../model/plan.ts'

export interface TraceEntry {
  readonly tenant: string
  readonly merchant: string
  /** When it is replayed in the history's own time, ms since 1970. */
  readonly atMs: number
}

export interface RecordedArrivals {
  /** Arrival n delivers entry `order[n]` of the trace. */
  readonly order: Uint32Array
  /** Whole µs from the load's start, ascending. */
  readonly dueUs: Float64Array
  readonly phases: readonly Phase[]
}

/**
 * Each entry is due as long after the earliest one as in the trace, `compress` times faster (1: the original pace). Clocks of one
 * merchant's systems may disagree: an entry is never due before its merchant's one before it. One phase, `replay`, from first to last.
 */
export function recordedArrivals(trace: readonly TraceEntry[], compress: number): RecordedArrivals {
  if (!(compress > 0)) {
    throw new HarnessError('BAD_CONFIGURATION', `pace.compress must be above 0, got ${compress}`, {
      hint: '1440 replays a day in a minute',
    })
  }
  const firstMs = trace.reduce((least, { atMs }) => Math.min(least, atMs), Number.POSITIVE_INFINITY)
  const lastOfMerchant = new Map<string, number>()
  const ownUs = Float64Array.from(trace, ({ tenant, merchant, atMs }) => {
    const key = JSON.stringify([tenant, merchant])
    const dueUs = Math.max(Math.floor(((atMs - firstMs) * 1_000) / compress), lastOfMerchant.get(key) ?? 0)
    lastOfMerchant.set(key, dueUs)
    return dueUs
  })
  const order = Uint32Array.from(trace.keys()).toSorted((a, b) => (ownUs[a] ?? 0) - (ownUs[b] ?? 0) || a - b)
  const dueUs = Float64Array.from(order, (index) => ownUs[index] ?? 0)
  return { order, dueUs, phases: [replayPhase(dueUs)] }
}

function replayPhase(dueUs: Float64Array): Phase {
  const endUs = (dueUs.at(-1) ?? 0) + 1
  const perSecond = (dueUs.length * 1e6) / endUs
  return { name: 'replay', startUs: 0, endUs, scheduled: dueUs.length, rateFrom: perSecond, rateTo: perSecond }
}
