/** Starts the warden (warden.ts) of one environment. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { within } from '../wait.ts'

/** Bound on the wait for its end; it has nothing to do by then. */
const endTimeoutMs = 1_000

/** It ends with its disposal, or by itself a moment after the harness, whichever comes first. */
export function startWarden(cacheFolder: string): AsyncDisposable {
  const warden = spawn(process.execPath, [join(import.meta.dirname, 'warden.ts'), cacheFolder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  // Without it the sweep at the next start still holds, so its failing to start is no error.
  const ended = new Promise<void>((resolve) => {
    warden.once('error', () => resolve())
    warden.once('exit', () => resolve())
  })
  warden.stdin.on('error', () => undefined)
  warden.unref()
  return {
    async [Symbol.asyncDispose]() {
      warden.ref()
      warden.stdin.end('done')
      await within(ended, endTimeoutMs)
    },
  }
}
