/** SIGKILL of one process of the stack; the same slot is started again. */

import { monotonicUs } from '../system/clock.ts'
import type { FaultEffect, FaultTargets } from './targets.ts'

export async function kill(target: string, targets: FaultTargets): Promise<FaultEffect> {
  const startUs = monotonicUs()
  await targets.restartProcess(target)
  return { evidence: `SIGKILL ended ${target}; it was ready again after ${Math.round((monotonicUs() - startUs) / 1_000)} ms` }
}
