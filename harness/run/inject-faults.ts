/** Sets a scenario's faults going at their times of the load, and gathers the evidence of each. */

import { setTimeout as sleep } from 'node:timers/promises'
import { kill } from '../faults/kill.ts'
import { pause } from '../faults/pause.ts'
import type { FaultTargets } from '../faults/targets.ts'
import type { FaultEvidence } from '../model/run-record.ts'
import type { FaultOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'

export interface FaultInput {
  readonly faults: readonly FaultOptions[]
  readonly targets: FaultTargets
  readonly originUs: number
  readonly signal: AbortSignal
}

/** Resolves with one piece of evidence a fault when the last one is over; rejects when one cannot be injected. */
export async function injectFaults({ faults, targets, originUs, signal }: FaultInput): Promise<FaultEvidence[]> {
  return Promise.all(
    faults.map(async ({ kind, target, atMs, durationMs }) => {
      await sleep(Math.max(0, atMs - (monotonicUs() - originUs) / 1_000), undefined, { signal })
      const startUs = monotonicUs() - originUs
      const { evidence } = kind === 'pause' ? await pause(target, durationMs, targets, signal) : await kill(target, targets)
      return { fault: `${kind} ${target}`, startUs, endUs: monotonicUs() - originUs, evidence }
    }),
  )
}
