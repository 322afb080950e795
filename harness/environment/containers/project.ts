/** The containers, networks and volumes of one compose project, by the labels that compose gives them. */

import { HarnessError } from '../../model/errors.ts'
import type { ContainersDefinition } from '../../system/port.ts'
import { pause, stopwatch } from '../wait.ts'
import type { Docker } from './engine.ts'

export interface ProjectContainer {
  readonly id: string
  /** As the harness names it: `kafka`, `api-0`. */
  readonly name: string
  /** `running`, `exited`, … as the engine says. */
  readonly state: string
  readonly image: string
}

const removeTimeoutMs = 60_000
const removeEveryMs = 100
const projectLabel = 'com.docker.compose.project'
const serviceLabel = 'com.docker.compose.service'
const numberLabel = 'com.docker.compose.container-number'
const oneOffLabel = 'com.docker.compose.oneoff'

/** How the harness calls a container; compose counts from 1. */
export function nameOf({ replicated }: Pick<ContainersDefinition, 'replicated'>, service: string, number: number): string {
  return replicated.includes(service) ? `${service}-${number - 1}` : service
}

/** Every container of the project that is to stay, ended ones included, by name. */
export async function listProject(docker: Docker, project: string, definition: ContainersDefinition): Promise<ProjectContainer[]> {
  const all = await docker.listContainers({ all: true, filters: { label: [`${projectLabel}=${project}`] } })
  return all
    .filter(({ Labels }) => Labels[oneOffLabel] !== 'True' && !definition.once.includes(Labels[serviceLabel] ?? ''))
    .map(({ Id, Labels, State, Image }) => ({
      id: Id,
      name: nameOf(definition, Labels[serviceLabel] ?? 'unknown', Number(Labels[numberLabel] ?? '1')),
      state: State,
      image: Image,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Projects whose name begins so, of which anything is left. */
export async function projectsNamed(docker: Docker, prefix: string): Promise<string[]> {
  const filters = { label: [projectLabel] }
  const [containers, { Networks }, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }).then((networks) => ({ Networks: networks })),
    docker.listVolumes({ filters }),
  ])
  const labels = [...containers, ...Networks, ...Volumes].map(({ Labels }) => Labels?.[projectLabel] ?? '')
  return [...new Set(labels)].filter((name) => name.startsWith(prefix)).toSorted()
}

const engineGoneCodes: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/**
 * Ends and removes all of it: containers first, at once, since their data go with them. What compose is still making, or what is still in
 * use, is looked for again until nothing is there, for a bounded time. Gives the names of what was there. Throws ENGINE_STOPPED.
 */
export async function removeProject(docker: Docker, project: string): Promise<string[]> {
  const removed = new Set<string>()
  const elapsedMs = stopwatch()
  for (;;) {
    const found = await removeOnce(docker, project).catch((error: unknown) => throwRemoval(error))
    if (found.length === 0) return [...removed]
    if (elapsedMs() > removeTimeoutMs) {
      throw new HarnessError('STACK_NOT_READY', `the engine does not remove ${found.join(', ')}`, {
        hint: 'see what holds it (docker ps -a), then type tenfold down --orphans',
      })
    }
    for (const name of found) removed.add(name)
    await pause(removeEveryMs)
  }
}

async function removeOnce(docker: Docker, project: string): Promise<string[]> {
  const filters = { label: [`${projectLabel}=${project}`] }
  const containers = await docker.listContainers({ all: true, filters })
  await Promise.all(containers.map(({ Id }) => gone(docker.getContainer(Id).remove({ force: true, v: true }))))
  const networks = await docker.listNetworks({ filters })
  await Promise.all(networks.map(({ Id }) => gone(docker.getNetwork(Id).remove())))
  const { Volumes: volumes } = await docker.listVolumes({ filters })
  await Promise.all(volumes.map(({ Name }) => gone(docker.getVolume(Name).remove())))
  return [
    ...containers.map(({ Names }) => `container ${(Names[0] ?? '').replace(/^\//, '')}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...volumes.map(({ Name }) => `volume ${Name}`),
  ]
}

/** An engine that is not there to remove anything is the world's, not a mistake of ours. */
function throwRemoval(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !engineGoneCodes.has(code)) throw error
  throw new HarnessError('ENGINE_STOPPED', `the container engine stopped answering (${code}), so its containers could not be removed`, {
    hint: 'start it again, then type tenfold down --orphans',
  })
}

/** What somebody else has removed, or is removing, is gone as well; what is in use still (409, or 403 of a network) is asked for again. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409 && status !== 403) throw error
  }
}
