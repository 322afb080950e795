import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { startChild } from '../child.ts'
import { formatData } from './format.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-format-'))
  const made = folder
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  mkdirSync(join(folder, 'cache'))
})

/** Formats a data folder by a program that makes the tool's two files, and gives what the folder holds then. */
async function format(name: string, cacheFolder = join(folder, 'cache')): Promise<readonly string[]> {
  const data = join(folder, name)
  const script = `echo run >> calls; mkdir ${name}; echo id > ${name}/meta.properties; echo x > ${name}/bootstrap.checkpoint`
  const child = { name: 'format', command: '/bin/sh', args: ['-c', script], env: { PATH: '/usr/bin:/bin' }, cwd: folder }
  const runTool = (): ReturnType<typeof startChild> => startChild({ ...child, logFile: join(folder, 'log'), stopSignal: 'SIGTERM' })
  await formatData({ data, cacheFolder, version: '4.1.0', runTool, timeoutMs: 30_000, signal: new AbortController().signal })
  expect(lstatSync(data).isDirectory()).toBe(true)
  return readdirSync(data).toSorted()
}

const files = ['bootstrap.checkpoint', 'meta.properties']
const runs = (): number => readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1

test('the tool runs once; what a broker writes into its folder is in no other', async () => {
  expect(await format('first')).toEqual(files)
  writeFileSync(join(folder, 'first', 'records'), 'a record')
  expect(await format('second')).toEqual(files)
  expect(runs()).toBe(1)
})

test('a cache that is reached by links is copied, not linked', async () => {
  await format('first')
  const linked = join(folder, 'linked')
  mkdirSync(linked)
  symlinkSync(join(folder, 'cache', 'kafka-4.1.0-formatted'), join(linked, 'kafka-4.1.0-formatted'))
  expect(await format('second', linked)).toEqual(files)
  writeFileSync(join(folder, 'second', 'records'), 'a record')
  expect(await format('third')).toEqual(files)
  expect(runs()).toBe(1)
})

test('a kept folder that has been a broker’s is made anew', async () => {
  await format('first')
  writeFileSync(join(folder, 'cache', 'kafka-4.1.0-formatted', 'records'), 'a record')
  expect(await format('second')).toEqual(files)
  expect(await format('third')).toEqual(files)
  expect(runs()).toBe(2)
})
