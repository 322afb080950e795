/** Starts a system under test as local processes, ready to use, and ends all of it. Knows each service by its start function alone. */

import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, statfsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HarnessError, writeFailure } from '../../model/errors.ts'
import type { Endpoints, SystemDefinition } from '../../system/port.ts'
import type { ProcessDeath, StartedEnvironment, StartOptions } from '../port.ts'
import { LocalEnvironment } from './local-environment.ts'
import { startServices } from './services.ts'
import { assertScripts, StackProcesses } from './stack-processes.ts'
import { StartedChildren } from './started-children.ts'
import { readSurroundings } from '../surroundings.ts'
import { folderPrefix, sweepOrphans } from './sweep.ts'
import { startWarden } from './start-warden.ts'

export interface LocalOptions extends StartOptions {
  /** Ports that were asked for; absent: any free one. */
  readonly ports?: { readonly kafka?: number }
}

const freeBytesMin = 1024 ** 3
const repository = resolve(import.meta.dirname, '../../..')

/**
 * Sweeps what dead harnesses left, then starts services and stack; all of it is ready when this resolves. On any failure, and
 * when the signal comes first (its reason is thrown), nothing stays. Throws MISSING_PREREQUISITE, PORT_TAKEN, STACK_NOT_READY, DISK_FULL.
 */
export async function startLocal(definition: SystemDefinition, options: LocalOptions): Promise<StartedEnvironment> {
  const { logDir, progress, note, signal } = options
  signal.throwIfAborted()
  const specs = definition.local.processes(options)
  assertScripts(specs, repository)
  const surroundings = readSurroundings()
  const swept = await sweepOrphans(surroundings)
  const sweptNotes = swept.processes.length === 0 ? [] : [`swept what an earlier run had left: ${swept.processes.join(', ')}`]
  for (const text of sweptNotes) note?.(text)
  assertSpace(surroundings.temporaryFolder)
  await using unwind = new AsyncDisposableStack()

  const id = `${process.pid}-${randomBytes(4).toString('hex')}`
  const folder = join(surroundings.temporaryFolder, `${folderPrefix}${id}`)
  unwind.use(startWarden(surroundings.cacheFolder))
  // On file before it exists, so that a sweep knows of it whenever the harness ends.
  const children = new StartedChildren({ cacheFolder: surroundings.cacheFolder, logDir: resolve(logDir), id, folders: [folder] })
  unwind.defer(() => children.forget())
  makeFolder(folder)
  unwind.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  const death = Promise.withResolvers<ProcessDeath>()
  const environment = new LocalEnvironment({ death, isClosing: () => children.closing })
  unwind.defer(() => children.close((child) => environment.isStack(child)))

  const clusterId = randomBytes(16).toString('base64url')
  const services = await startServices(definition.local, { ...options, surroundings, folder, clusterId, start: children.start })
  environment.addServices(services)
  const ports: Record<string, number> = {}
  const endpoints: Endpoints = { ...services.endpoints, adminKey: randomBytes(24).toString('base64url'), ports }
  const stack = new StackProcesses({
    repository,
    endpoints,
    ports,
    // Nearly half a second of CPU of a start is the compiling of what was compiled for the start before.
    env: { ...surroundings.plain, NODE_COMPILE_CACHE: join(surroundings.cacheFolder, 'compiled') },
    switches: options.switches,
    start: children.start,
    progress,
    onDeath: environment.tellDeath,
  })
  environment.addStack(stack, endpoints)
  await stack.startAll(specs, AbortSignal.any([signal, environment.deathSignal()]))
  signal.throwIfAborted()
  for (const text of sweptNotes) environment.addNote(text)
  environment.own(unwind.move())
  return environment
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o711 })
    // Whatever the umask: PostgreSQL's user, another one when we are root, must get through to its own.
    chmodSync(folder, 0o711)
  } catch (error) {
    throw writeFailure(error, folder) ?? error
  }
}

/** Better told before the load than by a broker in the middle of it. */
function assertSpace(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= freeBytesMin) return
  throw new HarnessError(
    'DISK_FULL',
    `${Math.round((bavail * bsize) / 2 ** 20)} MiB are free in ${folder}, a stack's data need at least 1024`,
    {
      hint: 'free some space there, or point TMPDIR at a larger disk',
    },
  )
}
