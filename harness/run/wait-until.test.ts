import { expect, test } from 'vitest'

import { waitUntil } from './wait-until.ts'

const options = { everyMs: 60_000, timeoutMs: 600_000, nowUs: () => performance.now() * 1_000 }

test('what ends a wait in the middle of it is what is thrown', async () => {
  const stop = new AbortController()
  const died = new Error('api-0 ended by itself')
  const waited = waitUntil(() => false, { ...options, signal: stop.signal })
  setImmediate(() => stop.abort(died))
  await expect(waited).rejects.toBe(died)
})

test('a condition that holds ends it, and so does the time', async () => {
  const { signal } = new AbortController()
  expect(await waitUntil(() => true, { ...options, signal })).toBe(true)
  expect(await waitUntil(() => false, { ...options, timeoutMs: 0, signal })).toBe(false)
})
