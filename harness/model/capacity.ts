/** A search for the knee as its folder holds it, and what was made of it. Plain JSON. */

import type { Percentile } from './summary.ts'
import type { Verdict } from './verdict.ts'

export const capacitySchemaVersion = 1

/**
 * `held`: right, and within the thresholds. `broken`: right, and over a threshold, or the backlog was not worked off in time, or less than 99% was
 * taken. `unjudged`: the run was INVALID or INCONCLUSIVE, so that it says nothing of the stack. `wrong`: an anomaly. `ended`: interrupted, or the stack died.
 */
export type StepOutcome = 'held' | 'broken' | 'unjudged' | 'wrong' | 'ended'

/** One step: an ordinary run at one rate, judged as any other. */
export interface CapacityStep {
  /** Records per second that were offered. */
  readonly ratePerSecond: number
  /** Its run folder, relative to the search's. */
  readonly folder: string
  readonly outcome: StepOutcome
  readonly verdict: Pick<Verdict, 'kind' | 'title' | 'sentence'>
  /** undefined where there was no sample. */
  readonly decisionP50?: Percentile
  readonly decisionP99?: Percentile
  /** The limit on P99 decisions, in ms; absent where there is none. */
  readonly budgetMs?: number
  readonly ackP99?: Percentile
  readonly acknowledgedPerSecond: number
  readonly paymentsPerSecond: number
  /** Records not yet worked through: the most that were seen during the load and after it. */
  readonly lagRecordsMax?: number
  /** From the last record due to the backlog's end; null: not in time. */
  readonly drainMs: number | null
  readonly refused: number
  readonly failed: number
  readonly unknown: number
  readonly unsent: number
}

/** A closed loop's answer to another question: how many records a second are acknowledged when each sender waits for its answer. */
export interface ProbeResult {
  readonly connections: number
  readonly seconds: number
  readonly acknowledged: number
  readonly acknowledgedPerSecond: number
  /** Answers that were no 2xx, errors of connections, and timeouts. */
  readonly otherAnswers: number
}

/** Where a step's record stands. */
export interface StepPlace extends Pick<CapacityStep, 'ratePerSecond' | 'folder'> {
  /** Of the digests in its `run.json`: no other run stands there. Absent of a partial step, and in older folders. */
  readonly digest?: string
}

/** `capacity.json`: what was searched for, step by step, in the order in which they were made. */
export interface CapacityRecord {
  readonly schemaVersion: number
  readonly tool: { readonly name: 'tenfold'; readonly version: string }
  readonly runId: string
  readonly scenario: string
  readonly description: string
  readonly system: string
  readonly seed: number
  readonly command: string
  readonly startedAt: string
  readonly startPerSecond: number
  readonly factor: number
  readonly maxPerSecond: number
  readonly resolution: number
  readonly atLeastPerSecond: number
  readonly stepSeconds: number
  /** Thresholds on decisions, as written: the budget that breaks. */
  readonly budgets: readonly string[]
  readonly steps: readonly StepPlace[]
  /** Why the search ended before it had found its knee, if it did. */
  readonly endedEarly?: string
  readonly interrupted?: 'SIGINT' | 'SIGTERM'
  readonly probe?: ProbeResult
  /** What should be known besides, such as why there is no probe. */
  readonly notes: readonly string[]
}

/** Between which rates the knee lies: `fromPerSecond` held, `toPerSecond` did not; absent where none did, or all did. */
export interface Knee {
  readonly fromPerSecond?: number
  readonly toPerSecond?: number
}

/** The search's `summary.json`. */
export interface CapacitySummary {
  readonly schemaVersion: number
  readonly kind: 'capacity'
  readonly runId: string
  readonly verdict: Verdict
  readonly knee: Knee
  /** By rate, then in the order in which they were made. */
  readonly curve: readonly CapacityStep[]
  readonly probe?: ProbeResult
}
