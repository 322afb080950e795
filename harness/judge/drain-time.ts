/** How long a system worked on after the load, from what was left in the log. Pure. */

import type { Sampled } from '../metrics/evaluate.ts'
import type { Phase } from '../model/plan.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { SeriesSample } from '../model/series.ts'

export interface DrainSources {
  readonly phases: readonly Phase[]
  readonly series: readonly SeriesSample[]
  /** When the system was first drained, and when the first close was asked for; undefined where it did not come to that. */
  readonly drainedUs: number | undefined
  readonly closedUs: number | undefined
}

export function drainSources({ phases, drainsUs, drainedUs, closes }: RunRecord, series: readonly SeriesSample[]): DrainSources {
  return {
    phases,
    series,
    // That a later drain did not end says nothing of the first one.
    drainedUs: (drainsUs === undefined ? drainedUs : drainsUs[0]) ?? undefined,
    closedUs: closes[0]?.requestedUs,
  }
}

/** From the load's end to the first look that found nothing left and after which nothing came again before the first close. */
export function drainOf({ series, phases, drainedUs, closedUs }: DrainSources): Sampled['drain'] {
  const endUs = phases.at(-1)?.endUs ?? 0
  const untilUs = closedUs ?? Number.POSITIVE_INFINITY
  const sampled = series.filter(({ metric, us }) => metric === 'consumer_lag' && us >= endUs && us < untilUs)
  // Older folders name the last of several drains: it stands behind a close, and does not tell whether the one before that had ended.
  const isLater = drainedUs !== undefined && drainedUs >= untilUs
  // The drain's own look that ended it.
  const own = drainedUs === undefined || isLater ? [] : [{ us: drainedUs, value: 0 }]
  const looks = [...sampled, ...own].toSorted((a, b) => a.us - b.us)
  const last = looks.at(-1)
  if (last === undefined || (isLater && last.value === 0)) return undefined
  const idle = looks[looks.findLastIndex(({ value }) => value > 0) + 1]
  // A lag of 0 alone is not the end: decisions may still come, and only the drain waits for them.
  const ended = drainedUs !== undefined && idle !== undefined
  return { ms: Math.max(0, (ended ? idle : last).us - endUs) / 1_000, ended }
}
