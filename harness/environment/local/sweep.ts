/** Ends what a dead harness left running and removes its folders. Touches nothing whose harness lives. */

import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { signalGroup } from './child.ts'
import type { EnvironmentFile, RecordedChild } from '../environment-file.ts'
import { readEnvironmentFiles, removeEnvironmentFile } from '../environment-file.ts'
import { isRunning } from '../process-identity.ts'
import { readSurroundings } from '../surroundings.ts'
import { pause, stopwatch } from '../wait.ts'

export interface Swept {
  readonly environments: number
  /** `kafka (pid 123)`. */
  readonly processes: readonly string[]
}

/** Every folder of ours begins so; nothing else is ever removed, whatever a file says. */
export const folderPrefix = 'tenfold-'

const orderlyMs = 2_000
const killedMs = 5_000

/** Sweeps all environments whose harness is gone. Safe to run twice at once, and beside a harness that lives. */
export async function sweepOrphans({ cacheFolder }: { readonly cacheFolder: string } = readSurroundings()): Promise<Swept> {
  const orphans = readEnvironmentFiles(cacheFolder).filter(({ harness }) => !isRunning(harness))
  const processes = (await Promise.all(orphans.map((orphan) => sweepOne(cacheFolder, orphan)))).flat()
  return { environments: orphans.length, processes }
}

async function sweepOne(cacheFolder: string, { id, children, folders }: EnvironmentFile): Promise<string[]> {
  const running = children.filter(isRunning)
  // In order first: PostgreSQL gives its shared memory back only then.
  for (const child of running) {
    signalGroup(child.pid, child.stopSignal)
    signalGroup(child.pid, 'SIGCONT')
  }
  await allGone(running, orderlyMs)
  for (const child of running.filter(isRunning)) signalGroup(child.pid, 'SIGKILL')
  const gone = await allGone(running, killedMs)
  for (const folder of folders.filter((path) => basename(path).startsWith(folderPrefix))) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  // Whatever cannot be ended (another user's) stays on file for the next sweep.
  if (gone) removeEnvironmentFile(cacheFolder, id)
  return running.map(({ name, pid }) => `${name} (pid ${pid})`)
}

async function allGone(children: readonly RecordedChild[], timeoutMs: number): Promise<boolean> {
  const elapsedMs = stopwatch()
  while (children.some(isRunning)) {
    if (elapsedMs() > timeoutMs) return false
    await pause(20)
  }
  return true
}
