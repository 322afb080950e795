/** How long a thread did not run when it should have: the longest lateness of a regular beat. Knows no load. */

import { monotonicUs } from './clock.ts'

/** Short against any pause that matters (200 ms), rare enough to cost nothing. */
const usualBeatMs = 10

export interface PauseWatch {
  /** Longest pause since the start, in ms: how late a beat came. Turns of up to a beat's length cannot be told from waiting. */
  pauseMsMax(): number
  /** Forgets what was. */
  startOver(): void
  stop(): void
}

export function watchPauses(beatMs = usualBeatMs): PauseWatch {
  let lastUs = monotonicUs()
  let longestUs = 0
  const beat = (): void => {
    const nowUs = monotonicUs()
    longestUs = Math.max(longestUs, nowUs - lastUs - beatMs * 1_000)
    lastUs = nowUs
  }
  const timer = setInterval(beat, beatMs)
  return {
    pauseMsMax: () => {
      beat()
      return longestUs / 1_000
    },
    startOver: () => {
      lastUs = monotonicUs()
      longestUs = 0
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
