/** Evenly spaced arrivals: number n is due when the integral of the rate reaches n. */

import { timeAtUs } from './rate.ts'
import type { Stretch } from './rate.ts'

/** Fills `dueUs` with the stretch's arrivals, of which the first has the number `first` in the whole load. */
export function fillEvenly(dueUs: Float64Array, stretch: Stretch, first: number): void {
  // From the number itself, never by adding up intervals: rounding must not drift over a two-hour run.
  for (let index = 0; index < dueUs.length; index++) dueUs[index] = timeAtUs(stretch, Math.max(0, first + index - stretch.before))
}
