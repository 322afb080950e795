/** A piecewise linear rate, and when its integral reaches a number: the n-th arrival in closed form. Knows no executor and no chance. */

import { usOf } from '../../model/duration.ts'
import type { Stage } from '../../model/scenario.ts'

/** A stretch of linear rate. `before` is the integral of the rate up to its start: the number of arrivals due until then. */
export interface Stretch {
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

/** The stages as stretches, one after the other; `rateFromOf` says at which rate a stage begins, given the rate at which the one before ended. */
export function stretchesOf(
  stages: readonly Stage[],
  startPerSecond: number,
  rateFromOf: (stage: Stage, before: number) => number,
): Stretch[] {
  const stretches: Stretch[] = []
  let startUs = 0
  let rate = startPerSecond
  let before = 0
  for (const stage of stages) {
    const { name, durationMs, targetPerSecond } = stage
    const rateFrom = rateFromOf(stage, rate)
    const durationUs = usOf(durationMs)
    const after = before + ((rateFrom + targetPerSecond) / 2) * (durationUs / 1e6)
    stretches.push({ name, startUs, durationUs, rateFrom, rateTo: targetPerSecond, before, after })
    startUs += durationUs
    rate = targetPerSecond
    before = after
  }
  return stretches
}

/** When the integral of the rate has grown by `expected` since the stretch's start; whole µs inside the stretch. */
export function timeAtUs({ startUs, durationUs, rateFrom, rateTo }: Stretch, expected: number): number {
  if (expected <= 0) return startUs
  const slopePerSecond = (rateTo - rateFrom) / (durationUs / 1e6)
  // The root of rateFrom·t + slope·t²/2 = expected in the form that neither divides by a slope of 0 nor cancels.
  const seconds = (2 * expected) / (rateFrom + Math.sqrt(Math.max(0, rateFrom * rateFrom + 2 * slopePerSecond * expected)))
  return Math.min(startUs + durationUs - 1, Math.floor(startUs + seconds * 1e6 + integralSlack))
}

/** How many arrivals a rate of this integral brings: whole ones. */
export function arrivalsWithin(integral: number): number {
  return Math.floor(integral + integralSlack)
}

/** The number of the first arrival that is due at or after the point where the integral has this value. */
export function firstAtOrAbove(integral: number): number {
  return Math.ceil(integral - integralSlack)
}
