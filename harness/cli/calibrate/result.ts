/** What a calibration says: figures of a known answer beside what the ruler read, and whether that is near enough. Pure. */

import type { LatencyHistogram } from '../../metrics/histogram.ts'
import type { Percentile } from '../../model/summary.ts'

export interface Figure {
  /** `p99`, `unknown`. */
  readonly name: string
  readonly unit: 'ms' | ''
  readonly expected: Percentile
  readonly measured: Percentile
  readonly allowed: number
}

/** One measurement, with what independent witnesses saw of the machine meanwhile. */
export interface Attempt {
  readonly figures: readonly Figure[]
  /** The longest that a witness saw a thread held back. */
  readonly heldBackMs: number
  /** The longest that an answer lay unread: a reason to measure again, but the ruler's own doing as far as anybody knows. */
  readonly unreadMs: number
}

/**
 * `true`: every figure within what is allowed. `off`: one is not, and nothing excuses it. `unquiet`: one is not, in every attempt, and in
 * the last one witnesses saw the machine stand still.
 */
export type CalibrationState = 'true' | 'off' | 'unquiet'

export interface CalibrationResult {
  readonly name: string
  readonly state: CalibrationState
  readonly attempts: number
  /** Of the last attempt. */
  readonly figures: readonly Figure[]
  readonly heldBackMs: number
}

export const percents = [50, 90, 99, 100] as const

/** p50, p90, p99 and max of what was measured beside those of the known answer: max(2%, 5 ms) is allowed. */
export function latencyFigures(expected: LatencyHistogram, measured: LatencyHistogram): Figure[] {
  return percents.map((percent): Figure => {
    const known = expected.percentile(percent)
    return {
      name: percent === 100 ? 'max' : `p${percent}`,
      unit: 'ms',
      expected: known,
      measured: measured.percentile(percent),
      allowed: Math.max(known.valueMs * 0.02, 5),
    }
  })
}

/** A number that has to be exact. */
export function countFigure(name: string, expected: number, measured: number): Figure {
  const exactly = (valueMs: number): Percentile => ({ valueMs, censored: false })
  return { name, unit: '', expected: exactly(expected), measured: exactly(measured), allowed: 0 }
}

export function errorOf({ expected, measured }: Figure): number {
  return Math.abs(measured.valueMs - expected.valueMs)
}

/** A figure that is a lower bound must be told as one, and no other. */
export function isTrue(figure: Figure): boolean {
  return figure.expected.censored === figure.measured.censored && errorOf(figure) <= figure.allowed
}
