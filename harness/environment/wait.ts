/** Waiting with a bound. The only file of this room that sets timers or looks at a clock. */

import { setTimeout as timer } from 'node:timers/promises'

/** Resolves after the time; throws the signal's reason when that comes first. */
export async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  try {
    await timer(durationMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** What the promise gives, or undefined when it has not settled in time or the signal comes first. */
export async function within<T>(promise: Promise<T>, durationMs: number, signal?: AbortSignal): Promise<T | undefined> {
  const stop = new AbortController()
  const limit = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal])
  try {
    return await Promise.race([promise, timer(durationMs, undefined, { signal: limit }).catch(() => undefined)])
  } finally {
    stop.abort()
  }
}

/** Milliseconds of a monotonic clock since the call of `stopwatch`. */
export function stopwatch(): () => number {
  const startMs = performance.now()
  return () => performance.now() - startMs
}
