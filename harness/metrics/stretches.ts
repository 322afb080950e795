/** Stretches of a run's time axis, as thresholds look at them, and what they are told as. */

import type { Judged, Samples } from './judge-comparison.ts'

/** What was sampled in a part of the time axis. */
export interface Part {
  /** From the load's start. */
  readonly startMs: number
  readonly endMs: number
  readonly samples: Samples
}

export interface Stretch extends Part {
  /** Itself, second by second, as they count from the start of the load or phase: the first and the last one may be shorter. */
  readonly seconds: () => readonly Part[]
}

export type JudgedStretch = Judged & Omit<Stretch, 'samples'>

export interface Evaluated {
  readonly outcome: 'met' | 'broken' | 'inconclusive'
  /** The value with its unit, or why there is none. */
  readonly seen: string
}

export function secondsText(ms: number): string {
  return `${rounded(ms / 1_000)} s`
}

export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
