/** A PostgreSQL server of our own on a Unix socket: an empty data folder, settings for load, ready when it answers. */

import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { HarnessError } from '../../../model/errors.ts'
import type { Child } from '../child.ts'
import { waitForLine } from '../child.ts'
import type { StartService } from '../started-children.ts'
import type { PostgresBinaries } from './binaries.ts'
import { makeEmptyData } from './empty-data.ts'
import { fillLog, walFileMib, walFilesMax } from './write-ahead-log.ts'

export interface StartedPostgres {
  readonly child: Child
  readonly databaseUrl: string
  /** Of the server itself: `18.4`. */
  readonly version: string
}

const user = 'tenfold'
const database = 'stack'
/** The socket's name ends in it; there is no TCP port. */
const socketPort = 5432
const toolArgs = ['-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']
const readyTimeoutMs = 30_000
const gibibyte = 2 ** 30

/** Throws STACK_NOT_READY with the server's last lines, MISSING_PREREQUISITE when root finds no user to run it under. */
export async function startPostgres(
  binaries: PostgresBinaries,
  {
    folder,
    cacheFolder,
    env,
    start,
    signal,
  }: {
    readonly folder: string
    /** Where an empty data folder is kept. */
    readonly cacheFolder: string
    readonly env: NodeJS.ProcessEnv
    readonly start: StartService
    readonly signal: AbortSignal
  },
): Promise<StartedPostgres> {
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const data = join(folder, 'pg')
  const socket = join(folder, 's')
  for (const path of [data, socket]) {
    // Only its owner and root may enter, which is why nobody is asked for a password.
    mkdirSync(path, { mode: 0o700 })
    if (owner !== undefined) chownSync(path, owner.uid, owner.gid)
  }
  const common = { env, cwd: folder, stopSignal: 'SIGQUIT', ...(owner === undefined ? {} : { user: owner }) } as const
  const runTool = (args: readonly string[]): Promise<Child> => start({ ...common, name: 'initdb', command: binaries.initdb, args })
  const version = binaries.packageVersion
  await makeEmptyData({ data, owner, cacheFolder, version, toolArgs, runTool, timeoutMs: readyTimeoutMs, signal })
  const args = ['-D', data, '-k', socket, ...settings().flatMap((setting) => ['-c', setting])]
  const child = await start({ ...common, name: 'postgres', command: binaries.postgres, args })
  const isReady = (line: string): true | undefined => (line.includes('database system is ready to accept connections') ? true : undefined)
  await waitForLine(child, isReady, { timeoutMs: readyTimeoutMs, signal })
  const serverVersion = await createDatabase(socket, data)
  return {
    child,
    version: serverVersion,
    databaseUrl: `postgres://${user}@/${database}?host=${encodeURIComponent(socket)}&port=${socketPort}`,
  }
}

/** Settings of the server: durable at each commit, with the spikes that a default installation has under load smoothed out. */
export function settings(): string[] {
  const sharedBuffersMib = totalmem() >= 8 * gibibyte ? 512 : 128
  return [
    'listen_addresses=',
    `port=${socketPort}`,
    'max_connections=200',
    `shared_buffers=${sharedBuffersMib}MB`,
    'synchronous_commit=on',
    'wal_level=minimal',
    'max_wal_senders=0',
    'wal_buffers=16MB',
    // Checkpoints come by the clock, spread over most of their interval, not by the amount of log in the middle of a surge.
    'checkpoint_timeout=15min',
    'checkpoint_completion_target=0.9',
    'max_wal_size=4GB',
    // So that a checkpoint keeps the files that were made in advance.
    `min_wal_size=${walFileMib * walFilesMax}MB`,
    // The planner's compiler costs more than it gives on statements of milliseconds.
    'jit=off',
    // Keys are hashes, of which a small sample says as much. With the usual 100 an analysis took 0.4 s of a core in the middle of a surge.
    'default_statistics_target=10',
    'log_line_prefix=%m [%p] ',
    'timezone=UTC',
  ]
}

/** Creates the stack's database over the socket, which also proves that the server answers. Gives its version. */
async function createDatabase(socket: string, data: string): Promise<string> {
  const client = new Client({
    host: socket,
    port: socketPort,
    user,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  })
  await client.connect()
  try {
    await client.query(`create database ${database}`)
    await fillLog(client, data)
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? 'unknown'
  } finally {
    await client.end()
  }
}

/** PostgreSQL refuses to run as root. An existing user is taken, none is made. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new HarnessError('MISSING_PREREQUISITE', 'PostgreSQL does not run as root, and /etc/passwd has neither postgres nor nobody', {
    hint: 'run as another user than root',
  })
}
