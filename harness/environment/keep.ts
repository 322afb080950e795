/** `up` and `down`: a stack that outlives the command that started it, or (local processes) is held by it until it is told to end. */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import type { Endpoints, SystemDefinition } from '../system/port.ts'
import { startsNothing } from './attach-elsewhere.ts'
import { findKept } from './attach.ts'
import { keptLogs, readKept, removeKept, writeKept } from './kept-stack.ts'
import type { KeptStack } from './kept-stack.ts'
import { isRunning, ownIdentity } from './process-identity.ts'
import { takeLock } from './lock.ts'
import { startLocal } from './local/start-local.ts'
import { readSurroundings } from './surroundings.ts'
import { sweepOrphans } from './local/sweep.ts'
import { pause, stopwatch } from './wait.ts'
import type { ProcessDeath, StartOptions } from './port.ts'
import { canDoWithout, noContainers } from './start.ts'

export interface KeepOptions extends Omit<StartOptions, 'logDir'> {
  readonly runtime: 'auto' | 'containers' | 'local'
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Called once it is up, with where its processes' output goes. */
  readonly isUp: (kept: KeptStack, logDir: string) => void
}

/** How `keepUp` ended: the containers stay; processes are gone, because the signal came or because one of them died. */
export type Kept = { readonly kind: 'stays' } | { readonly kind: 'ended' } | { readonly kind: 'died'; readonly death: ProcessDeath }

const holderEndTimeoutMs = 30_000
/** Long enough to take a lock over whose holder is dead. */
const lockTimeoutMs = 500

/** Starts the stack and leaves it up. Local processes are held until the signal. Throws what the start throws, BAD_CONFIGURATION when one is up. */
export async function keepUp(definition: SystemDefinition, options: KeepOptions): Promise<Kept> {
  if (startsNothing(definition)) {
    throw new HarnessError('BAD_CONFIGURATION', `system ${definition.name} starts nothing, so there is nothing to keep up`, {
      hint: 'tenfold run attaches to it as it is',
    })
  }
  const { cacheFolder } = readSurroundings()
  mkdirSync(join(cacheFolder, 'kept'), { recursive: true, mode: 0o700 })
  using _lock = await onlyOne(join(cacheFolder, 'kept', 'up.lock'), options.signal)
  const before = findKept()
  if (before !== undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `a stack is up already, since ${before.startedAt}`, { hint: 'type tenfold down first' })
  }
  const logDir = keptLogs(cacheFolder)
  rmSync(logDir, { recursive: true, force: true })
  const start = { ...options, logDir }
  const tell = (endpoints: Endpoints, held: KeptStack['held']): void => {
    const { toolVersion, matchers, startedAt } = options
    const kept: KeptStack = { schemaVersion: 1, system: definition.name, toolVersion, matchers, startedAt, endpoints, held }
    writeKept(cacheFolder, kept)
    options.isUp(kept, logDir)
  }
  if (await wantsContainers(definition, options)) {
    const { keepContainers } = await import('./containers/kept-containers.ts')
    await keepContainers(definition, start, ({ project, endpoints }) => tell(endpoints, { by: 'engine', project }))
    return { kind: 'stays' }
  }
  await using environment = await startLocal(definition, start)
  tell(environment.endpoints, { by: 'process', holder: ownIdentity() })
  try {
    const ended = new Promise<Kept>((resolve) => options.signal.addEventListener('abort', () => resolve({ kind: 'ended' }), { once: true }))
    return await Promise.race([ended, environment.died.then((death) => ({ kind: 'died', death }) as const)])
  } finally {
    removeKept(cacheFolder)
  }
}

/** Held for as long as `up` runs: another one is told at once, whether the first is still starting or up. */
async function onlyOne(file: string, signal: AbortSignal): Promise<Disposable> {
  try {
    return await takeLock(file, { timeoutMs: lockTimeoutMs, onWait: () => undefined, signal })
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'MISSING_PREREQUISITE') throw error
    const kept = findKept()
    const what = kept === undefined ? 'another tenfold up is starting' : `a stack is up already, since ${kept.startedAt}`
    throw new HarnessError('BAD_CONFIGURATION', what, { hint: 'type tenfold down first' })
  }
}

/** `auto` tells why where it takes processes. */
async function wantsContainers(definition: SystemDefinition, { runtime, note }: Pick<KeepOptions, 'runtime' | 'note'>): Promise<boolean> {
  if (runtime !== 'auto') return runtime === 'containers'
  if (definition.containers === undefined) {
    note?.(`runtime local: system ${definition.name} does not say how it runs as containers`)
    return false
  }
  const { openEngine } = await import('./containers/engine.ts')
  try {
    await openEngine(readSurroundings())
    return true
  } catch (error) {
    if (!canDoWithout(definition, error)) throw error
    note?.(`runtime local: ${error.message}`)
    return false
  }
}

/** Ends what is kept up. Gives a line for each thing that was ended; none when nothing was up. */
export async function endKept(): Promise<string[]> {
  const { cacheFolder } = readSurroundings()
  const kept = readKept(cacheFolder)
  if (kept === undefined) return []
  if (kept.held.by === 'engine') {
    const { dropContainers } = await import('./containers/kept-containers.ts')
    const removed = await dropContainers(kept.held.project)
    removeKept(cacheFolder)
    return removed
  }
  const { holder } = kept.held
  const wasRunning = isRunning(holder)
  if (wasRunning) process.kill(holder.pid, 'SIGTERM')
  const elapsedMs = stopwatch()
  while (isRunning(holder)) {
    if (elapsedMs() > holderEndTimeoutMs) {
      throw new HarnessError('STACK_NOT_READY', `the process that holds the stack (pid ${holder.pid}) does not end`, {
        hint: `end it with kill -9 ${holder.pid}, then type tenfold down --orphans`,
      })
    }
    await pause(50)
  }
  removeKept(cacheFolder)
  return wasRunning ? [`processes held by pid ${holder.pid}`] : []
}

/** Removes what killed harnesses have left, of both forms. Gives a line for each thing. */
export async function endOrphans(): Promise<string[]> {
  const surroundings = readSurroundings()
  const [{ openEngine }, { sweepKept, sweepProjects }] = await Promise.all([
    import('./containers/engine.ts'),
    import('./containers/sweep-projects.ts'),
  ])
  // Containers first: what tells whose they are is on file until the other sweep.
  let containers: readonly string[] = []
  try {
    const { docker } = await openEngine(surroundings)
    containers = [...(await sweepProjects(docker, surroundings)), ...(await sweepKept(docker, surroundings))]
  } catch (error) {
    if (!(error instanceof HarnessError && noContainers.has(error.code))) throw error
  }
  const { processes } = await sweepOrphans(surroundings)
  return [...containers, ...processes]
}
