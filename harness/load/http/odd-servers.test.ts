import type { Socket } from 'node:net'

import { describe, expect, test } from 'vitest'

import { expectAddsUp, outcomeCounts, runLoad } from '../../../tests/support/load-run.ts'
import { accept, resultsOf, serveRaw } from '../../../tests/support/raw-server.ts'
import type { Respond } from '../../../tests/support/raw-server.ts'
import { loadOf } from '../../../tests/support/small-load.ts'

const second = { name: 's', durationMs: 1_000, targetPerSecond: 300 }

/** Pieces one behind another, each in a segment of its own. */
function writeInPieces(socket: Socket, pieces: readonly string[]): void {
  const [first, ...rest] = pieces
  if (first === undefined || socket.destroyed) return
  socket.write(first, () => setImmediate(() => writeInPieces(socket, rest)))
}

function chunked(text: string, size: number): string {
  const chunks = text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
  const body = chunks.map((chunk) => `${chunk.length.toString(16)};x=y\r\n${chunk}\r\n`).join('')
  return `HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n${body}0\r\nx-trailer: 1\r\n\r\n`
}

const cutAt = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []

describe('answers however they are written', () => {
  test.each<{ name: string; respond: Respond }>([
    { name: 'in fragments of 7 bytes', respond: ({ body, number }, socket) => writeInPieces(socket, cutAt(accept(body, number), 7)) },
    { name: 'in chunks', respond: ({ body, number }, socket) => socket.write(chunked(resultsOf(body, number), 5)) },
    {
      name: 'in chunks, cut in fragments of 3 bytes',
      respond: ({ body, number }, socket) => writeInPieces(socket, cutAt(chunked(resultsOf(body, number), 11), 3)),
    },
    {
      name: 'behind 100 Continue',
      respond: ({ body, number }, socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${accept(body, number)}`),
    },
    {
      name: 'without a length, ended by the close',
      respond: ({ body, number }, socket) => socket.end(`HTTP/1.1 202 Accepted\r\n\r\n${resultsOf(body, number)}`),
    },
  ])('$name: all are accepted', async ({ respond }) => {
    await using server = await serveRaw(respond)
    const result = await runLoad(server.port, loadOf({ stages: [second], recordsPerRequest: 3, batchWindowMs: 50 }))
    expect(outcomeCounts(result)).toEqual({ accepted: 300 })
    expect(result.answers).toMatchObject({ late: 0, duplicate: 0, toNobody: 0, garbled: 0 })
    expectAddsUp(result)
  })
})

test('an answer before the request is whole is taken, and the next request on the connection arrives unharmed', async () => {
  const bodies: string[] = []
  let answered = 0
  await using server = await serveRaw(({ body }) => void bodies.push(body), {
    // Some 300 KB of body are still on their way.
    onHead: (_, socket) => {
      answered += 1
      socket.write(accept(JSON.stringify(Array.from({ length: 1_000 }, () => 0)), answered))
    },
  })
  const stages = [{ name: 's', durationMs: 1_000, targetPerSecond: 10_000 }]
  const result = await runLoad(server.port, loadOf({ stages, recordsPerRequest: 1_000, batchWindowMs: 1_000, inFlightMax: 2 }))
  expect(outcomeCounts(result)).toEqual({ accepted: 10_000 })
  const records = bodies.flatMap((body) => JSON.parse(body) as { recordId: string }[])
  // The load ends with its last answer, and with it what the last request on each of two connections had not yet written.
  expect(bodies.length).toBeGreaterThanOrEqual(8)
  expect(records).toHaveLength(bodies.length * 1_000)
  expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(records.length)
  expectAddsUp(result)
})

test('a server that drops every thousandth connection: exactly those requests are unknown, none is sent twice, all else is accepted', async () => {
  const seen: string[] = []
  let dropped = 0
  await using server = await serveRaw(
    ({ body, number }, socket) => {
      seen.push((JSON.parse(body) as { recordId: string }).recordId)
      socket.end(accept(body, number).replace('\r\n', '\r\nconnection: close\r\n'))
    },
    {
      onConnection: (socket, number) => {
        if (number % 1_000 !== 999) return
        dropped += 1
        socket.resetAndDestroy()
      },
    },
  )
  const stages = [{ name: 's', durationMs: 4_000, targetPerSecond: 800 }]
  const result = await runLoad(server.port, loadOf({ stages, inFlightMax: 64, slotDeadlineMs: 30_000 }))
  const { accepted = 0, unknown = 0, failed = 0, ...others } = outcomeCounts(result)
  expect(others).toEqual({})
  expect(accepted + unknown + failed).toBe(3_200)
  // A connection that was opened ahead and dropped before it was used costs no request.
  expect(unknown + failed).toBeLessThanOrEqual(dropped)
  expect(dropped).toBeGreaterThanOrEqual(3)
  expect(seen).toHaveLength(accepted)
  expect(new Set(seen).size).toBe(accepted)
  expectAddsUp(result)
})

test.each<{ name: string; start: string }>([
  { name: 'without any head', start: '' },
  { name: 'as one endless head', start: 'HTTP/1.1 202 Accepted\r\nx: ' },
  { name: 'as the body of an answer without a length', start: 'HTTP/1.1 202 Accepted\r\n\r\n' },
  { name: 'as a chunk larger than any answer', start: 'HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\nfffffff\r\n' },
])('100 MB of garbage $name: told as garbled, the record unknown, memory bounded', async ({ start }) => {
  let writtenMiB = 0
  await using server = await serveRaw((_, socket) => {
    const flood = Buffer.alloc(1_048_576, 'y')
    const more = (error?: Error | null): void => {
      if (writtenMiB >= 100 || error != null || socket.destroyed) return
      writtenMiB += 1
      socket.write(flood, more)
    }
    socket.write(start === '' ? 'y' : start, more)
  })
  const before = process.memoryUsage().rss
  const result = await runLoad(
    server.port,
    loadOf({ stages: [{ name: 's', durationMs: 100, targetPerSecond: 10 }], requestTimeoutMs: 20_000 }),
  )
  expect(outcomeCounts(result)).toEqual({ unknown: 1 })
  expect(result.answers).toMatchObject({ heard: 0, taken: 0, garbled: 1 })
  // At most one answer's worth is taken (4 MiB), beside what the sockets of both sides hold.
  expect(writtenMiB).toBeLessThan(30)
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576)
})
