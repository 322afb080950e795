import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Child } from './child.ts'
import { killChild, startChild, stopChild } from './child.ts'
import { isRunning } from '../process-identity.ts'
import { ServiceProcesses } from './service-processes.ts'

const never = new AbortController().signal

async function service(name: string): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'services-test-'))
  const logFile = join(folder, `${name}.log`)
  const args = ['-e', 'setInterval(() => {}, 1000)']
  const child = await startChild({ name, command: process.execPath, args, env: {}, cwd: folder, logFile, stopSignal: 'SIGTERM' })
  onTestFinished(async () => {
    await stopChild(child, { timeoutMs: 100 })
    rmSync(folder, { recursive: true, force: true })
  })
  return child
}

test('a service that was started again is another process, whose own end is told and not that of the one before', async () => {
  const death = Promise.withResolvers<readonly [Child, string]>()
  const first = await service('broker')
  const services = new ServiceProcesses([{ child: first, again: () => service('broker') }, { child: await service('store') }], (...told) =>
    death.resolve(told),
  )
  await services.restart('broker', never)
  expect(isRunning(first)).toBe(false)
  const [second] = services.children
  expect(services.children.map(({ name }) => name)).toEqual(['broker', 'store'])
  expect(second).not.toBe(first)
  if (second !== undefined) await killChild(second)
  expect(await death.promise).toEqual([second, 'signal SIGKILL'])
})

test('one that cannot be started again says which can', async () => {
  const store = await service('store')
  const services = new ServiceProcesses(
    [{ child: store }, { child: await service('broker'), again: () => service('broker') }],
    () => undefined,
  )
  await expect(services.restart('store', never)).rejects.toMatchObject({
    code: 'UNKNOWN_NAME',
    hint: expect.stringContaining('broker') as string,
  })
  expect(isRunning(store)).toBe(true)
})
