import { setTimeout as pause } from 'node:timers/promises'

import { describe, expect, test } from 'vitest'

import { expectAddsUp, outcomeCounts, runLoad as run } from '../../tests/support/load-run.ts'
import { accept, answer, serveRaw as serve } from '../../tests/support/raw-server.ts'
import type { Respond } from '../../tests/support/raw-server.ts'
import { ingestOf, loadOf, planOf } from '../../tests/support/small-load.ts'
import { outcomeKinds } from '../model/outcome.ts'
import type { LoadResult } from './port.ts'
import { startLoad } from './run-load.ts'

const second = { name: 's', durationMs: 200, targetPerSecond: 500 }

test.each([1, 3])('every record is accepted once, with times in order and its position, over %i threads', async (workers) => {
  await using server = await serve(({ body, number }, socket) => socket.write(accept(body, number)))
  const result = await run(server.port, loadOf({ stages: [second], workers }))
  expect(outcomeCounts(result)).toEqual({ accepted: 100 })
  const { dueUs, slotUs, sentUs, answeredUs, status } = result.operations
  for (let operation = 0; operation < 100; operation++) {
    expect(slotUs[operation]).toBeGreaterThanOrEqual(dueUs[operation] ?? Number.NaN)
    expect(sentUs[operation]).toBeGreaterThanOrEqual(slotUs[operation] ?? Number.NaN)
    expect(answeredUs[operation]).toBeGreaterThanOrEqual(sentUs[operation] ?? Number.NaN)
  }
  expect(new Set(status)).toEqual(new Set([202]))
  expect([...result.offset].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index))
  expect(result.answers).toEqual({ heard: 100, taken: 100, late: 0, duplicate: 0, toNobody: 0, garbled: 0 })
  expect(result.generator.cpuMs).toBeGreaterThan(0)
})

test('records of a tenant share a request, which is never sent before it is complete', async () => {
  const sizes: number[] = []
  await using server = await serve(({ path, body, number }, socket) => {
    const records = JSON.parse(body) as { tenant: string }[]
    sizes.push(records.length)
    expect(records.every(({ tenant }) => path.includes(tenant))).toBe(true)
    socket.write(accept(body, number))
  })
  const load = loadOf({ stages: [{ name: 's', durationMs: 200, targetPerSecond: 5_000 }], recordsPerRequest: 20, batchWindowMs: 10 })
  const result = await run(server.port, load, { tenants: ['acme', 'bolt'] })
  expect(outcomeCounts(result)).toEqual({ accepted: 1_000 })
  expect(Math.max(...sizes)).toBe(20)
  expect(sizes.length).toBe(50)
})

describe('what became of a request', () => {
  const onlyOne = loadOf({ stages: [{ name: 's', durationMs: 100, targetPerSecond: 10 }], requestTimeoutMs: 20_000 })

  test.each<{ name: string; respond: Respond; outcome: string; strays?: Partial<LoadResult['answers']> }>([
    { name: 'a refusal', respond: (_, socket) => socket.write(answer(429, '', 'retry-after: 1\r\n')), outcome: 'refused' },
    { name: 'a 503 with Retry-After', respond: (_, socket) => socket.write(answer(503, '', 'Retry-After: 1\r\n')), outcome: 'refused' },
    { name: 'a 503 without', respond: (_, socket) => socket.write(answer(503)), outcome: 'unknown' },
    { name: 'a 202 without results', respond: (_, socket) => socket.write(answer(202)), outcome: 'unknown' },
    { name: 'garbage', respond: (_, socket) => socket.write('SSH-2.0-x\r\n'), outcome: 'unknown', strays: { garbled: 1 } },
    { name: 'the connection closed', respond: (_, socket) => socket.destroy(), outcome: 'unknown' },
    { name: 'half an answer, then closed', respond: (_, socket) => socket.end('HTTP/1.1 202 x\r\ncontent-le'), outcome: 'unknown' },
    {
      name: 'two answers in one segment',
      respond: ({ body, number }, socket) => socket.write(accept(body, number) + accept(body, number)),
      outcome: 'accepted',
      strays: { duplicate: 1 },
    },
    {
      name: 'an answer and garbage behind it',
      respond: ({ body, number }, socket) => socket.write(`${accept(body, number)}garbage`),
      outcome: 'accepted',
      strays: { garbled: 1 },
    },
    {
      name: 'an answer in single bytes',
      respond: ({ body, number }, socket) => {
        for (const byte of accept(body, number)) socket.write(byte)
      },
      outcome: 'accepted',
    },
  ])('$name: $outcome', async ({ respond, outcome, strays = {} }) => {
    await using server = await serve(respond)
    const result = await run(server.port, onlyOne)
    expect(outcomeCounts(result)).toEqual({ [outcome]: 1 })
    expect(result.answers).toMatchObject({ late: 0, duplicate: 0, toNobody: 0, garbled: 0, ...strays })
    expectAddsUp(result)
  })

  test('silence: unknown when the timeout is over, and no answer', async () => {
    await using server = await serve(() => undefined)
    const result = await run(server.port, { ...onlyOne, requestTimeoutMs: 150 })
    expect(outcomeCounts(result)).toEqual({ unknown: 1 })
    expect([...result.operations.answeredUs, ...result.operations.status]).toEqual([Number.NaN, 0])
  })

  test('nobody listens: failed, and not an answer', async () => {
    const server = await serve(() => undefined)
    const { port } = server
    await server[Symbol.asyncDispose]()
    const result = await run(port, loadOf({ stages: [second] }))
    expect(outcomeCounts(result)).toEqual({ failed: 100 })
    expect(result.operations.status.every((status) => status === 0)).toBe(true)
  })

  test('an answer after the timeout counts as late; its operation stays unknown', async () => {
    let release = (): void => undefined
    await using server = await serve(({ body, number }, socket) => {
      if (number === 0) release = () => void socket.write(accept(body, number))
      else socket.write(accept(body, number))
    })
    const load = loadOf({ stages: [{ name: 's', durationMs: 3_000, targetPerSecond: 1 }], requestTimeoutMs: 500 })
    const running = await startLoad({
      plan: planOf(load),
      ingest: ingestOf(server.port),
      options: load,
      signal: AbortSignal.timeout(30_000),
    })
    await expect.poll(() => running.progress(), { timeout: 10_000 }).toMatchObject({ sent: 1, inFlight: 0 })
    release()
    const result = await running.done
    expect(outcomeKinds[result.operations.outcome[0] ?? 0]).toBe('unknown')
    expect(result.answers?.late).toBe(1)
    expectAddsUp(result)
  })

  test('100 MB of garbage is cut off', async () => {
    let written = 0
    await using server = await serve((_, socket) => {
      const flood = Buffer.alloc(1_048_576, 'y')
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      const more = (error?: Error | null): void => {
        if (written >= 100 || error != null) return
        written += 1
        socket.write(flood, more)
      }
      more()
    })
    const result = await run(server.port, onlyOne)
    expect(outcomeCounts(result)).toEqual({ unknown: 1 })
    expect(result.answers?.garbled).toBe(1)
    expect(written).toBeLessThan(30)
  })

  test('a server that closes after every answer loses nothing', async () => {
    await using server = await serve(({ body, number }, socket) =>
      socket.end(accept(body, number).replace('\r\n', '\r\nconnection: close\r\n')),
    )
    expect(outcomeCounts(await run(server.port, loadOf({ stages: [second] })))).toEqual({ accepted: 100 })
    expect(server.connections()).toBeGreaterThanOrEqual(100)
  })
})

test('slots bound what is on the way; what finds none before the deadline is unsent', async () => {
  let open = 0
  let openMax = 0
  await using server = await serve(() => {
    open += 1
    openMax = Math.max(openMax, open)
  })
  const load = loadOf({ stages: [second], inFlightMax: 4, requestTimeoutMs: 5_000, slotDeadlineMs: 100 })
  const plan = planOf(load)
  const controller = new AbortController()
  const running = await startLoad({ plan, ingest: ingestOf(server.port), options: load, signal: controller.signal })
  await expect.poll(() => running.progress().due, { timeout: 5_000 }).toBe(100)
  await expect.poll(() => openMax, { timeout: 5_000 }).toBe(4)
  expect(running.progress()).toMatchObject({ scheduled: 100, sent: 4, inFlight: 4, accepted: 0 })
  // Past the deadline nothing more is sent, however many slots get free.
  const past = running.originUs / 1_000 + 200 + 100 + 50
  await expect.poll(() => Number(process.hrtime.bigint()) / 1e6 > past, { timeout: 5_000 }).toBe(true)
  controller.abort()
  expect(outcomeCounts(await running.done)).toEqual({ unknown: 4, 'unsent-no-slot': 96 })
  expect(openMax).toBe(4)
})

test('waiting for a slot is no lateness of the generator', async () => {
  await using server = await serve(({ body, number }, socket) => void setTimeout(() => socket.write(accept(body, number)), 20))
  const { operations } = await run(server.port, loadOf({ stages: [second], inFlightMax: 2 }))
  // 100 records over two slots of at least 20 ms each need a second; they were due within 200 ms.
  expect((operations.slotUs[99] ?? 0) - (operations.dueUs[99] ?? 0)).toBeGreaterThan(500_000)
  const lags = Array.from(operations.sentUs, (sent, index) => sent - (operations.slotUs[index] ?? 0)).toSorted((a, b) => a - b)
  expect(lags[50]).toBeLessThan((operations.slotUs[50] ?? 0) - (operations.dueUs[50] ?? 0))
})

test('a stopped generator shows as a pause and as schedule lag; beyond the deadline it is late, not without slots', async () => {
  await using server = await serve(({ body, number }, socket) => socket.write(accept(body, number)))
  const load = loadOf({ stages: [{ name: 's', durationMs: 1_500, targetPerSecond: 100 }], slotDeadlineMs: 100 })
  const running = await startLoad({ plan: planOf(load), ingest: ingestOf(server.port), options: load, signal: AbortSignal.timeout(30_000) })
  await expect.poll(() => running.progress().sent, { timeout: 5_000, interval: 5 }).toBeGreaterThan(10)
  running.pause(2_500)
  const result = await running.done
  expect(result.generator.pauseMsMax).toBeGreaterThan(2_000)
  const lengthsUs = result.generator.pauses.map(({ fromUs, toUs }) => toUs - fromUs)
  expect(Math.max(...lengthsUs)).toBeGreaterThan(2_000_000)
  const counts = outcomeCounts(result)
  expect(counts['unsent-late']).toBeGreaterThan(0)
  expect((counts['accepted'] ?? 0) + (counts['unsent-late'] ?? 0)).toBe(150)
})

test('what is answered while the generator stands still for longer than it waits is taken all the same', async () => {
  await using server = await serve(({ body, number }, socket) => setTimeout(() => socket.write(accept(body, number)), 200))
  const load = loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: 100 }], requestTimeoutMs: 2_000, slotDeadlineMs: 20_000 })
  const running = await startLoad({ plan: planOf(load), ingest: ingestOf(server.port), options: load, signal: AbortSignal.timeout(60_000) })
  await pause(500)
  running.pause(3_000)
  const result = await running.done
  expect(result.generator.pauseMsMax).toBeGreaterThan(2_000)
  expect(outcomeCounts(result)).toEqual({ accepted: 100 })
  expect(result.answers).toMatchObject({ heard: 100, taken: 100, late: 0 })
})

test.each([1, 2, 3])('an answer fetched together with a standstill does not give up those that came during it (%i)', async () => {
  const held: (() => void)[] = []
  let count = 0
  await using server = await serve(({ body, number }, socket) => {
    count += 1
    held.push(() => socket.write(accept(body, number)))
    // The first 30 open connections enough for all that follow. Of the next 15 some are answered before the standstill, some during it.
    if (count > 45 || count === 30) for (const respond of held.splice(0)) respond()
    if (count !== 45) return
    for (const respond of held.splice(0, 2)) respond()
    running.pause(1_000)
    for (const respond of held.splice(0, 6)) respond()
    setTimeout(() => held.splice(0).forEach((respond) => respond()), 50)
  })
  const load = loadOf({ stages: [{ name: 's', durationMs: 300, targetPerSecond: 500 }], requestTimeoutMs: 700, slotDeadlineMs: 20_000 })
  const running = await startLoad({ plan: planOf(load), ingest: ingestOf(server.port), options: load, signal: AbortSignal.timeout(60_000) })
  const result = await running.done
  expect(result.generator.pauseMsMax).toBeGreaterThan(700)
  expect(outcomeCounts(result)).toEqual({ accepted: 150 })
})

test('an aborted load ends at once, and every operation has an outcome', async () => {
  await using server = await serve(() => undefined)
  const load = loadOf({ stages: [{ name: 's', durationMs: 60_000, targetPerSecond: 100 }], workers: 2 })
  const controller = new AbortController()
  const running = await startLoad({ plan: planOf(load), ingest: ingestOf(server.port), options: load, signal: controller.signal })
  await expect.poll(() => running.progress().sent, { timeout: 5_000 }).toBeGreaterThan(5)
  controller.abort()
  const counts = outcomeCounts(await running.done)
  expect(counts['unknown']).toBeGreaterThan(5)
  expect((counts['unknown'] ?? 0) + (counts['unsent-late'] ?? 0)).toBe(6_000)
})

test('a tenant that the system does not take is told before anything is sent', async () => {
  const load = loadOf({ stages: [second] })
  const start = startLoad({
    plan: planOf(load, 1, ['acme', 'bolt']),
    ingest: ingestOf(1, ['acme']),
    options: load,
    signal: AbortSignal.timeout(5_000),
  })
  await expect(start).rejects.toMatchObject({ code: 'BAD_CONFIGURATION', message: expect.stringContaining('bolt') })
})

test('a plan of nothing is done at once; an aborted signal starts nothing', async () => {
  const load = loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: 0 }], workers: 2 })
  const empty = await startLoad({ plan: planOf(load), ingest: ingestOf(1), options: load, signal: AbortSignal.timeout(10_000) })
  expect((await empty.done).operations.count).toBe(0)
  const reason = new Error('Ctrl-C')
  const start = startLoad({ plan: planOf(load), ingest: ingestOf(1), options: load, signal: AbortSignal.abort(reason) })
  await expect(start).rejects.toBe(reason)
})
