/** k6's executor of this name: the rate moves linearly from where the stage before ended to the stage's target. A stage of 0 ms is a step. */

import type { LoadOptions } from '../../model/scenario.ts'
import { stretchesOf } from './rate.ts'
import type { Stretch } from './rate.ts'

export function rampingArrivalRate({ stages, startPerSecond }: LoadOptions): Stretch[] {
  return stretchesOf(stages, startPerSecond, (_, before) => before)
}
