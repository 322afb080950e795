import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Child } from './child.ts'
import { startChild, stopChild, waitForEnd, waitForLine } from './child.ts'
import { isRunning } from '../process-identity.ts'

const never = new AbortController().signal

async function script(code: string): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'child-test-'))
  const child = await startChild({
    name: 'thing',
    command: process.execPath,
    args: ['-e', code],
    env: {},
    cwd: folder,
    logFile: join(folder, 'thing.log'),
    stopSignal: 'SIGTERM',
  })
  onTestFinished(async () => {
    await stopChild(child, { timeoutMs: 100 })
    rmSync(folder, { recursive: true, force: true })
  })
  return child
}

const stays = 'setInterval(() => {}, 1000)'

test('the first line that matches is what is waited for', async () => {
  const child = await script(`console.log('no'); console.log('port 7'); ${stays}`)
  expect(await waitForLine(child, (line) => /port (\d+)/.exec(line)?.[1], { timeoutMs: 30_000, signal: never })).toBe('7')
})

test('a death while waiting tells name, status and last lines', async () => {
  const child = await script(`console.error('the disk is on fire'); process.exitCode = 3`)
  await expect(waitForLine(child, () => undefined, { timeoutMs: 30_000, signal: never })).rejects.toMatchObject({
    code: 'STACK_NOT_READY',
    message: 'thing ended before it was ready (exit status 3)',
    problems: ['the disk is on fire'],
  })
})

test('a full disk is told as one', async () => {
  const child = await script(`console.error('write: No space left on device'); process.exitCode = 1`)
  await expect(waitForEnd(child, { timeoutMs: 30_000, signal: never })).rejects.toMatchObject({ code: 'DISK_FULL' })
})

test('the wait has its bound', async () => {
  const child = await script(stays)
  await expect(waitForLine(child, () => undefined, { timeoutMs: 50, signal: never })).rejects.toThrow('thing was not ready after 50 ms')
})

test('an abort ends the wait with its reason', async () => {
  const child = await script(stays)
  const stop = new AbortController()
  const wait = waitForLine(child, () => undefined, { timeoutMs: 30_000, signal: stop.signal })
  stop.abort(new Error('Ctrl-C'))
  await expect(wait).rejects.toThrow('Ctrl-C')
})

test.each([
  { name: 'that ignores its stop signal', code: `process.on('SIGTERM', () => {}); console.log('up'); ${stays}` },
  { name: 'that is stopped', code: `console.log('up'); process.kill(process.pid, 'SIGSTOP'); ${stays}` },
])('a process $name is gone after the bound', async ({ code }) => {
  const child = await script(code)
  await waitForLine(child, (line) => line === 'up' || undefined, { timeoutMs: 30_000, signal: never })
  await stopChild(child, { timeoutMs: 200 })
  expect(isRunning(child)).toBe(false)
})

test('a program that is not there is told with its name', async () => {
  const spec = {
    name: 'thing',
    command: '/no/such/program',
    args: [],
    env: {},
    cwd: tmpdir(),
    logFile: join(tmpdir(), 'thing-none.log'),
    stopSignal: 'SIGTERM',
  } as const
  onTestFinished(() => rmSync(spec.logFile, { force: true }))
  await expect(startChild(spec)).rejects.toMatchObject({
    code: 'STACK_NOT_READY',
    message: expect.stringContaining('/no/such/program') as unknown,
  })
})
