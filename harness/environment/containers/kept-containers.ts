/** Containers that stay up between runs: started once, attached to by each run, removed when somebody says so. */

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { Endpoints, SystemDefinition } from '../../system/port.ts'
import { readSurroundings } from '../surroundings.ts'
import type { StartedEnvironment, StartOptions } from '../port.ts'
import { chooseStart, composeUp } from './compose-up.ts'
import { environmentOf } from './containers-environment.ts'
import { openEngine } from './engine.ts'
import { followLog } from './follow-log.ts'
import { listProject, removeProject } from './project.ts'
import { againWhilePortsAreTaken, containersOf } from './start-containers.ts'
import { keptProjectPrefix } from './sweep-projects.ts'
import { watchProject } from './watch-project.ts'

export interface KeptContainers {
  readonly project: string
  readonly endpoints: Endpoints
}

/** All of it is healthy when this resolves, and stays. On failure nothing stays. Throws what startContainers throws. */
export async function keepContainers(definition: SystemDefinition, options: StartOptions): Promise<KeptContainers> {
  const containers = containersOf(definition)
  const { docker } = await openEngine(readSurroundings())
  const logDir = resolve(options.logDir)
  mkdirSync(logDir, { recursive: true })
  return againWhilePortsAreTaken(async () => {
    const project = `${keptProjectPrefix}${randomBytes(4).toString('hex')}`
    await using watch = await watchProject(docker, { project, logDir, definition: containers })
    const start = await chooseStart(containers)
    try {
      await composeUp(containers, { docker, project, options, start, watch })
      options.signal.throwIfAborted()
    } catch (error) {
      watch.close()
      await removeProject(docker, project)
      throw error
    }
    return { project, endpoints: containers.endpoints(start) }
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
