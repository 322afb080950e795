/** A scenario after its defaults are filled in: what a run does, in plain data. The schema that fills them is harness/scenario/. */

import type { MatchProfile } from './match-result.ts'

export interface Stage {
  readonly name: string
  readonly durationMs: number
  /** Records per second at the stage's end; the rate moves linearly from the stage before. */
  readonly targetPerSecond: number
}

export interface LoadOptions {
  readonly executor: 'constant-arrival-rate' | 'ramping-arrival-rate' | 'recorded'
  readonly arrivals: 'even' | 'poisson'
  /** Records per second at time 0. */
  readonly startPerSecond: number
  readonly stages: readonly Stage[]
  readonly recordsPerRequest: number
  /** Longest time that a record waits for others of its tenant, with more than one record a request. */
  readonly batchWindowMs: number
  readonly workers: number
  /** Requests on the way at once, over all workers. */
  readonly inFlightMax: number
  readonly requestTimeoutMs: number
  /** How long after the last due time an operation may still find a slot. */
  readonly slotDeadlineMs: number
  readonly warmUp: { readonly durationMs: number; readonly perSecond: number }
}

/** What a stream without a name is called. */
export const defaultStreamName = 'default'

/** One of several streams of a load, each with its own executor, threads and slots. */
export interface StreamOptions extends LoadOptions {
  readonly name: string
  /** Sends records, or reads the current state of records that were sent before. */
  readonly kind: 'ingest' | 'read'
  /** When its stages begin, from the load's start. */
  readonly startMs: number
  /** A record is read this long after it was due at the earliest. */
  readonly readAfterMs: number
}

export type HistoryOptions =
  | {
      readonly kind: 'synthetic'
      readonly tenants: number
      readonly merchants: number
      readonly days: number
      /** Share of the records of surge phases (rate above the first stage's) that one merchant has; 0 for none. */
      readonly surgeMerchantShare: number
      readonly discrepancies: 'none' | 'typical'
    }
  | {
      readonly kind: 'files'
      readonly files: readonly string[]
      readonly profile: string
      readonly amplify: number
      readonly pace: { readonly kind: 'original' } | { readonly kind: 'compress'; readonly factor: number } | { readonly kind: 'schedule' }
    }

/** As written; with `abortOnFail` the run ends as soon as it is broken, looked at from `delayAbortEvalMs` of the load on. */
export type ThresholdEntry = string | { readonly threshold: string; readonly abortOnFail: boolean; readonly delayAbortEvalMs: number }

/** `metric{tag:value}` to expressions; parsed by metrics/thresholds. */
export type ThresholdTable = Readonly<Record<string, readonly ThresholdEntry[]>>

export function thresholdText(entry: ThresholdEntry): string {
  return typeof entry === 'string' ? entry : entry.threshold
}

export interface FaultOptions {
  /** SIGSTOP for `durationMs`, or SIGKILL and restart, of a named part, at a time of the load. */
  readonly kind: 'pause' | 'kill'
  /** `generator`, `observer`, or a process of the stack by name (`matcher-0`, `api-0`). */
  readonly target: string
  readonly atMs: number
  readonly durationMs: number
}

/**
 * A search for the highest rate at which the thresholds hold. The load's rate is the first step's, its duration that of every step; its
 * thresholds are the budget. Rates are records per second.
 */
export interface CapacityOptions {
  /** Going up, each step's rate is the one before times this. */
  readonly factor: number
  readonly maxPerSecond: number
  /** The search ends when a rate that held and one that did not differ by at most this share. */
  readonly resolution: number
  /** The knee that is asked for; 0 for none. */
  readonly atLeastPerSecond: number
  /** A closed loop beside the search, for comparison; nothing depends on it. */
  readonly probe: { readonly connections: number; readonly records: number } | undefined
}

export interface Scenario {
  readonly name: string
  readonly description: string
  /** Rows of the case studies that it exercises, such as A2. */
  readonly exercises: readonly string[]
  readonly system: string
  /** Replicas of the matcher, and switches of the stack under test, by name. */
  readonly matchers: number
  readonly stackSwitches: readonly string[]
  /** Switches of the first matcher's later lives, each begun when the one before has ended by itself, as a kill point makes it. */
  readonly matcherLives: readonly (readonly string[])[]
  readonly history: HistoryOptions
  /** The load, or of several streams the first that sends records: its stages are the run's phases. */
  readonly load: LoadOptions
  /** Absent: the load is one stream and has no name. */
  readonly streams?: readonly StreamOptions[]
  /** Absent: one run at the load's own rates. */
  readonly capacity?: CapacityOptions
  readonly profile: MatchProfile
  /** `YYYY-MM-DD`, or undefined for the last business date + carry + 1 day. */
  readonly closeDate: string | undefined
  readonly drainTimeoutMs: number
  readonly closeTimeoutMs: number
  readonly thresholds: ThresholdTable
  readonly faults: readonly FaultOptions[]
  /** Anomaly classes without whose chance the run is inconclusive. */
  readonly demands: readonly string[]
}

/** The streams of a scenario, in its own order; `stream` columns hold places in this list. */
export function streamsOf({ load, streams }: Pick<Scenario, 'load' | 'streams'>): readonly StreamOptions[] {
  return streams ?? [{ ...load, name: defaultStreamName, kind: 'ingest', startMs: 0, readAfterMs: 0 }]
}
