/** How long a thread did not run when it should have: the longest lateness of a regular beat. Knows no load. */

import type { Pause } from '../model/run-record.ts'
import { monotonicUs } from './clock.ts'
import { LongestPauses } from './longest-pauses.ts'

/** Short against any pause that matters (200 ms), rare enough to cost nothing. */
const usualBeatMs = 10

/** Less than a beat cannot be told from waiting. Budgets of some tens of ms are turned by no more than this. */
const toldUsMin = 10_000

export interface PauseWatch {
  /** Longest pause since the start, in ms: how late a beat came. Turns of up to a beat's length cannot be told from waiting. */
  pauseMsMax(): number
  /** Those of 10 ms and more, on the monotonic clock, in the order of time; of very many the longest. */
  pauses(): readonly Pause[]
  /** Forgets what was. */
  startOver(): void
  stop(): void
}

export function watchPauses(beatMs = usualBeatMs): PauseWatch {
  let lastUs = monotonicUs()
  let longestUs = 0
  let pauses = new LongestPauses()
  const beat = (): void => {
    const nowUs = monotonicUs()
    const pauseUs = nowUs - lastUs - beatMs * 1_000
    longestUs = Math.max(longestUs, pauseUs)
    if (pauseUs >= toldUsMin) pauses.add({ fromUs: lastUs, toUs: nowUs })
    lastUs = nowUs
  }
  const timer = setInterval(beat, beatMs)
  return {
    pauseMsMax: () => {
      beat()
      return longestUs / 1_000
    },
    pauses: () => {
      beat()
      return pauses.told
    },
    startOver: () => {
      lastUs = monotonicUs()
      longestUs = 0
      pauses = new LongestPauses()
    },
    stop: () => clearInterval(timer),
  }
}

/** CPU time of the calling thread in ms, user and system. */
export function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Stops the calling thread for a time: no timer, no socket. A fault, for the tests of the ruler. */
export function stopThread(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs)
}
