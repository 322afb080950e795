/** `up` and `down`: a stack that outlives the command that started it, or (local processes) is held by it until it is told to end. */

import { join } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import type { Endpoints, SystemDefinition } from '../system/port.ts'
import { findKept } from './attach.ts'
import { readKept, removeKept, writeKept } from './kept-stack.ts'
import type { KeptStack } from './kept-stack.ts'
import { isRunning, ownIdentity } from './local/process-identity.ts'
import { startLocal } from './local/start-local.ts'
import { readSurroundings } from './local/surroundings.ts'
import { sweepOrphans } from './local/sweep.ts'
import { pause, stopwatch } from './local/wait.ts'
import type { ProcessDeath, StartOptions } from './port.ts'
import { noContainers } from './start.ts'

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

/** Starts the stack and leaves it up. Local processes are held until the signal. Throws what the start throws, BAD_CONFIGURATION when one is up. */
export async function keepUp(definition: SystemDefinition, options: KeepOptions): Promise<Kept> {
  const { cacheFolder } = readSurroundings()
  const before = findKept()
  if (before !== undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `a stack is up already, since ${before.startedAt}`, { hint: 'type tenfold down first' })
  }
  const logDir = join(cacheFolder, 'kept', 'logs')
  const start = { ...options, logDir }
  const tell = (endpoints: Endpoints, held: KeptStack['held']): void => {
    const { toolVersion, matchers, startedAt } = options
    const kept: KeptStack = { schemaVersion: 1, system: definition.name, toolVersion, matchers, startedAt, endpoints, held }
    writeKept(cacheFolder, kept)
    options.isUp(kept, logDir)
  }
  if (await wantsContainers(definition, options)) {
    const { keepContainers } = await import('./containers/kept-containers.ts')
    const { project, endpoints } = await keepContainers(definition, start)
    tell(endpoints, { by: 'engine', project })
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

async function wantsContainers(definition: SystemDefinition, { runtime }: Pick<KeepOptions, 'runtime'>): Promise<boolean> {
  if (runtime !== 'auto') return runtime === 'containers'
  if (definition.containers === undefined) return false
  const { openEngine } = await import('./containers/engine.ts')
  try {
    await openEngine(readSurroundings())
    return true
  } catch (error) {
    if (error instanceof HarnessError && noContainers.has(error.code)) return false
    throw error
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
  const [{ openEngine }, { sweepProjects }] = await Promise.all([
    import('./containers/engine.ts'),
    import('./containers/sweep-projects.ts'),
  ])
  // Containers first: what tells whose they are is on file until the other sweep.
  let containers: readonly string[] = []
  try {
    containers = await sweepProjects((await openEngine(surroundings)).docker, surroundings)
  } catch (error) {
    if (!(error instanceof HarnessError && noContainers.has(error.code))) throw error
  }
  const { processes } = await sweepOrphans(surroundings)
  return [...containers, ...processes]
}
