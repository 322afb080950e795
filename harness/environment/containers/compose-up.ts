/** Lets compose start a project, and waits until all of it is healthy. */

import { randomBytes } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import { DockerComposeEnvironment } from 'testcontainers'
import type { ContainersDefinition, ContainersStart } from '../../system/port.ts'
import { freePorts } from '../free-port.ts'
import { within } from '../wait.ts'
import type { StartOptions } from '../port.ts'
import { composeFailure } from './compose-failure.ts'
import type { Docker } from './engine.ts'
import { removeProject } from './project.ts'
import type { ProjectWatch } from './watch-project.ts'

const readyTimeoutMs = 180_000
/** Compose may fail a moment before the end of the container that it waited for is noticed. */
const deathNoticeMs = 3_000
/** After an interruption compose is not told to stop: what it still makes is removed until it has ended. */
const composeEndTimeoutMs = 20_000
const repository = resolve(import.meta.dirname, '../../..')

/** Its full path; a relative one is the repository's. */
export function composeFileOf({ composeFile }: ContainersDefinition): string {
  return resolve(repository, composeFile)
}

/** Free ports and fresh secrets for one start. */
export async function chooseStart({ ports: names }: ContainersDefinition): Promise<ContainersStart> {
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
export async function composeUp(definition: ContainersDefinition, input: ComposeInput): Promise<void> {
  const { docker, project, options, start, watch } = input
  const { signal } = options
  const file = composeFileOf(definition)
  const compose = new DockerComposeEnvironment(dirname(file), basename(file))
    .withProjectName(project)
    // Its reaper is an image that may not be here; the unwinding and the sweep by label do its work.
    .withAutoCleanup(false)
    .withStartupTimeout(readyTimeoutMs)
    .withEnvironment({ ...definition.environment(options, start) })
  // From here on the listener below hears it; what was aborted before would not be told again.
  signal.throwIfAborted()
  const up = compose.up().then(
    () => ({ kind: 'up' }) as const,
    (error: unknown) => ({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }) as const,
  )
  const aborted = new Promise<{ readonly kind: 'aborted' }>((resolveAborted) => {
    signal.addEventListener('abort', () => resolveAborted({ kind: 'aborted' }), { once: true })
  })
  const first = await Promise.race([up, aborted, watch.died.then((death) => ({ kind: 'died', death }) as const)])
  if (first.kind === 'up') return
  if (first.kind !== 'failed') await removeProject(docker, project)
  // Where compose fails, its library takes down what it has started, and those deaths are heard of before the failure: what it says counts.
  const last = first.kind === 'failed' ? first : await within(up, composeEndTimeoutMs)
  signal.throwIfAborted()
  const dead = first.kind === 'died' ? first.death : await within(watch.died, deathNoticeMs)
  // Who ends after it is ended by the library, healthy as it may be.
  throw composeFailure(last?.kind === 'failed' ? last.text : '', watch.unhealthy() ?? dead, options.logDir)
}
