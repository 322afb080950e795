/** What startContainers hands out: containers by name, their deaths, faults, and the end of all of it. */

import { join } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { ContainersDefinition, Endpoints } from '../../system/port.ts'
import { pause } from '../wait.ts'
import type { ProcessDeath, StartedEnvironment, StartedProcess } from '../port.ts'
import type { ProcessSample } from '../process-sample.ts'
import type { Engine } from './engine.ts'
import { listProject } from './project.ts'
import type { ProjectContainer } from './project.ts'
import type { ProjectWatch } from './watch-project.ts'
import { sampleContainers } from './sample-containers.ts'

const healthEveryMs = 100

class ContainersEnvironment implements StartedEnvironment {
  readonly kind: 'containers' | 'attach'
  readonly endpoints: Endpoints
  readonly processes: readonly StartedProcess[]
  readonly notes: readonly string[]
  readonly versions: Readonly<Record<string, string>>
  readonly died: Promise<ProcessDeath>
  readonly #engine: Engine
  readonly #containers: readonly ProjectContainer[]
  readonly #watch: ProjectWatch
  readonly #unwind: AsyncDisposable

  constructor(parts: {
    readonly kind: 'containers' | 'attach'
    readonly engine: Engine
    readonly containers: readonly ProjectContainer[]
    readonly watch: ProjectWatch
    readonly endpoints: Endpoints
    readonly processes: readonly StartedProcess[]
    readonly notes: readonly string[]
    readonly unwind: AsyncDisposable
  }) {
    this.kind = parts.kind
    this.#engine = parts.engine
    this.#containers = parts.containers
    this.#watch = parts.watch
    this.#unwind = parts.unwind
    this.died = parts.watch.died
    this.endpoints = parts.endpoints
    this.processes = parts.processes
    this.notes = parts.notes
    const images = parts.containers.map(({ name, image }) => [`image ${name}`, image] as const)
    this.versions = { docker: parts.engine.version, compose: parts.engine.composeVersion, ...Object.fromEntries(images) }
  }

  get restartable(): readonly string[] {
    return this.processes.map(({ name }) => name)
  }

  async sample(): Promise<readonly ProcessSample[]> {
    return sampleContainers(this.#engine.docker, this.#containers)
  }

  async signalProcess(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const container = this.#engine.docker.getContainer(this.#named(name).id)
    // The freezer stops every process of the container, which a signal to its first one would not.
    await (signal === 'SIGSTOP' ? container.pause() : container.unpause())
  }

  async restartProcess(name: string, signal: AbortSignal): Promise<void> {
    const { id } = this.#named(name)
    const container = this.#engine.docker.getContainer(id)
    this.#watch.expectDeath(name)
    await container.kill({ signal: 'SIGKILL' })
    await container.wait({ abortSignal: signal })
    await container.start()
    for (;;) {
      const { State: state } = await container.inspect()
      if (state.Health === undefined ? state.Running : state.Health.Status === 'healthy') return
      await pause(healthEveryMs, signal)
    }
  }

  expectDeaths(): never {
    throw new HarnessError('BAD_CONFIGURATION', 'kill points need processes that can be started with other switches each time', {
      hint: 'use --runtime local',
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#unwind[Symbol.asyncDispose]()
  }

  #named(name: string): ProjectContainer {
    const container = this.#containers.find((candidate) => candidate.name === name)
    if (container !== undefined) return container
    throw new HarnessError('UNKNOWN_NAME', `no container is called ${name}`, {
      hint: `there are ${this.#containers.map((candidate) => candidate.name).join(', ')}`,
    })
  }
}

/** The environment of a project that is up. `unwind` is taken over: it ends with the environment. */
export async function environmentOf({
  project,
  definition,
  logDir,
  unwind,
  ...parts
}: {
  readonly kind: 'containers' | 'attach'
  readonly engine: Engine
  readonly project: string
  readonly definition: ContainersDefinition
  readonly watch: ProjectWatch
  readonly logDir: string
  readonly endpoints: Endpoints
  readonly notes: readonly string[]
  readonly unwind: AsyncDisposableStack
}): Promise<StartedEnvironment> {
  const { docker } = parts.engine
  const containers = await listProject(docker, project, definition)
  const processes = await Promise.all(
    containers.map(async ({ name, id }) => {
      const { State: state } = await docker.getContainer(id).inspect()
      return { name, pid: state.Pid, logFile: join(logDir, `${name}.log`) }
    }),
  )
  return new ContainersEnvironment({ ...parts, containers, processes, unwind: unwind.move() })
}
