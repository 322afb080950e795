/** The run record as it is before anything has happened, and what it says of the machine. */

import { cpus, release, totalmem } from 'node:os'
import { runSchemaVersion, type Ending, type RunRecord } from '../model/run-record.ts'
import { HarnessError } from '../model/errors.ts'
import { tenantNaming } from './options.ts'
import { hostId } from '../system/host-id.ts'
import type { RunOptions } from './options.ts'

/** Until the end is known, a run folder says that it was not reached. */
const notEnded: Ending = { kind: 'failed', code: 'NOT_ENDED', message: 'the run did not reach its end', step: 'start' }

export function firstRecord(options: RunOptions, runId: string): RunRecord {
  return {
    schemaVersion: runSchemaVersion,
    tool: { name: 'tenfold', version: options.toolVersion },
    runId,
    scenario: options.scenario,
    seed: options.seed,
    command: options.command,
    startedAt: options.startedAt.toString({ smallestUnit: 'millisecond' }),
    hostId: hostId(),
    clock: 'CLOCK_MONOTONIC, microseconds',
    runtime: { kind: 'local', notes: [] },
    versions: { tenfold: options.toolVersion, node: process.version },
    machine: {
      cpus: cpus().length,
      cpuModel: cpus()[0]?.model ?? 'unknown',
      memoryBytes: totalmem(),
      platform: `${process.platform} ${process.arch} ${release()}`,
    },
    ...tenantNaming(options),
    tenants: [],
    phases: [],
    timeline: [],
    closes: [],
    faults: [],
    drainedUs: null,
    health: {
      generatorPauseMsMax: 0,
      observerPauseMsMax: 0,
      observerLagMsMax: 0,
      observerLagMsP99: 0,
      generatorCpuMs: 0,
      observerCpuMs: 0,
    },
    ending: notEnded,
    history: { files: [], records: 0, quarantined: 0, controlsHeld: 0, controlsFailed: [] },
  }
}

/** How a thrown error ends a run; a bug of ours is told as such and thrown on by the caller. */
export function endingOf(error: unknown, step: string, cause: 'SIGINT' | 'SIGTERM' | undefined): Ending {
  if (cause !== undefined) return { kind: 'interrupted', signal: cause, step }
  if (error instanceof HarnessError) return { kind: 'failed', code: error.code, message: error.message, step }
  return { kind: 'failed', code: 'BUG', message: error instanceof Error ? error.message : String(error), step }
}
