/**
 * Started beside the harness with a pipe from it: when the pipe ends, the harness is gone, and what it left is swept at once.
 * After an orderly end there is nothing to sweep. It only shortens the time; the sweep at the next start is the guarantee.
 */

import { sweepOrphans } from './sweep.ts'
import { pause } from '../wait.ts'

const attempts = 5
const betweenMs = 200

const cacheFolder = process.argv[2]
if (cacheFolder === undefined) throw new Error('usage: warden.ts CACHE_FOLDER')

// A word on the pipe means that the end was orderly: nothing is left, and nobody should wait for this process.
process.stdin.once('data', () => process.exit(0))
process.stdin.once('close', () => void sweep(cacheFolder))

async function sweep(folder: string): Promise<void> {
  // The pipe closes a moment before the process is gone from the table, and a large one takes a while to go.
  for (let attempt = 0; attempt < attempts; attempt++) {
    await pause(betweenMs)
    await sweepOrphans({ cacheFolder: folder })
  }
}
