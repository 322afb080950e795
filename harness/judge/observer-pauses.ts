/** What of a decision's latency may be the observer's own, because it stood still when the decision came. Pure. */

import type { Pause } from '../model/run-record.ts'

/** Behind a pause, what has gathered is read at once: a tenth of the time that it took, and what reading it takes at least. */
const catchUpShare = 0.1
const catchUpUsMin = 100_000

/**
 * By how much later than it came, at most, what was seen at `observedUs` may have been seen, in µs; 0 for what no pause touched.
 * `pauses` in the order of time, one never in another.
 */
export function observerLateUs(pauses: readonly Pause[], observedUs: number): number {
  const pause = lastBegun(pauses, observedUs)
  if (pause === undefined) return 0
  const { fromUs, toUs } = pause
  const caughtUpUs = toUs + Math.max(catchUpUsMin, (toUs - fromUs) * catchUpShare)
  return observedUs > caughtUpUs ? 0 : Math.min(observedUs, toUs) - fromUs
}

function lastBegun(pauses: readonly Pause[], us: number): Pause | undefined {
  let [low, high] = [0, pauses.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pauses[middle] as Pause).fromUs <= us) low = middle + 1
    else high = middle
  }
  return pauses[low - 1]
}
