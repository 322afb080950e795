/** The processes of the system under test: started in order, ready, restarted on demand. Knows no broker and no database. */

import { existsSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { HarnessError } from '../../model/errors.ts'
import type { Endpoints, ProcessSpec } from '../../system/port.ts'
import type { Child } from './child.ts'
import { killChild, waitForEnd, waitForLine } from './child.ts'
import { waitUntilAnswers } from './http-ready.ts'
import type { StartService } from './started-children.ts'
import { within } from '../wait.ts'

export interface StackOptions {
  readonly repository: string
  readonly endpoints: Endpoints
  /** The same object as `endpoints.ports`: a service's port is written here when it is known. */
  readonly ports: Record<string, number>
  readonly env: NodeJS.ProcessEnv
  readonly switches: readonly string[]
  readonly start: StartService
  readonly progress: (text: string) => void
  /** Called for each end that was not asked for, once its restarts are used up. */
  readonly onDeath: (child: Child, status: string) => void
}

interface Slot {
  readonly spec: ProcessSpec
  readonly replica: number
  child: Child
  switches: readonly string[]
  /** Switches of its lives to come, one element for each death that is expected. */
  expected: readonly (readonly string[])[]
}

const readyTimeoutMs = 60_000
const onceTimeoutMs = 120_000

export class StackProcesses {
  readonly #options: StackOptions
  readonly #slots = new Map<string, Slot>()
  /** Children whose end is ours. */
  readonly #asked = new WeakSet<Child>()

  constructor(options: StackOptions) {
    this.#options = options
  }

  get children(): readonly Child[] {
    return [...this.#slots.values()].map(({ child }) => child)
  }

  /** Specs in their order; neighbours that are services start side by side. Throws STACK_NOT_READY. */
  async startAll(specs: readonly ProcessSpec[], signal: AbortSignal): Promise<void> {
    for (const group of groupsOf(specs)) {
      this.#options.progress(`starting ${group.map((spec) => spec.name).join(', ')}`)
      const replicas = group.flatMap((spec) => Array.from({ length: spec.replicas }, (_, replica) => ({ spec, replica })))
      await Promise.all(replicas.map(({ spec, replica }) => this.#startOne(spec, replica, signal)))
      // Only now: a replica that joins moves work away from those that were ready before it.
      await Promise.all(replicas.map(({ spec, replica }) => this.#waitUntilAnswers(spec, replica, signal)))
    }
  }

  /** SIGKILL, then the same slot again until it is ready. */
  async restart(name: string, signal: AbortSignal): Promise<void> {
    const slot = this.#slot(name)
    this.#asked.add(slot.child)
    await killChild(slot.child)
    await this.#again(slot, signal)
  }

  expectDeaths(name: string, times: number, switchesOfLives: readonly (readonly string[])[]): void {
    const slot = this.#slot(name)
    slot.expected = Array.from({ length: times }, (_, life) => switchesOfLives[life] ?? slot.switches)
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name)
    if (slot === undefined) {
      throw new HarnessError('UNKNOWN_NAME', `no process of the stack is called ${name}`, {
        hint: `there are ${[...this.#slots.keys()].join(', ')}`,
      })
    }
    return slot
  }

  async #startOne(spec: ProcessSpec, replica: number, signal: AbortSignal): Promise<void> {
    const once = spec.lifetime === 'once'
    const name = once ? spec.name : `${spec.name}-${replica}`
    const { switches } = this.#options
    const child = await this.#spawn(name, spec, replica, switches)
    if (once) return waitForEnd(child, { timeoutMs: onceTimeoutMs, signal })
    await this.#untilReady(child, signal)
    const slot = { spec, replica, child, switches, expected: [] }
    this.#slots.set(name, slot)
    this.#watch(slot)
  }

  async #again(slot: Slot, signal: AbortSignal): Promise<void> {
    slot.child = await this.#spawn(slot.child.name, slot.spec, slot.replica, slot.switches)
    await this.#untilReady(slot.child, signal)
    this.#watch(slot)
    await this.#waitUntilAnswers(slot.spec, slot.replica, signal)
  }

  #spawn(name: string, spec: ProcessSpec, replica: number, switches: readonly string[]): Promise<Child> {
    const { repository, env, endpoints, start } = this.#options
    const script = resolve(repository, spec.script)
    return start({
      name,
      command: process.execPath,
      args: [script],
      // A script of a user's own finds its files beside it, whoever starts it.
      cwd: isAbsolute(spec.script) ? dirname(script) : repository,
      env: { ...env, ...spec.environment(endpoints, replica, switches) },
      stopSignal: 'SIGTERM',
    })
  }

  async #untilReady(child: Child, signal: AbortSignal): Promise<void> {
    const port = await waitForLine(child, readyPort, { timeoutMs: readyTimeoutMs, signal })
    if (port !== 'none') this.#options.ports[child.name] = port
  }

  async #waitUntilAnswers(spec: ProcessSpec, replica: number, signal: AbortSignal): Promise<void> {
    const name = `${spec.name}-${replica}`
    const port = this.#options.ports[name]
    if (spec.readyPath === undefined || port === undefined) return
    await waitUntilAnswers({ name, port, path: spec.readyPath, timeoutMs: readyTimeoutMs, signal })
  }

  #watch(slot: Slot): void {
    const { child } = slot
    void child.ended.then((status) => this.#ended(slot, child, status))
  }

  async #ended(slot: Slot, child: Child, status: string): Promise<void> {
    if (this.#asked.has(child)) return
    const [next, ...later] = slot.expected
    if (next === undefined) return this.#options.onDeath(child, status)
    slot.switches = next
    slot.expected = later
    try {
      await this.#again(slot, AbortSignal.timeout(readyTimeoutMs))
    } catch (error) {
      // It died again before it was ready: one more of the expected deaths, or the one that is told.
      const again = slot.child === child ? undefined : await within(slot.child.ended, 0)
      if (again === undefined) this.#options.onDeath(child, `${status}, and could not be started again: ${String(error)}`)
      else await this.#ended(slot, slot.child, again)
    }
  }
}

/** Throws BAD_CONFIGURATION for a script that is not there: better told before a service is started than by the process. */
export function assertScripts(specs: readonly ProcessSpec[], repository: string): void {
  const missing = specs.find((spec) => !existsSync(resolve(repository, spec.script)))
  if (missing === undefined) return
  throw new HarnessError('BAD_CONFIGURATION', `process ${missing.name}: there is no script ${resolve(repository, missing.script)}`, {
    hint: 'a system file names its scripts by full paths (import.meta.dirname is its own folder); the reference stack is in the repository alone, not in the package',
  })
}

/** Neighbouring services together; what runs once stands alone. */
export function groupsOf(specs: readonly ProcessSpec[]): ProcessSpec[][] {
  const groups: ProcessSpec[][] = []
  for (const spec of specs) {
    const last = groups.at(-1)
    if (last !== undefined && spec.lifetime === 'service' && last[0]?.lifetime === 'service') last.push(spec)
    else groups.push([spec])
  }
  return groups
}

/** The port of a ready line (docs/wire.md), `none` for one without; undefined for any other line. */
export function readyPort(line: string): number | 'none' | undefined {
  if (!line.includes('"ready"')) return undefined
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('ready' in value) || value.ready !== true) return undefined
  return 'port' in value && typeof value.port === 'number' ? value.port : 'none'
}
