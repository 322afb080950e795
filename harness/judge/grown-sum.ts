/** What a sum that only grows has come to: CPU, deadlocks, failed statements. Knows no metric. */

import type { SeriesSample } from '../model/series.ts'

type Point = Pick<SeriesSample, 'us' | 'value'>

/** Between two samples; only a process that was started again has less than before, and begins anew at 0 (process-sample.ts). */
export function grownBetween(before: Point, after: Point): number {
  return after.value >= before.value ? after.value - before.value : after.value
}

/**
 * Of one subject, in order of time: from the load's start (without a sample at or before it, from the first one) to the last sample until `untilUs`. What
 * a process did between its last sample and its death is nowhere told. undefined: one sample says nothing of growth.
 */
export function grownBy(samples: readonly Point[], untilUs = Number.POSITIVE_INFINITY): number | undefined {
  const first = Math.max(
    0,
    samples.findLastIndex(({ us }) => us <= 0),
  )
  const own = samples.slice(first).filter(({ us }) => us <= untilUs)
  if (own.length < 2) return undefined
  return own.slice(1).reduce((sum, after, at) => sum + grownBetween(own[at] as Point, after), 0)
}
