/** Log lines as JSON on standard output, and how a process ends. */

import { writeSync } from 'node:fs'
import { after, nowText } from './clock.ts'

export type LogFields = Readonly<Record<string, unknown>>

/** One line. Synchronous, so that the last line before an end is never lost. */
export function logLine(fields: LogFields): void {
  const line = JSON.stringify({ at: nowText(), ...fields }, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  try {
    writeSync(1, `${line}\n`)
  } catch {
    // A full pipe or a reader that has gone must not stop the service.
  }
}

/** The line that says that a long-running service can be used from now on. */
export function logReady(service: string, port: number): void {
  logLine({ ready: true, service, port })
}

/** An error with its causes as text for a log line. The same cause a hundred times, as retries gather it, stands there once. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner = error instanceof AggregateError ? [...new Set(error.errors.map(errorText))].join('; ') : ''
  const cause = error.cause === undefined ? '' : ` <- ${errorText(error.cause)}`
  return `${error.message}${inner === '' ? '' : ` [${inner}]`}${cause}`
}

const drainTimeoutMs = 20_000

/** Runs a service until it ends: 0 after SIGTERM or SIGINT and a drained stop, 1 with a line after anything unhandled. */
export async function runService(service: string, main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      controller.abort()
      after(drainTimeoutMs, () => fail(new Error(`not drained within ${drainTimeoutMs} ms after ${name}`)))
    })
  }
  const fail = (error: unknown): never => {
    logLine({ level: 'error', service, error: errorText(error), stack: error instanceof Error ? error.stack : undefined })
    process.exit(1)
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  try {
    await main(controller.signal)
    logLine({ level: 'info', service, stopped: true })
    process.exit(0)
  } catch (error) {
    fail(error)
  }
}
