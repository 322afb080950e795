/** Arrivals of a Poisson process whose rate moves: drawn uniformly in the integral of the rate, which is that process given its count. */

import { timeAtUs } from './rate.ts'
import type { Stretch } from './rate.ts'

/** Fills `dueUs` with as many arrivals of the stretch as it is long, ascending. */
export function fillRandomly(dueUs: Float64Array, stretch: Stretch, uniform: () => number): void {
  for (let index = 0; index < dueUs.length; index++) dueUs[index] = timeAtUs(stretch, uniform() * (stretch.after - stretch.before))
  dueUs.sort()
}
