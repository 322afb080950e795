/** Containers that stay up between runs: started once, attached to by each run, removed when somebody says so. */

import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { Endpoints, SystemDefinition } from '../../system/port.ts'
import { removeEnvironmentFile, writeEnvironmentFile } from '../environment-file.ts'
import { ownIdentity } from '../process-identity.ts'
import { readSurroundings } from '../surroundings.ts'
import type { StartedEnvironment, StartOptions } from '../port.ts'
import { chooseStart, composeUp } from './compose-up.ts'
import { environmentOf } from './containers-environment.ts'
import { openEngine } from './engine.ts'
import { followLog } from './follow-log.ts'
import { listProject, removeProject } from './project.ts'
import { againWhilePortsAreTaken, containersOf } from './start-containers.ts'
import { nameProject } from './sweep-projects.ts'
import { watchProject } from './watch-project.ts'

export interface KeptContainers {
  readonly project: string
  readonly endpoints: Endpoints
}

/**
 * Calls `isUp` when all of it is healthy, to put it on file; it stays then. On failure, and when that throws, nothing stays. Throws what
 * startContainers throws.
 */
export async function keepContainers(
  definition: SystemDefinition,
  options: StartOptions,
  isUp: (kept: KeptContainers) => void,
): Promise<void> {
  const containers = containersOf(definition)
  const surroundings = readSurroundings()
  const { cacheFolder } = surroundings
  const { docker } = await openEngine(surroundings)
  const logDir = resolve(options.logDir)
  mkdirSync(logDir, { recursive: true })
  await againWhilePortsAreTaken(async () => {
    const { id, project } = nameProject('kept', surroundings)
    // On file while it starts: a sweep takes what is not.
    writeEnvironmentFile(cacheFolder, { id, harness: ownIdentity(), children: [], folders: [] })
    using unwind = new DisposableStack()
    unwind.defer(() => removeEnvironmentFile(cacheFolder, id))
    await using watch = await watchProject(docker, { project, logDir, definition: containers })
    const start = await chooseStart(containers)
    try {
      await composeUp(containers, { docker, project, options, start, watch })
      options.signal.throwIfAborted()
      isUp({ project, endpoints: containers.endpoints(start) })
    } catch (error) {
      watch.close()
      await removeProject(docker, project)
      throw error
    }
  })
}

/** Ends nothing of it when it is disposed of. Throws STACK_NOT_READY when it is not whole any more. */
export async function attachContainers(
  definition: SystemDefinition,
  { project, endpoints }: KeptContainers,
  options: Pick<StartOptions, 'logDir'>,
  sinceSeconds: number,
): Promise<StartedEnvironment> {
  const containers = containersOf(definition)
  const engine = await openEngine(readSurroundings())
  const { docker } = engine
  const found = await listProject(docker, project, containers)
  const ended = found.filter(({ state }) => state !== 'running')
  if (found.length === 0 || ended.length > 0) {
    const what = found.length === 0 ? 'is gone' : `is not whole: ${ended.map(({ name, state }) => `${name} is ${state}`).join(', ')}`
    throw new HarnessError('STACK_NOT_READY', `the stack that was kept up ${what}`, { hint: 'type tenfold down, then tenfold up' })
  }
  await using unwind = new AsyncDisposableStack()
  const logDir = resolve(options.logDir)
  const watch = unwind.use(await watchProject(docker, { project, logDir, definition: containers }))
  for (const { id, name } of found) unwind.use(await followLog(docker, id, resolve(logDir, `${name}.log`), sinceSeconds))
  // Awaited here: what a scope still holds when it returns is unwound.
  return await environmentOf({ kind: 'attach', engine, project, definition: containers, watch, logDir, endpoints, notes: [], unwind })
}

/** Gives the names of what was removed. */
export async function dropContainers(project: string): Promise<string[]> {
  const { docker } = await openEngine(readSurroundings())
  return removeProject(docker, project)
}
