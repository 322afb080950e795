/** What a gate saw and what it says: plain JSON, as `gate.json` and `--json` hold it. */

import type { Verdict } from '../model/verdict.ts'
import type { GateMetricName, Readings } from './gate-metrics.ts'
import type { Side } from './pair-order.ts'

export const gateSchemaVersion = 1

/** One run of a pair, as far as the gate needs it. */
export interface GateRun {
  readonly folder: string
  readonly verdict: Verdict
  readonly readings: Readings
}

export interface GatePair {
  readonly number: number
  readonly seed: number
  readonly first: Side
  readonly baseline: GateRun
  readonly candidate: GateRun
  /** Why the pair does not count; absent where it does. */
  readonly leftOut?: string
}

/** Shares of the baseline's value: 0.1 is +10%. null where nothing is known yet. */
export interface MetricJudgement {
  readonly metric: GateMetricName
  readonly label: string
  readonly unit: string
  readonly tolerance: number
  readonly pairs: number
  readonly change: number | null
  /** Bounds of the change that hold at all pairs at once, at most `errorRates` wrong. */
  readonly lower: number | null
  readonly upper: number | null
  readonly errorRates: { readonly lower: number; readonly upper: number }
  /** Standard deviation of the logarithm of a pair's ratio. */
  readonly noise: number | null
  readonly state: 'worse' | 'within' | 'open' | 'not-measured'
  /** Some of the candidate's numbers are too low, since not all of its decisions were seen: the change may be above all bounds, and is not called within. */
  readonly atLeast?: true
  /** Pairs until it is decided, if the next ones are like those so far; null where it is decided, or more than are worth telling. */
  readonly pairsNeeded: number | null
}

export interface GateResult {
  readonly schemaVersion: number
  readonly verdict: Verdict
  readonly scenario: string
  readonly baseline: string
  readonly candidate: string
  readonly seed: number
  readonly method: string
  readonly metrics: readonly MetricJudgement[]
  /** Of the gate as a whole; null where it is decided or cannot be told. */
  readonly pairsNeeded: number | null
  readonly pairs: readonly GatePair[]
  readonly elapsedMs: number
}
