/** What one run takes, what it tells while it goes, and what it gives. */

import type { Runtime } from '../environment/runtimes.ts'
import type { HarnessError } from '../model/errors.ts'
import type { Scenario } from '../model/scenario.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { Reporter } from '../model/reporter.ts'
import type { TenantNaming } from '../model/run-tenants.ts'
import type { Summary } from '../model/summary.ts'
import type { Interruption } from './interruption.ts'
import type { SystemDefinition } from '../system/port.ts'

export interface RunProgress {
  /** A step begins: one line that stays. */
  step(name: string): void
  /** What the step is doing now; `fraction` of the step from 0 to 1, where known. */
  update(text: string, fraction?: number): void
  /** A fact worth keeping on the screen. */
  note(text: string): void
}

export interface RunOptions {
  readonly scenario: Scenario
  readonly system: SystemDefinition
  /** How the stack is started; absent: in the best form that this machine has. */
  readonly runtime?: Runtime
  readonly seed: number
  readonly outDir: string
  /** Folders in which relative paths of history files are looked for, first the user's own. */
  readonly places: readonly string[]
  /** Folder of the run that thresholds are compared with. */
  readonly baseline?: string
  /** Keeps rows that could not be read as their files have them, in a file of their own that only its owner may read. */
  readonly keepRaw?: true
  /** The command that repeats the run. */
  readonly command: string
  readonly toolVersion: string
  /** Lets the stack honour the scenario's switches: seeded bugs and kill points. */
  readonly underTest: boolean
  /** Four lower-case hexadecimal digits or more that no other run on the same stack has. */
  readonly tenantSuffix: string
  readonly startedAt: Temporal.Instant
  /** Reports of the user's own, beside ours. */
  readonly reporters?: readonly Reporter[]
  readonly progress: RunProgress
  readonly interruption: Interruption
}

/** How the run's tenants are called on the wire. */
export function tenantNaming({ system, tenantSuffix }: Pick<RunOptions, 'system' | 'tenantSuffix'>): TenantNaming {
  return system.remote === undefined ? { tenantSuffix } : { tenantPrefix: system.remote.tenantPrefix, tenantSuffix }
}

export interface FinishedRun {
  /** What ended the run early, if the world did. */
  readonly failure: HarnessError | undefined
  readonly folder: string
  readonly record: RunRecord
  readonly summary: Summary
}
