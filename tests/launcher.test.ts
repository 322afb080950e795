import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtempDisposable, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const bin = join(import.meta.dirname, '..', 'bin')

interface Ending {
  readonly status: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  if (child.stdout === null || child.stderr === null) throw new Error('spawned without pipes')
  const [stdout, stderr, [status, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { status: status as number | null, signal: signal as string | null, stdout, stderr }
}

const launch = (...args: string[]): ChildProcess => spawn(process.execPath, [join(bin, 'tenfold.js'), ...args])

/** A script that imports from bin/, in a Node of its own: bin is plain JavaScript without types. */
const script = (source: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '--eval', source, ...args], { cwd: bin })

test.each([
  [['--version'], 0, /^\d+\.\d+\.\d+/, /^$/],
  [['--help'], 0, /Examples:/, /^$/],
  [['lsit'], 64, /^$/, /unknown command 'lsit'\n\(Did you mean list\?\)/],
  [['list', '--jsn'], 64, /^$/, /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  [['match', 'no-such-file'], 64, /^$/, /BAD_INPUT: no-such-file cannot be read \(ENOENT\)/],
])('tenfold %j ends with %i', async (args, status, stdout, stderr) => {
  const ending = await endingOf(launch(...args))
  expect(ending.status).toBe(status)
  expect(ending.stdout).toMatch(stdout)
  expect(ending.stderr).toMatch(stderr)
})

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s without a terminal is passed on, and its status comes back', async (signal, status) => {
  const child = script(
    `import { runChild } from './run-child.js'
     const waiting = runChild(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: 'inherit' })
     process.exitCode = await waiting`,
  )
  child.stdout?.once('data', () => child.kill(signal))
  expect(await endingOf(child)).toMatchObject({ status, signal: null, stdout: 'up\n' })
})

test('of several that want the lock one works at a time, and a lock of a dead process is taken over', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-lock-'))
  const lock = join(folder.path, 'deep', 'install.lock')
  await mkdir(join(folder.path, 'deep'))
  const dead = spawn(process.execPath, ['--version'])
  await once(dead, 'exit')
  await writeFile(lock, `${dead.pid}\n`)
  const source = `import { appendFileSync } from 'node:fs'
     import { withLock } from './lock.js'
     await withLock(process.argv[1], () => {}, async () => {
       appendFileSync(process.argv[2], 'in ')
       await new Promise((resolve) => setImmediate(resolve))
       appendFileSync(process.argv[2], 'out ')
     })`
  const log = join(folder.path, 'log')
  const endings = await Promise.all(Array.from({ length: 4 }, () => endingOf(script(source, lock, log))))
  expect(endings.map(({ status }) => status)).toEqual([0, 0, 0, 0])
  expect(await readFile(log, 'utf8')).toBe('in out '.repeat(4))
  expect(await readdir(join(folder.path, 'deep'))).toEqual([])
})

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/other-platform': { version: '1.0.0', optional: true },
  'node_modules/tool': { version: '1.0.0', dev: true },
  stack: { version: '0.1.0' },
}

test.each([
  ['everything is there', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/tool': { version: '1.0.0' } }, false],
  ['development was left out', { 'node_modules/a': { version: '1.0.0' } }, false],
  ['a package is missing', {}, true],
  ['a package is of another version', { 'node_modules/a': { version: '1.0.1' } }, true],
  ['a tool is of another version', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/tool': { version: '0.9.0' } }, true],
  ['the install was killed', '{"packages":{"node_modules/a":{"ver', true],
  ['nothing was installed', undefined, true],
] as const)('whether to install when %s', async (_name, present, expected) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-installed-'))
  await mkdir(join(folder.path, 'node_modules'))
  await writeFile(join(folder.path, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  const hidden = typeof present === 'string' ? present : JSON.stringify({ packages: present })
  if (present !== undefined) await writeFile(join(folder.path, 'node_modules', '.package-lock.json'), hidden)
  const source = `import { needsInstall } from './installed.js'\nconsole.log(needsInstall(process.argv[1]))`
  expect((await endingOf(script(source, folder.path))).stdout).toBe(`${expected}\n`)
})

/** What findNode says under a Node that is too old, in a package that brought none. */
async function foundUnderOldNode(root: string, env: Readonly<Record<string, string>>): Promise<{ node?: string; problem?: string }> {
  const source = `import { findNode } from './find-node.js'
     Object.defineProperty(process, 'version', { value: 'v20.1.0' })
     console.log(JSON.stringify(findNode(process.argv[1], JSON.parse(process.argv[2]))))`
  const { stdout } = await endingOf(script(source, root, JSON.stringify(env)))
  return JSON.parse(stdout) as { node?: string; problem?: string }
}

test('the Node that is asked for is taken, else a new one of the path; where there is none, what to type is told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-node-'))
  const [old, fresh, none] = [join(folder.path, 'old'), join(folder.path, 'fresh'), join(folder.path, 'none')]
  await mkdir(old)
  await mkdir(fresh)
  await writeFile(join(old, 'node'), '#!/bin/sh\necho v18.20.0\n', { mode: 0o755 })
  await symlink(process.execPath, join(fresh, 'node'))
  expect(await foundUnderOldNode(folder.path, { PATH: [none, old, fresh].join(':') })).toEqual({ node: join(fresh, 'node') })
  expect(await foundUnderOldNode(folder.path, { TENFOLD_NODE: process.execPath, PATH: old })).toEqual({ node: process.execPath })
  const tooOld = await foundUnderOldNode(folder.path, { PATH: old })
  expect(tooOld.problem).toMatch(/needs Node 26 or newer; this is v20\.1\.0.*\nhint: install Node 26, or name one: TENFOLD_NODE=/)
})

test.each([
  ['is too old', '#!/bin/sh\necho v20.0.0\n', 'which is v20.0.0'],
  ['is none', '#!/bin/sh\nexit 1\n', 'which is no Node that can be run'],
])('a TENFOLD_NODE that %s is refused, though another Node would do', async (_name, text, seen) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-node-'))
  const file = join(folder.path, 'asked')
  await writeFile(file, text, { mode: 0o755 })
  const child = spawn(process.execPath, [join(bin, 'tenfold.js'), 'list'], { env: { ...process.env, TENFOLD_NODE: file } })
  const { status, stderr } = await endingOf(child)
  expect(stderr).toBe(`tenfold: TENFOLD_NODE names ${file}, ${seen}\nhint: name a Node 26 or newer there, or unset it\n`)
  expect(status).toBe(64)
})
