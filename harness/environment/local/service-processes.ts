/** The services that run: whose end is told, and which of them are started again on demand. Knows no broker and no database. */

import { HarnessError } from '../../model/errors.ts'
import type { Child } from './child.ts'
import { killChild } from './child.ts'

export interface Service {
  readonly child: Child
  /** Starts it once more where it was, with what it held; absent for one that cannot be. */
  readonly again?: (signal: AbortSignal) => Promise<Child>
}

export class ServiceProcesses {
  readonly #services: Map<string, Service>
  readonly #onDeath: (child: Child, status: string) => void
  /** Children whose end is ours. */
  readonly #asked = new WeakSet<Child>()

  /** `onDeath` is called for each end that was not asked for. */
  constructor(services: readonly Service[], onDeath: (child: Child, status: string) => void) {
    this.#services = new Map(services.map((service) => [service.child.name, service]))
    this.#onDeath = onDeath
    for (const { child } of services) this.#watch(child)
  }

  get children(): readonly Child[] {
    return [...this.#services.values()].map(({ child }) => child)
  }

  get restartable(): readonly string[] {
    return [...this.#services].filter(([, { again }]) => again !== undefined).map(([name]) => name)
  }

  has(name: string): boolean {
    return this.#services.has(name)
  }

  /** SIGKILL, then the same service again until it is ready. */
  async restart(name: string, signal: AbortSignal): Promise<void> {
    const service = this.#services.get(name)
    if (service?.again === undefined) {
      const able = this.restartable
      const hint = able.length === 0 ? 'no service of this environment can be' : `of the services, this can be: ${able.join(', ')}`
      throw new HarnessError('UNKNOWN_NAME', `${name} cannot be started again`, { hint })
    }
    const { child: before, again } = service
    this.#asked.add(before)
    await killChild(before)
    const child = await again(signal)
    this.#services.set(name, { child, again })
    this.#watch(child)
  }

  #watch(child: Child): void {
    void child.ended.then((status) => {
      if (!this.#asked.has(child)) this.#onDeath(child, status)
    })
  }
}
