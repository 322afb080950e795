/** What of a decision's latency may be the observer's own, because it stood still when the decision came. Pure. */

import type { Pause } from '../model/run-record.ts'

/** Behind a pause, what has gathered is read at once: in a tenth of the time that it took, and what reading it takes at least, standstills left out. */
const catchUpShare = 0.1
const catchUpUsMin = 100_000

interface OwnPause extends Pause {
  /** µs of all pauses before it. */
  readonly pausedUsBefore: number
  /** For so long behind it, while the observer runs, what is seen may have come in it. */
  readonly catchUpUs: number
  /** The longest of those until then. */
  readonly catchUpUsMax: number
}

/**
 * By how much later than it came, at most, what is seen at a moment may have been seen, µs; 0 for what no pause touched. To read what gathered in a long
 * pause may keep the thread from its next beat, and be told as a pause of its own. `pauses` in the order of time, one never in another.
 */
export function observerLateness(pauses: readonly Pause[]): (observedUs: number) => number {
  const own: OwnPause[] = []
  let pausedUsBefore = 0
  let catchUpUsMax = 0
  for (const { fromUs, toUs } of pauses) {
    const catchUpUs = Math.max(catchUpUsMin, (toUs - fromUs) * catchUpShare)
    catchUpUsMax = Math.max(catchUpUsMax, catchUpUs)
    own.push({ fromUs, toUs, pausedUsBefore, catchUpUs, catchUpUsMax })
    pausedUsBefore += toUs - fromUs
  }
  return (observedUs) => {
    const lastIndex = lastBegun(own, observedUs)
    const last = own[lastIndex]
    if (last === undefined) return 0
    const pausedUs = last.pausedUsBefore + Math.min(observedUs, last.toUs) - last.fromUs
    let lateUs = 0
    for (let index = lastIndex; index >= 0; index--) {
      const pause = own[index] as OwnPause
      const pausedSinceUs = pausedUs - pause.pausedUsBefore
      const ranSinceUs = observedUs - pause.fromUs - pausedSinceUs
      if (ranSinceUs > pause.catchUpUsMax) break
      if (ranSinceUs <= pause.catchUpUs) lateUs = pausedSinceUs
    }
    return lateUs
  }
}

/** −1: none. */
function lastBegun(pauses: readonly Pause[], us: number): number {
  let [low, high] = [0, pauses.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((pauses[middle] as Pause).fromUs <= us) low = middle + 1
    else high = middle
  }
  return low - 1
}
