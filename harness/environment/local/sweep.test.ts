import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { RecordedChild } from '../environment-file.ts'
import { readEnvironmentFiles, writeEnvironmentFile } from '../environment-file.ts'
import { isRunning, ownIdentity, processStartTime } from '../process-identity.ts'
import { sweepOrphans } from './sweep.ts'

const deadHarness = { pid: process.pid, startTime: 'another time' }

function cache(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real process that stays until it is killed, in a group of its own. */
async function sleeper(): Promise<RecordedChild> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
  await once(child, 'spawn')
  const pid = child.pid ?? Number.NaN
  onTestFinished(() => void child.kill('SIGKILL'))
  return { name: 'sleeper', pid, startTime: processStartTime(pid) ?? 'ended', stopSignal: 'SIGTERM' }
}

test('what a dead harness left is ended, and its folder removed', async () => {
  const cacheFolder = cache()
  const child = await sleeper()
  const folder = join(cacheFolder, 'tenfold-left')
  mkdirSync(folder)
  writeEnvironmentFile(cacheFolder, { id: 'left', harness: deadHarness, children: [child], folders: [folder] })
  expect(await sweepOrphans({ cacheFolder })).toEqual({ environments: 1, processes: [`sleeper (pid ${child.pid})`] })
  expect(isRunning(child)).toBe(false)
  expect(existsSync(folder)).toBe(false)
  expect(readEnvironmentFiles(cacheFolder)).toEqual([])
})

test('what a living harness runs is left alone', async () => {
  const cacheFolder = cache()
  const child = await sleeper()
  writeEnvironmentFile(cacheFolder, { id: 'alive', harness: ownIdentity(), children: [child], folders: [] })
  expect(await sweepOrphans({ cacheFolder })).toEqual({ environments: 0, processes: [] })
  expect(isRunning(child)).toBe(true)
  expect(readEnvironmentFiles(cacheFolder)).toHaveLength(1)
})

test('another process under a reused pid is left alone', async () => {
  const cacheFolder = cache()
  const child = await sleeper()
  const reused = { ...child, startTime: 'before' }
  writeEnvironmentFile(cacheFolder, { id: 'reused', harness: deadHarness, children: [reused], folders: [] })
  expect(await sweepOrphans({ cacheFolder })).toEqual({ environments: 1, processes: [] })
  expect(isRunning(child)).toBe(true)
})

test('a folder that is not ours by its name is never removed', async () => {
  const cacheFolder = cache()
  const folder = join(cacheFolder, 'precious')
  mkdirSync(folder)
  writeEnvironmentFile(cacheFolder, { id: 'odd', harness: deadHarness, children: [], folders: [folder] })
  await sweepOrphans({ cacheFolder })
  expect(existsSync(folder)).toBe(true)
})
