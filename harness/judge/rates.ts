/** Records and payments a second: over the load, and in the phase of the highest rate. Pure. */

import type { Phase } from '../model/plan.ts'
import type { Summary } from '../model/summary.ts'

/**
 * `acknowledgedUs`: when each accepted record was answered; `paidUs`: when each payment that the system rightly matched was first seen
 * decided. A rate counts what happened inside the window, so that a system that falls behind shows it.
 */
export function ratesOf(phases: readonly Phase[], acknowledgedUs: Float64Array, paidUs: Float64Array): Summary['rates'] {
  const end = phases.at(-1)?.endUs ?? 0
  const peak = phases.reduce<Phase | undefined>(
    (best, phase) => (best === undefined || rateOf(phase) > rateOf(best) ? phase : best),
    undefined,
  )
  return {
    recordsPerSecond: perSecond(acknowledgedUs, 0, end),
    paymentsPerSecond: perSecond(paidUs, 0, end),
    peakPhase: peak?.name ?? '',
    peakRecordsPerSecond: perSecond(acknowledgedUs, peak?.startUs ?? 0, peak?.endUs ?? 0),
    peakPaymentsPerSecond: perSecond(paidUs, peak?.startUs ?? 0, peak?.endUs ?? 0),
  }
}

function rateOf({ scheduled, startUs, endUs }: Phase): number {
  return endUs > startUs ? scheduled / (endUs - startUs) : 0
}

function perSecond(timesUs: Float64Array, startUs: number, endUs: number): number {
  if (endUs <= startUs) return 0
  let count = 0
  for (const us of timesUs) if (us >= startUs && us < endUs) count++
  return Math.round((count * 10_000_000) / (endUs - startUs)) / 10
}
