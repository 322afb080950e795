/** Starts the warden (warden.ts) of one environment. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** It ends by itself a moment after disposal, or after the harness, whichever comes first. */
export function startWarden(cacheFolder: string): Disposable {
  const warden = spawn(process.execPath, [join(import.meta.dirname, 'warden.ts'), cacheFolder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  })
  // Without it the sweep at the next start still holds, so its failing to start is no error.
  warden.on('error', () => undefined)
  warden.stdin.on('error', () => undefined)
  warden.unref()
  return { [Symbol.dispose]: () => warden.stdin.destroy() }
}
