/** When each record of an open-loop run is due. Pure arithmetic on a piecewise linear rate: no clock, no timers, no system. */

import assert from 'node:assert'

import type { Phase } from '../model/plan.ts'
import type { LoadOptions } from '../model/scenario.ts'
import { uniformFrom } from './prng.ts'

export interface Arrivals {
  /** Whole µs from the load's start, ascending. */
  readonly dueUs: Float64Array
  readonly phases: readonly Phase[]
}

/** A stretch of linear rate. `before` is the integral of the rate up to its start: the number of arrivals due until then. */
interface Stretch {
  readonly name: string
  readonly startUs: number
  readonly durationUs: number
  readonly rateFrom: number
  readonly rateTo: number
  readonly before: number
  readonly after: number
}

/** Rates are decimal numbers, so their integral may miss a whole number by rounding: this much is given to it. */
const integralSlack = 1e-6

/**
 * Due times of the stages, one phase a stage. `constant-arrival-rate`: each stage holds its target throughout; `ramping-arrival-rate`:
 * the rate moves linearly from the stage before (a stage of 0 ms is a step). The number of arrivals is the integral of the rate, rounded
 * down, in total and up to the end of every stage. Evenly spaced, arrival n is due when the integral reaches n; `poisson` draws, stage by
 * stage, the same number of them uniformly in the integral: a Poisson process of that rate, given its count.
 */
export function arrivalsOf(load: LoadOptions, seed: number): Arrivals {
  assert(load.executor !== 'recorded', 'recorded arrivals bring their own times')
  const stretches = stretchesOf(load)
  const total = wholeBelow(stretches.at(-1)?.after ?? 0)
  const dueUs = new Float64Array(total)
  const uniform = uniformFrom(seed)
  for (const stretch of stretches) {
    const first = Math.min(total, firstAtOrAbove(stretch.before))
    const next = Math.min(total, firstAtOrAbove(stretch.after))
    const slice = dueUs.subarray(first, next)
    for (let index = 0; index < slice.length; index++) {
      const expected = load.arrivals === 'even' ? Math.max(0, first + index - stretch.before) : uniform() * (stretch.after - stretch.before)
      slice[index] = timeAtUs(stretch, expected)
    }
    if (load.arrivals === 'poisson') slice.sort()
  }
  return { dueUs, phases: phasesOf(stretches, dueUs) }
}

/** Times of a recorded trace, ascending µs from the start, as they are: one phase up to `endUs`. */
export function recordedArrivals(dueUs: Float64Array, endUs: number): Arrivals {
  assert(
    dueUs.every((due, index) => due >= (dueUs[index - 1] ?? 0) && due <= endUs),
    'recorded times must ascend within the run',
  )
  const perSecond = endUs === 0 ? 0 : (dueUs.length * 1e6) / endUs
  return { dueUs, phases: [{ name: 'replay', startUs: 0, endUs, scheduled: dueUs.length, rateFrom: perSecond, rateTo: perSecond }] }
}

function stretchesOf({ executor, startPerSecond, stages }: LoadOptions): Stretch[] {
  const stretches: Stretch[] = []
  let startUs = 0
  let rate = startPerSecond
  let before = 0
  for (const { name, durationMs, targetPerSecond } of stages) {
    const rateFrom = executor === 'constant-arrival-rate' ? targetPerSecond : rate
    const durationUs = durationMs * 1_000
    const after = before + ((rateFrom + targetPerSecond) / 2) * (durationUs / 1e6)
    stretches.push({ name, startUs, durationUs, rateFrom, rateTo: targetPerSecond, before, after })
    startUs += durationUs
    rate = targetPerSecond
    before = after
  }
  return stretches
}

/** When the integral of the rate has grown by `expected` since the stretch's start; whole µs inside the stretch. */
function timeAtUs({ startUs, durationUs, rateFrom, rateTo }: Stretch, expected: number): number {
  if (expected <= 0) return startUs
  const slopePerSecond = (rateTo - rateFrom) / (durationUs / 1e6)
  // The root of rateFrom·t + slope·t²/2 = expected in the form that neither divides by a slope of 0 nor cancels.
  const seconds = (2 * expected) / (rateFrom + Math.sqrt(Math.max(0, rateFrom * rateFrom + 2 * slopePerSecond * expected)))
  return Math.min(startUs + durationUs - 1, Math.floor(startUs + seconds * 1e6 + integralSlack))
}

function phasesOf(stretches: readonly Stretch[], dueUs: Float64Array): Phase[] {
  return stretches
    .filter(({ durationUs }) => durationUs > 0)
    .map(({ name, startUs, durationUs, rateFrom, rateTo }) => {
      const endUs = startUs + durationUs
      return { name, startUs, endUs, scheduled: countBelow(dueUs, endUs) - countBelow(dueUs, startUs), rateFrom, rateTo }
    })
}

/** How many of the ascending times lie below a limit. */
export function countBelow(ascendingUs: Float64Array, limitUs: number): number {
  let low = 0
  let high = ascendingUs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascendingUs[middle] ?? Number.POSITIVE_INFINITY) < limitUs) low = middle + 1
    else high = middle
  }
  return low
}

function wholeBelow(integral: number): number {
  return Math.floor(integral + integralSlack)
}

/** The number of the first arrival that is due at or after the point where the integral has this value. */
function firstAtOrAbove(integral: number): number {
  return Math.ceil(integral - integralSlack)
}
