import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { startChild } from '../child.ts'
import { makeEmptyData } from './empty-data.ts'

/** Says what it was asked for, and makes what initdb makes in small: folders, an empty one among them, and files, an empty one among them. */
const tool = `echo "$*" >> "$CALLS"; cd "$2" && mkdir -p base/1 pg_notify && echo 18 > PG_VERSION && head -c 20000 /dev/urandom > base/1/112 && : > base/1/113`

let folder = ''
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'empty-data-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  mkdirSync(join(made, 'cache'))
  folder = made
})

async function make(name: string, { version = '18.4', toolArgs = ['-U', 'tenfold'], script = tool } = {}): Promise<string> {
  const data = join(folder, name)
  mkdirSync(data, { mode: 0o700 })
  const env = { PATH: '/usr/bin:/bin', CALLS: join(folder, 'calls') }
  const logFile = join(folder, `${name}.log`)
  await makeEmptyData({
    data,
    owner: undefined,
    cacheFolder: join(folder, 'cache'),
    version,
    toolArgs,
    runTool: (args) =>
      startChild({
        name: 'initdb',
        command: '/bin/sh',
        args: ['-c', script, 'sh', ...args],
        env,
        cwd: folder,
        logFile,
        stopSignal: 'SIGTERM',
      }),
    timeoutMs: 30_000,
    signal: new AbortController().signal,
  })
  return data
}

function calls(): readonly string[] {
  return readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')
}

/** Every path under a folder with what is in it. */
function contents(data: string): readonly (readonly [string, string])[] {
  const paths = readdirSync(data, { recursive: true, encoding: 'utf8' }).toSorted()
  return paths.map((path) => [path, statSync(join(data, path)).isDirectory() ? 'folder' : readFileSync(join(data, path), 'hex')])
}

function kept(): string {
  const names = readdirSync(join(folder, 'cache'))
  expect(names).toEqual([expect.stringMatching(/^postgres-18\.4-[0-9a-f]{12}$/)])
  return join(folder, 'cache', names[0] ?? '')
}

test('the tool runs once; every later folder is the same to the byte, and for its owner alone', async () => {
  const first = contents(await make('first'))
  expect(first.map(([path]) => path)).toEqual(['PG_VERSION', 'base', 'base/1', 'base/1/112', 'base/1/113', 'pg_notify'])
  const second = await make('second')
  expect(contents(second)).toEqual(first)
  expect(calls()).toEqual([`-D ${join(folder, 'first')} -U tenfold`])
  for (const path of readdirSync(second, { recursive: true, encoding: 'utf8' })) expect(statSync(join(second, path)).mode & 0o077).toBe(0)
  // A server writes into its own.
  writeFileSync(join(second, 'base', '1', '112'), 'rows')
  expect(contents(await make('third'))).toEqual(first)
})

test('another version of the binaries, or something else that the tool is told, is another folder', async () => {
  await make('first')
  await make('newer', { version: '19.0' })
  await make('other', { toolArgs: ['-U', 'somebody'] })
  expect(calls()).toHaveLength(3)
  expect(readdirSync(join(folder, 'cache'))).toHaveLength(3)
})

test.each<[string, (keptFolder: string) => void]>([
  ['a byte is another one', (at) => writeFileSync(join(at, 'data', 'PG_VERSION'), '17\n')],
  ['a file is longer', (at) => appendFileSync(join(at, 'data', 'base', '1', '112'), 'x')],
  ['a file is gone', (at) => rmSync(join(at, 'data', 'base', '1', '113'))],
  ['a folder is gone', (at) => rmSync(join(at, 'data', 'pg_notify'), { recursive: true })],
  ['a file stands elsewhere', (at) => cpSync(join(at, 'data', 'PG_VERSION'), join(at, 'data', 'pg_notify', 'PG_VERSION'))],
  ['its digest is gone', (at) => rmSync(join(at, 'digest'))],
])('what was kept is not used when %s: the tool runs again, and that is kept', async (_, damage) => {
  await make('first')
  damage(kept())
  const second = contents(await make('second'))
  expect(calls()).toHaveLength(2)
  expect(second).toHaveLength(6)
  expect(contents(join(kept(), 'data'))).toEqual(second)
  expect(contents(await make('third'))).toEqual(second)
  expect(calls()).toHaveLength(2)
})

test('two starts at once both have one, and one is kept', async () => {
  const both = await Promise.all([make('first'), make('second')])
  for (const data of both) expect(contents(data)).toHaveLength(6)
  expect(existsSync(join(kept(), 'digest'))).toBe(true)
})

test('a tool that fails is told with its last lines, and nothing is kept', async () => {
  await expect(make('first', { script: 'echo "no such locale"; exit 1' })).rejects.toMatchObject({
    code: 'STACK_NOT_READY',
    problems: ['no such locale'],
  })
  expect(readdirSync(join(folder, 'cache'))).toEqual([])
})

test('a cache that cannot be written costs the time alone', async () => {
  rmSync(join(folder, 'cache'), { recursive: true })
  writeFileSync(join(folder, 'cache'), 'a file')
  expect(contents(await make('first'))).toHaveLength(6)
  expect(contents(await make('second'))).toHaveLength(6)
  expect(calls()).toHaveLength(2)
})
