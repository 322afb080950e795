/** What startContainers hands out: containers by name, their deaths, faults, and the end of all of it. */

import { HarnessError } from '../../model/errors.ts'
import type { Endpoints } from '../../system/port.ts'
import { pause } from '../local/wait.ts'
import type { ProcessDeath, StartedEnvironment, StartedProcess } from '../port.ts'
import type { ProcessSample } from '../process-sample.ts'
import type { Engine } from './engine.ts'
import type { ProjectContainer } from './project.ts'
import type { ProjectWatch } from './watch-project.ts'
import { sampleContainers } from './sample-containers.ts'

const healthEveryMs = 100

export class ContainersEnvironment implements StartedEnvironment {
  readonly kind = 'containers'
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
    readonly engine: Engine
    readonly containers: readonly ProjectContainer[]
    readonly watch: ProjectWatch
    readonly endpoints: Endpoints
    readonly processes: readonly StartedProcess[]
    readonly notes: readonly string[]
    readonly unwind: AsyncDisposable
  }) {
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
