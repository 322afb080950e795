import { expect, test } from 'vitest'
import { ingestOf, loadOf, planOf } from '../../tests/support/small-load.ts'
import { startTimedServer } from '../../tests/support/timed-server.ts'
import { findAutocannon, sendInClosedLoop } from './closed-loop.ts'

const records = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: 200 }] })).records

function loopOf(port: number, connections: number, signal: AbortSignal): ReturnType<typeof sendInClosedLoop> {
  const autocannon = findAutocannon()
  if (autocannon === undefined) throw new Error('autocannon is a dependency of the repository')
  return sendInClosedLoop(autocannon, { ingest: ingestOf(port), records, connections, signal })
}

test('every record is sent once, and no connection sends before it has its answer: 8 of them and 50 ms give at most 160 a second', async ({
  signal,
}) => {
  await using server = await startTimedServer((_, arrivedUs) => arrivedUs + 50_000)
  const probe = await loopOf(server.port, 8, signal)
  expect(probe).toMatchObject({ connections: 8, acknowledged: 200, otherAnswers: 0 })
  expect(server.answers.size).toBe(200)
  expect(probe.seconds).toBeGreaterThanOrEqual(1.25)
  expect(probe.acknowledgedPerSecond).toBeLessThanOrEqual(160)
})

test('a probe that is stopped gives no figure', async () => {
  await using server = await startTimedServer((_, arrivedUs) => arrivedUs + 50_000)
  const stop = new AbortController()
  const probe = loopOf(server.port, 1, stop.signal)
  stop.abort(new Error('stopped'))
  await expect(probe).rejects.toThrow('stopped')
})
