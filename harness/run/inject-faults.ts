/** Sets a scenario's faults going at their times of the load, and gathers the evidence of each. */

import { setTimeout as sleep } from 'node:timers/promises'
import { kill } from '../faults/kill.ts'
import { pause } from '../faults/pause.ts'
import { HarnessError } from '../model/errors.ts'
import type { FaultTargets } from '../faults/targets.ts'
import type { FaultEvidence } from '../model/run-record.ts'
import type { FaultOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'

export interface FaultInput {
  readonly faults: readonly FaultOptions[]
  readonly targets: FaultTargets
  readonly originUs: number
}

export interface FaultsUnderWay {
  /** One piece of evidence a fault, when the last one is over; none when the load was stopped before. */
  readonly evidence: Promise<readonly FaultEvidence[]>
  /** Rejects when a fault cannot be injected; never resolves. */
  readonly failed: Promise<never>
}

/**
 * Targets that are neither of the harness nor a process of the environment, or are to be killed and could not be started again. Throws UNKNOWN_NAME or
 * BAD_CONFIGURATION with all of them.
 */
export function assertTargets(
  faults: readonly FaultOptions[],
  { processes, restartable }: { readonly processes: readonly { readonly name: string }[]; readonly restartable: readonly string[] },
): void {
  const known = new Set(['generator', 'observer', ...processes.map(({ name }) => name)])
  const unknown = [...new Set(faults.map(({ target }) => target))].filter((target) => !known.has(target))
  if (unknown.length > 0) {
    throw new HarnessError('UNKNOWN_NAME', `faults: nothing is called ${unknown.join(', ')}`, {
      hint: `there are ${[...known].join(', ')}`,
    })
  }
  const killed = new Set(faults.filter(({ kind }) => kind === 'kill').map(({ target }) => target))
  const gone = [...killed].filter((target) => !restartable.includes(target))
  if (gone.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `faults: ${gone.join(', ')} cannot be killed: nothing would start it again`, {
    hint:
      restartable.length === 0
        ? 'this run starts no process of its own (tenfold down ends what tenfold up holds): take the kills out, or let the run start its stack'
        : `these can be: ${restartable.join(', ')}; others can be paused`,
  })
}

/** A load that is stopped takes its faults with it; that is no failure of theirs. */
export function faultsUnder(stop: AbortSignal, input: FaultInput): FaultsUnderWay {
  const evidence = injectFaults(input, stop).catch((error: unknown) => (stop.aborted ? [] : Promise.reject(error)))
  const failed = evidence.then(() => new Promise<never>(() => undefined))
  // Heard by whoever waits for the load; a failure that comes after it is over is nobody's.
  failed.catch(() => undefined)
  return { evidence, failed }
}

async function injectFaults({ faults, targets, originUs }: FaultInput, signal: AbortSignal): Promise<readonly FaultEvidence[]> {
  return Promise.all(
    faults.map(async ({ kind, target, atMs, durationMs }) => {
      await sleep(Math.max(0, atMs - (monotonicUs() - originUs) / 1_000), undefined, { signal })
      const startUs = monotonicUs() - originUs
      const { evidence } = kind === 'pause' ? await pause(target, durationMs, targets, signal) : await kill(target, targets)
      return { fault: `${kind} ${target}`, startUs, endUs: monotonicUs() - originUs, evidence }
    }),
  )
}
