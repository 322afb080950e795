/** k6's executor of this name: a stage holds its rate throughout. */

import type { LoadOptions } from '../../model/scenario.ts'
import { stretchesOf } from './rate.ts'
import type { Stretch } from './rate.ts'

export function constantArrivalRate({ stages, startPerSecond }: LoadOptions): Stretch[] {
  return stretchesOf(stages, startPerSecond, ({ targetPerSecond }) => targetPerSecond)
}
