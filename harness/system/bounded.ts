/** One time limit for every call to a system under test, and one way to tell that it did not answer. */

import { HarnessError } from '../model/errors.ts'

/** Every call ends within it, whatever the caller's signal does. */
export const callTimeoutMs = 30_000

/** Runs one call under the caller's signal and the time limit. Its failure is told as TARGET_UNREACHABLE; an abort is the signal's reason. */
export async function bounded<T>(what: string, signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const limit = AbortSignal.timeout(callTimeoutMs)
  const both = AbortSignal.any([signal, limit])
  const stop = Promise.withResolvers<never>()
  const onAbort = (): void => stop.reject(both.reason)
  both.addEventListener('abort', onAbort, { once: true })
  try {
    // A client library may not look at signals: the race is what holds.
    return await Promise.race([call(both), stop.promise])
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof HarnessError
      ? error
      : unreachable(what, limit.aborted ? `no answer in ${callTimeoutMs} ms` : describe(error), error)
  } finally {
    both.removeEventListener('abort', onAbort)
  }
}

/** The error of a target that did not answer, or not as its contract says. */
export function unreachable(what: string, seen: string, cause?: unknown): HarnessError {
  return new HarnessError('TARGET_UNREACHABLE', `${what}: ${seen}`, {
    hint: 'see whether the stack is up, and its logs in the run folder',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** An error in one line, with what caused it: fetch tells the reason there alone. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message
}
