/** What startLocal hands out: processes by name, their deaths, faults, and the end of all of it. */

import type { Endpoints } from '../../system/port.ts'
import { HarnessError } from '../../model/errors.ts'
import type { ProcessDeath, StartedEnvironment, StartedProcess } from '../port.ts'
import type { ProcessSample } from '../process-sample.ts'
import { ProcessSampler } from '../sample-processes.ts'
import type { Child } from './child.ts'
import { signalGroup, signalOne } from './child.ts'
import { lastLines } from '../log-tail.ts'
import { descendantsOf } from '../process-identity.ts'
import { ServiceProcesses } from './service-processes.ts'
import type { StackProcesses } from './stack-processes.ts'
import type { StartedServices } from './services.ts'

const shownLines = 20

/** Filled in while it starts; complete once `own` has been called. */
export class LocalEnvironment implements StartedEnvironment {
  readonly kind = 'local'
  readonly died: Promise<ProcessDeath>
  readonly #resolveDeath: (death: ProcessDeath) => void
  readonly #isClosing: () => boolean
  readonly #notes: string[] = []
  readonly #sampler = new ProcessSampler()
  #started: StartedServices | undefined
  #services: ServiceProcesses | undefined
  #stack: StackProcesses | undefined
  #endpoints: Endpoints | undefined
  #unwind: AsyncDisposable | undefined

  constructor({ death, isClosing }: { readonly death: PromiseWithResolvers<ProcessDeath>; readonly isClosing: () => boolean }) {
    this.died = death.promise
    this.#resolveDeath = death.resolve
    this.#isClosing = isClosing
  }

  addServices(started: StartedServices): void {
    this.#started = started
    this.#services = new ServiceProcesses(started.services, this.tellDeath)
  }

  addStack(stack: StackProcesses, endpoints: Endpoints): void {
    this.#stack = stack
    this.#endpoints = endpoints
  }

  addNote(note: string): void {
    this.#notes.push(note)
  }

  own(unwind: AsyncDisposable): void {
    this.#unwind = unwind
  }

  /** Whether the child is none of the services, so that it ends before them. */
  isStack(child: Child): boolean {
    return !(this.#services?.children ?? []).includes(child)
  }

  readonly tellDeath = (child: Child, status: string): void => {
    if (this.#isClosing()) return
    this.#resolveDeath({ process: child.name, status, lastLines: lastLines(child.logFile, shownLines) })
  }

  /** Aborts, with the death as the reason, when a process ends by itself: for waits that it would make pointless. */
  deathSignal(): AbortSignal {
    const stop = new AbortController()
    void this.died.then(({ process, status, lastLines }) =>
      stop.abort(
        new HarnessError('STACK_NOT_READY', `${process} ended while the stack was starting (${status})`, {
          hint: 'its whole output is in the run folder',
          problems: lastLines,
        }),
      ),
    )
    return stop.signal
  }

  get endpoints(): Endpoints {
    return started(this.#endpoints)
  }

  get notes(): readonly string[] {
    return [...started(this.#started).notes, ...this.#notes]
  }

  get versions(): Readonly<Record<string, string>> {
    return started(this.#started).versions
  }

  get processes(): readonly StartedProcess[] {
    return this.#children().map(({ name, pid, logFile }) => ({ name, pid, logFile }))
  }

  get restartable(): readonly string[] {
    return [...started(this.#services).restartable, ...started(this.#stack).children.map(({ name }) => name)]
  }

  async sample(): Promise<readonly ProcessSample[]> {
    return this.#sampler.sample(this.processes)
  }

  async signalProcess(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const child = this.#children().find((candidate) => candidate.name === name)
    if (child === undefined) {
      const names = this.#children().map((candidate) => candidate.name)
      throw new HarnessError('UNKNOWN_NAME', `no process is called ${name}`, { hint: `there are ${names.join(', ')}` })
    }
    signalGroup(child.pid, signal)
    // PostgreSQL's backends leave its group; a stop that spares them would stop nothing.
    for (const pid of descendantsOf(child.pid)) signalOne(pid, signal)
  }

  restartProcess(name: string, signal: AbortSignal): Promise<void> {
    const services = started(this.#services)
    return services.has(name) ? services.restart(name, signal) : started(this.#stack).restart(name, signal)
  }

  expectDeaths(name: string, times: number, switchesOfLives: readonly (readonly string[])[] = []): void {
    started(this.#stack).expectDeaths(name, times, switchesOfLives)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#unwind?.[Symbol.asyncDispose]()
  }

  #children(): readonly Child[] {
    return [...started(this.#services).children, ...started(this.#stack).children]
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the environment is used before it has started')
  return part
}
