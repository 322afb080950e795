/** All children of one start: each is on file before anything else happens, and each is ended, last started first. */

import { join } from 'node:path'
import type { Child, ChildSpec } from './child.ts'
import { killChild, startChild, stopChild } from './child.ts'
import type { EnvironmentFile } from '../environment-file.ts'
import { removeEnvironmentFile, writeEnvironmentFile } from '../environment-file.ts'
import { ownIdentity } from '../process-identity.ts'

/** Starts a child of this environment; its output goes to `<logDir>/<name>.log`. */
export type StartService = (spec: Omit<ChildSpec, 'logFile'>) => Promise<Child>

/** A process of the stack under test finishes what it has in hand. */
const drainTimeoutMs = 5_000
/** Brokers and databases of a start have nothing to save: their data goes with them. */
const serviceTimeoutMs = 3_000

export class StartedChildren {
  readonly #cacheFolder: string
  readonly #logDir: string
  readonly #id: string
  readonly #folders: readonly string[]
  readonly #children = new Set<Child>()
  #closing = false

  constructor(options: {
    readonly cacheFolder: string
    readonly logDir: string
    readonly id: string
    readonly folders: readonly string[]
  }) {
    this.#cacheFolder = options.cacheFolder
    this.#logDir = options.logDir
    this.#id = options.id
    this.#folders = options.folders
    this.#write()
  }

  /** Whether the end has begun: deaths are no news any more, and nothing may be started. */
  get closing(): boolean {
    return this.#closing
  }

  readonly start: StartService = async (spec) => {
    if (this.#closing) throw new Error(`${spec.name} was to be started after the end began`)
    const child = await startChild({ ...spec, logFile: join(this.#logDir, `${spec.name}.log`) })
    this.#children.add(child)
    if (this.#closing) {
      // The end began in the very turn in which it was started, and has not seen it.
      await killChild(child)
      throw new Error(`${spec.name} was started as the end began`)
    }
    this.#write()
    void child.ended.then(() => {
      this.#children.delete(child)
      if (!this.#closing) this.#write()
    })
    return child
  }

  /** Ends all children: first those that `leavesFirst` names, since they use the others. Each has its bound; nothing is started any more. */
  async close(leavesFirst: (child: Child) => boolean): Promise<void> {
    this.#closing = true
    const first = [...this.#children].filter(leavesFirst)
    await Promise.all(first.map((child) => stopChild(child, { timeoutMs: drainTimeoutMs })))
    await Promise.all([...this.#children].map((child) => stopChild(child, { timeoutMs: serviceTimeoutMs })))
  }

  /** Takes the environment off file: for the time after its folders are gone. */
  forget(): void {
    removeEnvironmentFile(this.#cacheFolder, this.#id)
  }

  #write(): void {
    const children = [...this.#children].map(({ name, pid, startTime, stopSignal }) => ({ name, pid, startTime, stopSignal }))
    const content: EnvironmentFile = { id: this.#id, harness: ownIdentity(), children, folders: this.#folders }
    writeEnvironmentFile(this.#cacheFolder, content)
  }
}
