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

/** What no waiting mends: the stack's own tables or topics are not there. */
export class NotMigrated extends Error {}

/** What a try gives, the first that does not fail, with a second between two of them. Throws when patience ends, and what is `NotMigrated`. */
export async function patiently<Value>(patience: Patience, attempt: () => Promise<Value>, stop?: AbortSignal): Promise<Value> {
  for (;;) {
    try {
      const value = await attempt()
      patience.answered()
      return value
    } catch (error) {
      if (error instanceof NotMigrated || stop?.aborted === true) throw error
      patience.failed(error)
      await pause(retryPauseMs, stop)
    }
  }
}
