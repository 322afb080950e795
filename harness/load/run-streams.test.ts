import { expect, test } from 'vitest'

import { expectAddsUp, outcomeCounts } from '../../tests/support/load-run.ts'
import { accept, answer, serveRaw } from '../../tests/support/raw-server.ts'
import type { RawRequest, RawServer } from '../../tests/support/raw-server.ts'
import { ingestOf, loadOf, planOf } from '../../tests/support/small-load.ts'
import type { RunPlan } from '../model/plan.ts'
import { contentOf } from '../model/record-key.ts'
import type { StreamOptions } from '../model/scenario.ts'
import { monotonicUs } from '../system/clock.ts'
import { sendingArrivals } from './arrivals/streams.ts'
import { startStreams } from './run-streams.ts'
import type { RunningStreams } from './run-streams.ts'

const tenants = ['acme', 'bolt'] as const

function streamOf(name: string, perSecond: number, change: Partial<StreamOptions> = {}): StreamOptions {
  const load = loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: perSecond }] })
  return { ...load, name, kind: 'ingest', startMs: 0, readAfterMs: 0, ...change }
}

const streams = [
  streamOf('dashboards', 0, { kind: 'read', inFlightMax: 2, requestTimeoutMs: 1_500 }),
  streamOf('webhooks', 100),
  streamOf('drop', 200, { startMs: 200, recordsPerRequest: 10, batchWindowMs: 500, inFlightMax: 1, workers: 2 }),
]
/** Record 0, 5, 10, … is read, each at its own moment. */
const readUs = Float64Array.from({ length: 20 }, (_, index) => index * 20_000)

function planned(): RunPlan {
  const { dueUs, stream, phases } = sendingArrivals(streams, 7)
  const made = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: dueUs.length }] }), 7, tenants)
  const reads = [{ stream: 0, recordIndex: Uint32Array.from(readUs, (_, index) => index * 5), dueUs: readUs }]
  return { ...made, dueUs, phases, stream, reads }
}

function start(server: RawServer, plan: RunPlan): Promise<RunningStreams> {
  const ingest = ingestOf(server.port, tenants)
  return startStreams({ plan, streams, ingest, reading: ingest, signal: AbortSignal.timeout(60_000) })
}

test('each stream sends its own records in its own way, and reads ask for the record that they are planned for', async () => {
  const requests: RawRequest[] = []
  await using server = await serveRaw((request, socket) => {
    requests.push(request)
    // The first ten are there, of the others nothing is known yet.
    if (request.method === 'GET')
      socket.write(requests.filter(({ method }) => method === 'GET').length > 10 ? answer(404) : answer(200, '{}'))
    else socket.write(accept(request.body, request.number))
  })
  const plan = planned()
  const result = await (await start(server, plan)).done
  expect(outcomeCounts(result)).toEqual({ accepted: 300 })
  expectAddsUp(result)
  const sizes = Map.groupBy(
    requests.filter(({ method }) => method === 'POST').map(({ body }) => [JSON.parse(body) as unknown].flat().length),
    (size) => (size > 1 ? 'drop' : 'webhooks'),
  )
  expect(sizes.get('webhooks')).toHaveLength(100)
  expect(sizes.get('drop')?.reduce((sum, size) => sum + size, 0)).toBe(200)
  expect([...result.stream].filter((place) => place === 2)).toHaveLength(200)

  const { reads } = result
  expect(reads && outcomeCounts(reads)).toEqual({ accepted: 20 })
  expect([...(reads?.operations.status ?? [])].toSorted((a, b) => a - b)).toEqual([
    ...Array<number>(10).fill(200),
    ...Array<number>(10).fill(404),
  ])
  expect(reads?.answers).toMatchObject({ heard: 20, taken: 20 })
  const wanted = Array.from(reads?.operations.recordIndex ?? [], (index) => {
    const record = plan.records[index]
    if (record === undefined) throw new Error(`no record ${index}`)
    const { merchant, source, account, recordId, kind } = record
    const query = new URLSearchParams({ merchant, source, account, recordId, kind }).toString()
    return `/v1/tenants/${record.tenant}/records/${contentOf(record)}?${query}`
  })
  const asked = requests.filter(({ method }) => method === 'GET').map(({ path }) => path)
  expect(asked.toSorted()).toEqual(wanted.toSorted())
})

test('a stream that gets no answers takes no slot of another, and its own wait is its own', async () => {
  await using server = await serveRaw(({ method, body, number }, socket) => {
    if (method === 'POST') socket.write(accept(body, number))
  })
  const result = await (await start(server, planned())).done
  expect(outcomeCounts(result)).toEqual({ accepted: 300 })
  expect(result.reads && outcomeCounts(result.reads)).toMatchObject({ unknown: expect.any(Number) as number })
  // Two slots, and 1.5 s each: the others waited for a slot, and none of the records did.
  const waits =
    result.reads?.operations.slotUs.filter((slotUs, index) => slotUs > (result.reads?.operations.dueUs[index] ?? 0) + 500_000) ?? []
  expect(waits.length).toBeGreaterThan(0)
  expect(result.reads?.answers).toMatchObject({ heard: 0, taken: 0 })
})

test('all streams count from one moment, and all end with the signal', async () => {
  await using server = await serveRaw(() => undefined)
  const plan = planned()
  const controller = new AbortController()
  const ingest = ingestOf(server.port, tenants)
  const running = await startStreams({ plan, streams, ingest, reading: ingest, signal: controller.signal })
  await expect.poll(() => running.progress().sent, { timeout: 20_000 }).toBeGreaterThan(0)
  controller.abort()
  const { operations, reads } = await running.done
  expect(operations.dueUs).toEqual(plan.dueUs)
  expect([...(reads?.operations.dueUs ?? [])]).toEqual([...readUs])
  for (const rows of [operations, reads?.operations ?? operations]) {
    for (const [index, sentUs] of rows.sentUs.entries()) {
      // Not sent, or sent when it was due; both clocks begin at the same origin.
      expect(Number.isNaN(sentUs) || sentUs >= (rows.dueUs[index] ?? Number.NaN)).toBe(true)
    }
  }
  expect(Object.keys(outcomeCounts({ operations }))).not.toContain('accepted')
})

test('nothing is sent before what must come first has ended', async () => {
  let requests = 0
  await using server = await serveRaw(() => void requests++)
  const ingest = ingestOf(server.port, tenants)
  const controller = new AbortController()
  let endedUs = Number.NaN
  const beforeStart = async (): Promise<void> => {
    expect(requests).toBe(0)
    endedUs = monotonicUs()
  }
  const running = await startStreams({ plan: planned(), streams, ingest, reading: ingest, beforeStart, signal: controller.signal })
  expect(running.originUs).toBeGreaterThan(endedUs)
  controller.abort()
  await running.done
})
