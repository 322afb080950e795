/** Time of this host: the one file that reads clocks and sets timers. */

import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** µs of CLOCK_MONOTONIC: comparable between the processes of one host. */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

/** Names the host since its last boot; times of other hosts cannot be compared with ours. */
export function readHostId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return hostname()
  }
}

/** Resolves after `ms`, or as soon as the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
  })
}

/** Calls back once after `ms`. */
export function after(ms: number, call: () => void): void {
  setTimeout(call, ms)
}

/** The instant now, for logs. */
export function nowText(): string {
  return new Date().toISOString()
}

/** Milliseconds for ages of cache entries. */
export function nowMs(): number {
  return performance.now()
}

/** Something that was waited for has not come in time. It may still be under way. */
export class TookTooLong extends Error {}

/** Rejects with `TookTooLong` when the promise has not settled in time, and as soon as the signal is aborted. */
export async function within<Value>(ms: number, what: string, promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  const stop = Promise.withResolvers<never>()
  const timer = setTimeout(() => stop.reject(new TookTooLong(`${what} took more than ${ms} ms`)), ms)
  const onAbort = (): void => stop.reject(new Error(`${what}: stopped meanwhile`))
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted === true) onAbort()
  try {
    return await Promise.race([promise, stop.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
