/** Starts a system under test as containers of one compose project, ready to use, and ends all of it. */

import { existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { firstThrown, HarnessError } from '../../model/errors.ts'
import type { ContainersDefinition, SystemDefinition } from '../../system/port.ts'
import { removeEnvironmentFile, writeEnvironmentFile } from '../environment-file.ts'
import { ownIdentity } from '../process-identity.ts'
import { readSurroundings } from '../surroundings.ts'
import type { StartedEnvironment, StartOptions } from '../port.ts'
import { chooseStart, composeFileOf, composeUp } from './compose-up.ts'
import { environmentOf } from './containers-environment.ts'
import { openEngine } from './engine.ts'
import type { Docker } from './engine.ts'
import { removeProject } from './project.ts'
import { nameProject, sweepProjects } from './sweep-projects.ts'
import { watchProject } from './watch-project.ts'

/** A free port may be taken by another process between its choice and its use. */
const attemptsMax = 3

/**
 * Sweeps what killed runs have left, then starts the project under a name of its own; all of it is healthy when this resolves. On any
 * failure, and when the signal comes first (its reason is thrown), nothing stays. Throws NO_ENGINE, ENGINE_FORBIDDEN, ENGINE_STOPPED,
 * NO_COMPOSE, IMAGE_MISSING, PORT_TAKEN, STACK_NOT_READY, DISK_FULL.
 */
export async function startContainers(definition: SystemDefinition, options: StartOptions): Promise<StartedEnvironment> {
  const containers = containersOf(definition)
  return againWhilePortsAreTaken(() => startOnce(containers, options))
}

/** Throws BAD_CONFIGURATION for a system that has no such form, or whose compose file is not there. */
export function containersOf({ name, containers }: SystemDefinition): ContainersDefinition {
  if (containers !== undefined) {
    const file = composeFileOf(containers)
    if (existsSync(file)) return containers
    throw new HarnessError('BAD_CONFIGURATION', `system ${name}: there is no compose file ${file}`, {
      hint: 'a system file names it by its full path; the reference stack is in the repository alone, not in the package',
    })
  }
  throw new HarnessError('BAD_CONFIGURATION', `system ${name} does not say how it runs as containers`, {
    hint: 'use --runtime local, or add `containers` to the system file',
  })
}

export async function againWhilePortsAreTaken<Result>(start: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (thrown) {
      const error = firstThrown(thrown)
      if (!(error instanceof HarnessError && error.code === 'PORT_TAKEN') || attempt === attemptsMax) throw error
    }
  }
}

/** The engine's end is told as a death already, and this is off its file: the next start removes what the engine has kept. */
async function removeOrTell(docker: Docker, project: string, tell: (text: string) => void): Promise<void> {
  try {
    await removeProject(docker, project)
  } catch (error) {
    if (!(error instanceof HarnessError && error.code === 'ENGINE_STOPPED')) throw error
    tell(`${error.message}: ${error.hint}`)
  }
}

async function startOnce(definition: ContainersDefinition, options: StartOptions): Promise<StartedEnvironment> {
  const { progress, signal } = options
  signal.throwIfAborted()
  const surroundings = readSurroundings()
  const { cacheFolder } = surroundings
  const engine = await openEngine(surroundings)
  const { docker } = engine
  const swept = await sweepProjects(docker, surroundings)
  const notes = swept.length === 0 ? [] : [`removed what an earlier run had left: ${swept.join(', ')}`]
  for (const text of notes) options.note?.(text)
  await using unwind = new AsyncDisposableStack()
  const logDir = resolve(options.logDir)
  mkdirSync(logDir, { recursive: true })
  const { id, project } = nameProject('run', surroundings)
  // On file before anything exists: a sweep of another run takes what is not on file.
  writeEnvironmentFile(cacheFolder, { id, harness: ownIdentity(), children: [], folders: [] })
  unwind.defer(() => removeEnvironmentFile(cacheFolder, id))
  const watch = unwind.use(await watchProject(docker, { project, logDir, definition }))
  unwind.defer(async () => {
    watch.close()
    await removeOrTell(docker, project, progress)
  })
  const start = await chooseStart(definition)
  progress('starting containers')
  await composeUp(definition, { docker, project, options, start, watch })
  signal.throwIfAborted()
  const endpoints = definition.endpoints(start)
  // Awaited here: what a scope still holds when it returns is unwound.
  return await environmentOf({ kind: 'containers', engine, project, definition, watch, logDir, endpoints, notes, unwind })
}
