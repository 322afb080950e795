/** What of a latency may be the harness's own, because a thread of it stood still: what it did not read in time, and what it sent at once behind that. Pure. */

import type { Pause } from '../model/run-record.ts'

/**
 * Behind a pause, what has gathered is read at once: in a tenth of the time that it took, or what reading it takes at least, standstills left out; behind a
 * short one in no more than it took to gather.
 */
const catchUpShare = 0.1
const catchUpUsMin = 100_000

interface OwnPause extends Pause {
  /** µs of all pauses before it. */
  readonly pausedUsBefore: number
  /** For so long behind it, while the thread runs, what is seen may have come in it. */
  readonly catchUpUs: number
  /** The longest of those until then. */
  readonly catchUpUsMax: number
}

/** By how much later than it came, at most, what is seen at a moment may have been seen, µs: 0 for what no pause touched. It did not come before `sinceUs`. */
export type Lateness = (seenUs: number, sinceUs?: number) => number

/**
 * To read what gathered in a long pause may keep the thread from its next beat, and be told as a pause of its own. `pauses` in the order of time; of
 * several threads they may overlap, and count as one.
 */
export function latenessBehind(pauses: readonly Pause[]): Lateness {
  const own: OwnPause[] = []
  let pausedUsBefore = 0
  let catchUpUsMax = 0
  for (const { fromUs, toUs } of joined(pauses)) {
    const catchUpUs = Math.max(Math.min(catchUpUsMin, toUs - fromUs), (toUs - fromUs) * catchUpShare)
    catchUpUsMax = Math.max(catchUpUsMax, catchUpUs)
    own.push({ fromUs, toUs, pausedUsBefore, catchUpUs, catchUpUsMax })
    pausedUsBefore += toUs - fromUs
  }
  return (seenUs, sinceUs = Number.NEGATIVE_INFINITY) => {
    const lastIndex = lastBegun(own, seenUs)
    const last = own[lastIndex]
    if (last === undefined) return 0
    const pausedUs = last.pausedUsBefore + Math.min(seenUs, last.toUs) - last.fromUs
    let lateUs = 0
    for (let index = lastIndex; index >= 0; index--) {
      const pause = own[index] as OwnPause
      const pausedSinceUs = pausedUs - pause.pausedUsBefore
      const ranSinceUs = seenUs - pause.fromUs - pausedSinceUs
      if (ranSinceUs > pause.catchUpUsMax || pause.toUs <= sinceUs) break
      if (ranSinceUs <= pause.catchUpUs) lateUs = pausedSinceUs
    }
    return Math.min(lateUs, seenUs - sinceUs)
  }
}

/** For so many times its length, what a standstill of the generator held back may still be worked off. */
const workedOffTimes = 10
/** What a shorter one holds back is no more than arrivals bunch by themselves, and a busy machine has many of them. */
const heldBackUsMin = 50_000

/**
 * By how much what was due at a moment may have been finished later because the generator stood still before, µs: what it held back comes at once, and waits in
 * the system for its turn. A queue that works while there is work finishes nothing later than the arrivals before it came late: by the standstills' length.
 */
export function burstsBehind(pauses: readonly Pause[]): (dueUs: number) => number {
  const own = joined(pauses).filter(({ fromUs, toUs }) => toUs - fromUs >= heldBackUsMin)
  const endUs = ({ fromUs, toUs }: Pause): number => toUs + workedOffTimes * (toUs - fromUs)
  let latestUs = Number.NEGATIVE_INFINITY
  const latestEndUs = own.map((pause) => (latestUs = Math.max(latestUs, endUs(pause))))
  return (dueUs) => {
    let heldUs = 0
    for (let index = lastBegun(own, dueUs); index >= 0; index--) {
      if (dueUs > (latestEndUs[index] as number)) break
      const pause = own[index] as Pause
      if (dueUs <= endUs(pause)) heldUs += pause.toUs - pause.fromUs
    }
    return heldUs
  }
}

function joined(pauses: readonly Pause[]): Pause[] {
  const apart: Pause[] = []
  for (const pause of pauses) {
    const before = apart.at(-1)
    if (before === undefined || pause.fromUs >= before.toUs) apart.push(pause)
    else apart[apart.length - 1] = { fromUs: before.fromUs, toUs: Math.max(before.toUs, pause.toUs) }
  }
  return apart
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
