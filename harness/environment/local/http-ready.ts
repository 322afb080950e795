/** Asks a process over HTTP whether it is ready, until it says yes. */

import { HarnessError } from '../../model/errors.ts'
import { pause, stopwatch } from '../wait.ts'

export interface ReadyQuestion {
  readonly name: string
  readonly port: number
  readonly path: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const askTimeoutMs = 2_000
const pollMs = 50

/** Resolves at the first 200; throws STACK_NOT_READY with the last answer. */
export async function waitUntilAnswers({ name, port, path, timeoutMs, signal }: ReadyQuestion): Promise<void> {
  const elapsedMs = stopwatch()
  for (;;) {
    const answer = await ask(`http://127.0.0.1:${port}${path}`, signal)
    if (answer === 'ready') return
    if (elapsedMs() > timeoutMs) {
      throw new HarnessError('STACK_NOT_READY', `${name} was not ready after ${timeoutMs} ms: ${answer}`, {
        hint: `see ${name}'s log in the run folder`,
      })
    }
    await pause(pollMs, signal)
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(askTimeoutMs)]) })
    const body = await response.text()
    return response.status === 200 ? 'ready' : `${response.status} ${body.slice(0, 200)}`
  } catch (error) {
    signal.throwIfAborted()
    return String(error)
  }
}
