import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { takeLock } from './lock.ts'
import { ownIdentity } from './process-identity.ts'

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lock-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'a.lock')
}

const never = new AbortController().signal
const options = { timeoutMs: 30_000, onWait: () => undefined, signal: never }

test('it is held until disposed', async () => {
  const file = lockFile()
  {
    using held = await takeLock(file, options)
    expect(held).toBeDefined()
    expect(existsSync(file)).toBe(true)
  }
  expect(existsSync(file)).toBe(false)
})

test('a holder that is dead is no holder', async () => {
  const file = lockFile()
  writeFileSync(file, JSON.stringify({ ...ownIdentity(), startTime: 'another time' }))
  using held = await takeLock(file, options)
  expect(held).toBeDefined()
})

test('a holder that lives is waited for, within the bound', async () => {
  const file = lockFile()
  writeFileSync(file, JSON.stringify(ownIdentity()))
  const waits: string[] = []
  const wait = takeLock(file, { ...options, timeoutMs: 1, onWait: () => waits.push('wait') })
  await expect(wait).rejects.toMatchObject({ code: 'MISSING_PREREQUISITE' })
  expect(waits).toEqual(['wait'])
  expect(existsSync(file)).toBe(true)
})
