/** The run of one step, made from the search's: one rate, tenants and a seed of its own. Pure. */

import { join } from 'node:path'
import type { Scenario } from '../model/scenario.ts'
import { files } from '../record/layout.ts'
import type { RunOptions, RunProgress } from '../run/options.ts'

/** Later steps find a warm stack; their tenants are new. */
const warmUpMsLater = 1_000

export interface WantedStep {
  readonly ratePerSecond: number
  /** Of all steps made, from 0. */
  readonly index: number
  /** Since the search began. */
  readonly elapsedUs: number
  readonly folder: string
}

export function stepOptions(options: RunOptions, { ratePerSecond, index, elapsedUs, folder }: WantedStep): RunOptions {
  return {
    ...options,
    scenario: stepScenario(options.scenario, ratePerSecond, index === 0),
    // Each step has records of its own, and every one is decided by the search's seed.
    seed: (options.seed + index) >>> 0,
    tenantSuffix: `${options.tenantSuffix}${index.toString(16).padStart(2, '0')}`,
    outDir: join(folder, files.steps),
    startedAt: options.startedAt.add({ microseconds: Math.round(elapsedUs) }),
    progress: quieted(options.progress, ratePerSecond),
  }
}

/** The scenario of an ordinary run at this rate. */
export function stepScenario({ capacity: _capacity, ...scenario }: Scenario, ratePerSecond: number, isFirst: boolean): Scenario {
  const { load } = scenario
  return {
    ...scenario,
    name: `${scenario.name}-${Math.round(ratePerSecond)}`,
    load: {
      ...load,
      startPerSecond: ratePerSecond,
      stages: load.stages.map((stage) => ({ ...stage, targetPerSecond: ratePerSecond })),
      warmUp: isFirst ? load.warmUp : { ...load.warmUp, durationMs: Math.min(load.warmUp.durationMs, warmUpMsLater) },
    },
  }
}

/** A run's own lines are too many for a search: they only pass by. */
function quieted(progress: RunProgress, ratePerSecond: number): RunProgress {
  const rate = `${ratePerSecond.toLocaleString('en-US')} records/s`
  return {
    step: (name) => progress.update(`${rate}: ${name}`),
    update: (text, fraction) => progress.update(`${rate}, ${text}`, fraction),
    note: () => undefined,
  }
}
