/** The containers, networks and volumes of one compose project, by the labels that compose gives them. */

import type { Docker } from './engine.ts'

export interface ProjectContainer {
  readonly id: string
  /** As the harness names it: `kafka`, `api-0`; compose counts from 1, processes here from 0. */
  readonly name: string
  readonly service: string
  readonly replica: number
  readonly state: string
  readonly image: string
  /** Of the host, by the container's port. */
  readonly ports: ReadonlyMap<number, number>
}

const projectLabel = 'com.docker.compose.project'
const serviceLabel = 'com.docker.compose.service'
const numberLabel = 'com.docker.compose.container-number'
const oneOffLabel = 'com.docker.compose.oneoff'

/** Every container of the project, ended ones included, by name. `replicated`: services whose containers are counted in their names. */
export async function listProject(docker: Docker, project: string, replicated: ReadonlySet<string>): Promise<ProjectContainer[]> {
  const all = await docker.listContainers({ all: true, filters: { label: [`${projectLabel}=${project}`] } })
  return all
    .filter(({ Labels }) => Labels[oneOffLabel] !== 'True')
    .map(({ Id, Labels, State, Image, Ports }) => {
      const service = Labels[serviceLabel] ?? 'unknown'
      const replica = Number(Labels[numberLabel] ?? '1') - 1
      return {
        id: Id,
        service,
        replica,
        name: replicated.has(service) ? `${service}-${replica}` : service,
        state: State,
        image: Image,
        ports: new Map(Ports.filter(({ PublicPort }) => PublicPort > 0).map(({ PrivatePort, PublicPort }) => [PrivatePort, PublicPort])),
      }
    })
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

/** Ends and removes all of it: containers first, at once, since their data go with them. Gives the names of what was there. */
export async function removeProject(docker: Docker, project: string): Promise<string[]> {
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

/** What somebody else has removed, or is removing, in the meantime is gone as well. */
async function gone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409) throw error
  }
}
