/** A file that one process of the machine can hold at a time. One whose holder is dead is taken over. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { HarnessError, writeFailure } from '../model/errors.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { isRunning, ownIdentity } from './process-identity.ts'
import { pause, stopwatch } from './wait.ts'

export interface LockOptions {
  readonly timeoutMs: number
  /** Called once when somebody else holds it. */
  readonly onWait: () => void
  readonly signal: AbortSignal
}

const pollMs = 100

/** Resolves when it is ours, until disposed. Throws MISSING_PREREQUISITE after the time, and the signal's reason. */
export async function takeLock(file: string, { timeoutMs, onWait, signal }: LockOptions): Promise<Disposable> {
  const elapsedMs = stopwatch()
  for (let attempt = 1; !tryLock(file); attempt++) {
    const holder = readHolder(file)
    if (holder !== undefined && !isRunning(holder)) rmSync(file, { force: true })
    if (attempt === 1) onWait()
    if (elapsedMs() > timeoutMs) {
      throw new HarnessError('MISSING_PREREQUISITE', `another start has held ${file} for ${timeoutMs} ms`, {
        hint: 'remove that file if no other start is running',
      })
    }
    await pause(pollMs, signal)
  }
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(ownIdentity()), { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw writeFailure(error, file) ?? error
  }
}

function readHolder(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity
  } catch {
    // Not written yet, or just removed.
    return undefined
  }
}
