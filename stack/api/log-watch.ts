/** Whether the log answers: doubted after a send that failed, and asked from then on until it does. Knows no records. */

import { nowMs, pause, within } from '../clock.ts'
import { errorText, logLine } from '../log.ts'

const askTimeoutMs = 2_000
const askPauseMs = 250
const tellEveryMs = 5_000

export interface LogWatch extends Disposable {
  readonly away: boolean
  /** From now on it counts as away, until it has answered. */
  doubt(error: unknown): void
}

/** `ask` resolves when the log can take something. */
export function watchLog(ask: () => Promise<unknown>): LogWatch {
  const stop = new AbortController()
  let away = false
  return {
    get away() {
      return away
    },
    doubt(error) {
      if (away || stop.signal.aborted) return
      away = true
      void askOn(error)
    },
    [Symbol.dispose]() {
      stop.abort()
    },
  }

  async function askOn(first: unknown): Promise<void> {
    const sinceMs = nowMs()
    let toldMs = sinceMs
    const fields = (): Readonly<Record<string, unknown>> => ({ service: 'api', awayMs: Math.round(nowMs() - sinceMs) })
    logLine({ level: 'warn', ...fields(), waitsFor: 'Kafka', error: errorText(first) })
    while (!stop.signal.aborted) {
      try {
        await within(askTimeoutMs, 'an answer of the log', ask(), stop.signal)
        away = false
        logLine({ level: 'info', ...fields(), answersAgain: 'Kafka' })
        return
      } catch (error) {
        if (nowMs() - toldMs >= tellEveryMs) {
          toldMs = nowMs()
          logLine({ level: 'warn', ...fields(), waitsFor: 'Kafka', error: errorText(error) })
        }
        await pause(askPauseMs, stop.signal)
      }
    }
  }
}
