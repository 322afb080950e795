/** Turns signals of the operating system into abort signals: the first asks to stop, the second to stop at once. */

import type { Interruption } from './context.ts'

type Stop = 'SIGINT' | 'SIGTERM'

/** The part of `process` that is needed: tests give an emitter of their own. */
export interface SignalSource {
  on(signal: Stop, handler: (signal: Stop) => void): unknown
}

export interface InterruptionControl {
  /** Signals are taken from the first call on; before it they end the process as they always do. */
  readonly listen: () => Interruption
  readonly isListening: () => boolean
  /** Asks the command to stop as a first signal does, but with another reason: a bug elsewhere in the process. */
  readonly abort: (reason: unknown) => void
  readonly cause: () => Stop | undefined
}

/** `onThird` is called for every signal after the second. */
export function interruptionControl(source: SignalSource, onThird: (signal: Stop) => void): InterruptionControl {
  const [first, second] = [new AbortController(), new AbortController()]
  let cause: Stop | undefined
  let listening = false

  function handle(signal: Stop): void {
    if (second.signal.aborted) return onThird(signal)
    if (first.signal.aborted) return second.abort(interruptedBy(signal))
    cause = signal
    first.abort(interruptedBy(signal))
  }

  function listen(): Interruption {
    if (!listening) {
      listening = true
      source.on('SIGINT', handle)
      source.on('SIGTERM', handle)
    }
    return { signal: first.signal, now: second.signal, cause: () => cause }
  }

  return { listen, isListening: () => listening, abort: (reason) => first.abort(reason), cause: () => cause }
}

function interruptedBy(signal: Stop): Error {
  const error = new Error(`interrupted by ${signal}`)
  error.name = 'AbortError'
  return error
}
