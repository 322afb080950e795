/** `run.json`: what a run was, beside the data files of its folder. Plain JSON; amounts as strings; no secrets, no personal data. */

import type { BaselineRecord } from './baseline.ts'
import type { TakenAnswers } from './outcome.ts'
import type { Scenario } from './scenario.ts'
import type { Phase } from './plan.ts'
import type { Verdict } from './verdict.ts'

/** Raised when a reader of the older form would misread the folder. */
export const runSchemaVersion = 1

export interface CloseRecord {
  readonly closeId: string
  readonly tenant: string
  /** The close date, `YYYY-MM-DD`. */
  readonly date: string
  /** µs from the run's origin. */
  readonly requestedUs: number
  /** Partitions whose close event must come, and when the last one came; null when not all did before the deadline. */
  readonly partitions: number
  readonly settledUs: number | null
  /** Partitions whose event was missing at the deadline. */
  readonly missingPartitions: readonly number[]
}

/** How the run ended, apart from what it measured. */
export type Ending =
  | { readonly kind: 'complete' }
  /** Ctrl-C or SIGTERM: what had been recorded by then is kept. */
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM'; readonly step: string }
  | {
      readonly kind: 'stack-died'
      readonly process: string
      readonly status: string
      readonly lastLines: readonly string[]
      readonly step: string
    }
  /** A threshold with `abortOnFail`: what had been sent by then was worked through, and is judged. */
  | {
      readonly kind: 'threshold-broken'
      readonly selector: string
      readonly expression: string
      /** Its value at that moment. */
      readonly seen: string
      /** Whether it was so for the generator's own lateness alone. Absent: not looked at, as in older folders. */
      readonly turnedByLag?: boolean
      /** µs from the origin. */
      readonly us: number
      readonly step: string
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly step: string }

/** A time in which a thread did not run when it should have. */
export interface Pause {
  readonly fromUs: number
  readonly toUs: number
}

/** The harness's own behaviour: what must be small for the numbers to be true. */
export interface HarnessHealth {
  /** Longest time that a generator thread, or the observer, did not run when it should have. */
  readonly generatorPauseMsMax: number
  readonly observerPauseMsMax: number
  /**
   * When each stood still for 10 ms or more, in the order of time, the longest thousand of each thread; µs from the origin. They begin with the last sign of
   * life, up to 10 ms before. Absent: not told one by one, as in older folders.
   */
  readonly generatorPauses?: readonly Pause[]
  readonly observerPauses?: readonly Pause[]
  /** Longest time between a decision's arrival at the broker's end of the topic and its being read. */
  readonly observerLagMsMax: number
  readonly observerLagMsP99: number
  /** The same in each phase of the load and, without a name, behind it, of those that lasted for a hundred looks (10 s). Absent: not told by its phases, as in older folders. */
  readonly observerLags?: readonly { readonly phase?: string; readonly msP99: number }[]
  readonly generatorCpuMs: number
  readonly observerCpuMs: number
}

export interface RunRecord {
  readonly schemaVersion: number
  readonly tool: { readonly name: 'tenfold'; readonly version: string }
  readonly runId: string
  readonly scenario: Scenario
  readonly seed: number
  /** `tenfold run …` that repeats it. */
  readonly command: string
  /** ISO 8601 instant of the load's start (the origin of all µs in the folder), or of the run's when no load began. */
  readonly startedAt: string
  readonly hostId: string
  readonly clock: string
  /** The monotonic clock of `hostId` at the load's start, µs: what the times in decision events count from. Absent when no load began. */
  readonly originUs?: number
  /** Where the stack ran; and what should be known of the history's files, of what the stack went without, and of the warm-up. */
  readonly runtime: { readonly kind: 'local' | 'containers' | 'attach'; readonly notes: readonly string[] }
  readonly versions: Readonly<Record<string, string>>
  readonly machine: { readonly cpus: number; readonly cpuModel: string; readonly memoryBytes: number; readonly platform: string }
  /** What the run's tenants begin and end with, beside what the history calls them. The prefix is that of a system elsewhere. */
  readonly tenantPrefix?: string
  readonly tenantSuffix: string
  /** Wire tenants of the run, without the warm-up's. */
  readonly tenants: readonly string[]
  readonly phases: readonly Phase[]
  /** Steps of the run with their times, µs from the origin (negative before the load). */
  readonly timeline: readonly { readonly step: string; readonly startUs: number; readonly endUs: number }[]
  readonly closes: readonly CloseRecord[]
  readonly faults: readonly FaultEvidence[]
  /** When nothing was left before the first close; null where that, or another drain of the run, did not end in time. */
  readonly drainedUs: number | null
  /** When each of its drains ended, one before each round of closes; null for one that did not in time. Absent in older folders. */
  readonly drainsUs?: readonly (number | null)[]
  /** What the generator heard, of the streams that send and of those that read; undefined where a thread of it could not tell. */
  readonly answers?: { readonly sent?: TakenAnswers | undefined; readonly read?: TakenAnswers | undefined }
  readonly health: HarnessHealth
  readonly ending: Ending
  /** Rows of each data file, by its name in the folder, at the end of a complete run. */
  readonly rows?: Readonly<Record<string, number>>
  /** Digest of each data file, likewise: absent in older folders. */
  readonly digests?: Readonly<Record<string, string>>
  /** History as loaded: rows, quarantined, controls. */
  readonly history: HistorySummary
  /** What its thresholds are compared with; absent unless one was named. */
  readonly baseline?: BaselineRecord
  /** As judged at the run's end; `verify` judges again. Absent in a folder that was never judged. */
  readonly verdict?: Verdict
}

export interface FaultEvidence {
  readonly fault: string
  readonly startUs: number
  readonly endUs: number
  /** What shows that it took effect. */
  readonly evidence: string
}

export interface HistorySummary {
  readonly files: readonly {
    readonly file: string
    readonly format: string
    readonly rows: number
    readonly records: number
    readonly notBooked: number
    readonly quarantined: number
  }[]
  readonly records: number
  readonly quarantined: number
  /** The quarantined rows stand in the folder as their files have them (`--keep-raw`). */
  readonly rawKept?: true
  /** Totals that the files state of themselves. Of copies (`amplify`) nothing is stated. */
  readonly controlsHeld: number
  readonly controlsFailed: readonly string[]
}
