/** How long what a service works with may be away: each failed try is told, the return too, and when patience ends that is an error. */

import { nowMs, pause } from './clock.ts'
import { errorText, logLine } from './log.ts'

export interface Patience {
  /** A try has failed. Throws when the first of this row of failures lies too far back. */
  failed(error: unknown): void
  /** It works again, or for the first time. */
  answered(): void
}

/** Patience has ended. */
export class GaveUp extends Error {}

const retryPauseMs = 1_000

/** `what` is waited for: `Kafka`, `the database`. */
export function patienceOf(service: string, what: string, patienceMs: number, now: () => number = nowMs): Patience {
  let sinceMs: number | undefined
  const seconds = (ms: number): number => Math.round(ms / 1_000)
  return {
    failed(error) {
      sinceMs ??= now()
      const awayMs = now() - sinceMs
      if (awayMs >= patienceMs) throw new GaveUp(`gave up: ${what} has not answered for ${seconds(awayMs)} s`, { cause: error })
      const waited = { forS: seconds(awayMs), givesUpAfterS: seconds(patienceMs) }
      logLine({ level: 'warn', service, waitsFor: what, ...waited, error: errorText(error) })
    },
    answered() {
      if (sinceMs !== undefined) logLine({ level: 'info', service, answersAgain: what, afterS: seconds(now() - sinceMs) })
      sinceMs = undefined
    },
  }
}

/** The stack's own topics are not there. */
export class NotMigrated extends Error {}

/** SQLSTATE classes of what no waiting mends: who may enter, a database that is not there, names that nobody knows. */
const lasting = /^(?:28|3D|42)/

/** What a try gives, the first that does not fail, with a second between two of them. Throws when patience ends, and at once what no waiting mends. */
export async function patiently<Value>(
  patience: Patience,
  attempt: () => Promise<Value>,
  stop?: AbortSignal,
  wait: typeof pause = pause,
): Promise<Value> {
  for (;;) {
    try {
      const value = await attempt()
      patience.answered()
      return value
    } catch (error) {
      if (isLasting(error) || stop?.aborted === true) throw error
      patience.failed(error)
      await wait(retryPauseMs, stop)
    }
  }
}

/** Whether no waiting mends it. */
export function isLasting(error: unknown): boolean {
  return error instanceof NotMigrated || lasting.test(codeOf(error))
}

/** The SQLSTATE or the system's code of an error; empty where it has none. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
