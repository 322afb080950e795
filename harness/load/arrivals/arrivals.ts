/** When each record of an open-loop run is due: an executor's rate, met evenly or at random. Pure: no clock, no timers, no system. */

import assert from 'node:assert'

import type { Phase } from '../../model/plan.ts'
import type { LoadOptions } from '../../model/scenario.ts'
import { uniformFrom } from '../prng.ts'
import { countBelow } from './ascending.ts'
import { constantArrivalRate } from './constant-arrival-rate.ts'
import { fillEvenly } from './even.ts'
import { fillRandomly } from './poisson.ts'
import { rampingArrivalRate } from './ramping-arrival-rate.ts'
import { arrivalsWithin, firstAtOrAbove } from './rate.ts'
import type { Stretch } from './rate.ts'

export interface Arrivals {
  /** Whole µs from the load's start, ascending. */
  readonly dueUs: Float64Array
  readonly phases: readonly Phase[]
}

/**
 * Due times of the stages, one phase a stage. The first arrival is due at the start, number n where the integral of the rate reaches n: up
 * to the end of an inner stage that is the integral rounded up, though never above the total, which is it rounded down, whether they are even or Poisson. `stream` gives the streams of one seed draws of their own.
 */
export function arrivalsOf(load: LoadOptions, seed: number, stream = 0): Arrivals {
  const stretches = rateOf(load)
  const total = countOf(stretches)
  const dueUs = new Float64Array(total)
  const uniform = uniformFrom(seed, stream)
  for (const stretch of stretches) {
    const first = Math.min(total, firstAtOrAbove(stretch.before))
    const slice = dueUs.subarray(first, Math.min(total, firstAtOrAbove(stretch.after)))
    if (load.arrivals === 'even') fillEvenly(slice, stretch, first)
    else fillRandomly(slice, stretch, uniform)
  }
  return { dueUs, phases: phasesOf(stretches, dueUs) }
}

/** How many arrivals the stages bring, without making any. */
export function countArrivals(load: LoadOptions): number {
  return countOf(rateOf(load))
}

function countOf(stretches: readonly Stretch[]): number {
  return arrivalsWithin(stretches.at(-1)?.after ?? 0)
}

function rateOf(load: LoadOptions): Stretch[] {
  assert(load.executor !== 'recorded', 'recorded arrivals bring their own times')
  return load.executor === 'constant-arrival-rate' ? constantArrivalRate(load) : rampingArrivalRate(load)
}

function phasesOf(stretches: readonly Stretch[], dueUs: Float64Array): Phase[] {
  return stretches
    .filter(({ durationUs }) => durationUs > 0)
    .map(({ name, startUs, durationUs, rateFrom, rateTo }) => {
      const endUs = startUs + durationUs
      return { name, startUs, endUs, scheduled: countBelow(dueUs, endUs) - countBelow(dueUs, startUs), rateFrom, rateTo }
    })
}
