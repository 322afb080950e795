/** Starts a system under test as containers of one compose project, ready to use, and ends all of it. */

import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { DockerComposeEnvironment } from 'testcontainers'
import { firstThrown, HarnessError } from '../../model/errors.ts'
import type { ContainersDefinition, ContainersStart, SystemDefinition } from '../../system/port.ts'
import { removeEnvironmentFile, writeEnvironmentFile } from '../local/environment-file.ts'
import { freePorts } from '../local/free-port.ts'
import { ownIdentity } from '../local/process-identity.ts'
import { readSurroundings } from '../local/surroundings.ts'
import { within } from '../local/wait.ts'
import type { StartedEnvironment, StartOptions } from '../port.ts'
import { composeFailure } from './compose-failure.ts'
import { ContainersEnvironment } from './containers-environment.ts'
import type { Docker } from './engine.ts'
import { openEngine } from './engine.ts'
import { listProject, removeProject } from './project.ts'
import { runProjectPrefix, sweepProjects } from './sweep-projects.ts'
import { watchProject } from './watch-project.ts'
import type { ProjectWatch } from './watch-project.ts'

const readyTimeoutMs = 180_000
/** A free port may be taken by another process between its choice and its use. */
const attemptsMax = 3
/** Compose may fail a moment before the end of the container that it waited for is noticed. */
const deathNoticeMs = 3_000
/** After an interruption compose is not told to stop: what it still makes is removed until it has ended. */
const composeEndTimeoutMs = 20_000
const repository = resolve(import.meta.dirname, '../../..')

/**
 * Sweeps what killed runs have left, then starts the project under a name of its own; all of it is healthy when this resolves. On any
 * failure, and when the signal comes first (its reason is thrown), nothing stays. Throws NO_ENGINE, ENGINE_FORBIDDEN, ENGINE_STOPPED,
 * NO_COMPOSE, IMAGE_MISSING, PORT_TAKEN, STACK_NOT_READY, DISK_FULL.
 */
export async function startContainers(definition: SystemDefinition, options: StartOptions): Promise<StartedEnvironment> {
  const { containers } = definition
  if (containers === undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `system ${definition.name} does not say how it runs as containers`, {
      hint: 'use --runtime local, or add `containers` to the system file',
    })
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(containers, options)
    } catch (thrown) {
      const error = firstThrown(thrown)
      if (!(error instanceof HarnessError && error.code === 'PORT_TAKEN') || attempt === attemptsMax) throw error
    }
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
  await using unwind = new AsyncDisposableStack()
  const logDir = resolve(options.logDir)
  mkdirSync(logDir, { recursive: true })
  const id = `${process.pid}-${randomBytes(4).toString('hex')}`
  const project = `${runProjectPrefix}${id}`
  // On file before anything exists: a sweep of another run takes what is not on file.
  writeEnvironmentFile(cacheFolder, { id, harness: ownIdentity(), children: [], folders: [] })
  unwind.defer(() => removeEnvironmentFile(cacheFolder, id))
  const replicated = new Set(definition.replicated)
  const watch = unwind.use(await watchProject(docker, { project, logDir, replicated, once: new Set(definition.once) }))
  unwind.defer(async () => {
    watch.close()
    await removeProject(docker, project)
  })
  const start = await chooseStart(definition)
  progress('starting containers')
  await composeUp(definition, { docker, project, options, start, watch })
  signal.throwIfAborted()
  const all = await listProject(docker, project, replicated)
  const running = all.filter(({ service }) => !definition.once.includes(service))
  const processes = await Promise.all(
    running.map(async ({ name, id: container }) => {
      const { State: state } = await docker.getContainer(container).inspect()
      return { name, pid: state.Pid, logFile: resolve(logDir, `${name}.log`) }
    }),
  )
  const notes = swept.length === 0 ? [] : [`removed what an earlier run had left: ${swept.join(', ')}`]
  const endpoints = definition.endpoints(start)
  return new ContainersEnvironment({ engine, containers: running, watch, endpoints, processes, notes, unwind: unwind.move() })
}

async function chooseStart({ ports: names }: ContainersDefinition): Promise<ContainersStart> {
  const ports = await freePorts(names.length)
  return {
    ports: Object.fromEntries(names.map((name, index) => [name, ports[index] ?? 0])),
    adminKey: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  }
}

interface ComposeInput {
  readonly docker: Docker
  readonly project: string
  readonly options: StartOptions
  readonly start: ContainersStart
  readonly watch: ProjectWatch
}

/** Resolves when every container is healthy; throws what stopped that. */
async function composeUp(definition: ContainersDefinition, input: ComposeInput): Promise<void> {
  const { docker, project, options, start, watch } = input
  const { signal } = options
  const file = resolve(repository, definition.composeFile)
  const compose = new DockerComposeEnvironment(dirname(file), basename(file))
    .withProjectName(project)
    // Its reaper is an image that may not be here; the unwinding and the sweep by label do its work.
    .withAutoCleanup(false)
    .withStartupTimeout(readyTimeoutMs)
    .withEnvironment({ ...definition.environment(options, start) })
  const up = compose.up().then(
    () => ({ kind: 'up' }) as const,
    (error: unknown) => ({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }) as const,
  )
  const aborted = new Promise<{ readonly kind: 'aborted' }>((resolveAborted) => {
    signal.addEventListener('abort', () => resolveAborted({ kind: 'aborted' }), { once: true })
  })
  const first = await Promise.race([up, aborted, watch.died.then((death) => ({ kind: 'died', death }) as const)])
  if (first.kind === 'up') return
  if (first.kind !== 'failed') {
    await removeProject(docker, project)
    await within(up, composeEndTimeoutMs)
  }
  signal.throwIfAborted()
  const dead = first.kind === 'died' ? first.death : await within(watch.died, deathNoticeMs)
  throw composeFailure(first.kind === 'failed' ? first.text : '', dead ?? watch.unhealthy())
}
