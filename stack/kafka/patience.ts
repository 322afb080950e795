/** How long Kafka may be away: each failed try is told, the return too, and when patience ends that is an error. Sets no timers. */

import { nowMs } from '../clock.ts'
import { errorText, logLine } from '../log.ts'

export interface Patience {
  /** A try has failed. Throws when the first of this row of failures lies too far back. */
  failed(error: unknown): void
  /** Kafka works again, or for the first time. */
  answered(): void
}

export function patienceOf(service: string, patienceMs: number, now: () => number = nowMs): Patience {
  let sinceMs: number | undefined
  const seconds = (ms: number): number => Math.round(ms / 1_000)
  return {
    failed(error) {
      sinceMs ??= now()
      const awayMs = now() - sinceMs
      if (awayMs >= patienceMs) throw new Error(`gave up: Kafka has not answered for ${seconds(awayMs)} s`, { cause: error })
      const waited = { forS: seconds(awayMs), givesUpAfterS: seconds(patienceMs) }
      logLine({ level: 'warn', service, waitsFor: 'Kafka', ...waited, error: errorText(error) })
    },
    answered() {
      if (sinceMs !== undefined) logLine({ level: 'info', service, answersAgain: 'Kafka', afterS: seconds(now() - sinceMs) })
      sinceMs = undefined
    },
  }
}
