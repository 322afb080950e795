/** Follows what happens to a project's containers: each one's output into a file as it comes, and who ends without having been asked to. */

import { join } from 'node:path'
import { lastLines } from '../log-tail.ts'
import type { ProcessDeath } from '../port.ts'
import type { ContainersDefinition } from '../../system/port.ts'
import type { Docker } from './engine.ts'
import { followLog } from './follow-log.ts'
import { nameOf } from './project.ts'

export interface WatchOptions {
  readonly project: string
  readonly logDir: string
  readonly definition: ContainersDefinition
}

export interface ProjectWatch extends AsyncDisposable {
  /** Resolves with the first container that ends by itself, or with the engine's own end; never rejects. */
  readonly died: Promise<ProcessDeath>
  /** The container that was last said to be unhealthy and has not become healthy since, with its lines at that time. */
  unhealthy(): ProcessDeath | undefined
  /** The next end of this one is ours. */
  expectDeath(name: string): void
  /** From now on all ends are ours. */
  close(): void
}

interface EngineEvent {
  readonly Action?: string
  /** Unix time in seconds. */
  readonly time?: number
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> }
}

const shownLines = 20

/** Begin before compose starts anything: nothing of what happens is missed then. */
export async function watchProject(docker: Docker, { project, logDir, definition }: WatchOptions): Promise<ProjectWatch> {
  const death = Promise.withResolvers<ProcessDeath>()
  const expected = new Set<string>()
  const unhealthy = new Map<string, readonly string[]>()
  const fileOf = (name: string): string => join(logDir, `${name}.log`)
  /** By container: its present life's. */
  const logs = new Map<string, Promise<AsyncDisposable | undefined>>()
  let closing = false
  const stream = await docker.getEvents({
    filters: { type: ['container'], event: ['start', 'die', 'health_status'], label: [`com.docker.compose.project=${project}`] },
  })
  const events = stream as NodeJS.ReadableStream & { destroy(): void }
  let rest = ''
  events.setEncoding('utf8')
  events.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') take(JSON.parse(line) as EngineEvent)
  })
  const engineGone = (): void => {
    if (!closing) death.resolve({ process: 'container engine', status: 'stopped answering', lastLines: [] })
  }
  events.on('error', engineGone)
  events.on('end', engineGone)
  return {
    died: death.promise,
    unhealthy() {
      const [process, lines = []] = [...unhealthy].at(-1) ?? []
      return process === undefined ? undefined : { process, status: 'unhealthy', lastLines: lines }
    },
    expectDeath: (name) => void expected.add(name),
    close: () => void (closing = true),
    async [Symbol.asyncDispose]() {
      closing = true
      events.destroy()
      await Promise.all((await Promise.all(logs.values())).map(async (log) => log?.[Symbol.asyncDispose]()))
    },
  }

  function take({ Action: action, Actor: actor, time = 0 }: EngineEvent): void {
    const { 'com.docker.compose.service': service = 'unknown', 'com.docker.compose.container-number': number = '1' } =
      actor?.Attributes ?? {}
    const name = nameOf(definition, service, Number(number))
    const id = actor?.ID
    if (id === undefined) return
    if (action === 'start') {
      // The earlier lives of a container that was started again are in the file already.
      logs.set(
        id,
        followLog(docker, id, fileOf(name), logs.has(id) ? time : 0).catch(() => undefined),
      )
    } else if (action === 'health_status: unhealthy') {
      unhealthy.set(name, lastLines(fileOf(name), shownLines))
    } else if (action === 'health_status: healthy') {
      unhealthy.delete(name)
    } else if (action === 'die') {
      void ended(id, name, service, actor?.Attributes?.['exitCode'] ?? '?')
    }
  }

  async function ended(id: string, name: string, service: string, exitCode: string): Promise<void> {
    if (closing || expected.delete(name) || (definition.once.includes(service) && exitCode === '0')) return
    // Its last lines may still be on their way into the file.
    await (await logs.get(id))?.[Symbol.asyncDispose]()
    if (closing) return
    const signal = Number(exitCode) - 128
    const status = Number(exitCode) > 128 ? `exit status ${exitCode}, signal ${signal}` : `exit status ${exitCode}`
    death.resolve({ process: name, status, lastLines: lastLines(fileOf(name), shownLines) })
  }
}
