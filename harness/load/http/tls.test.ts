import { expect, test } from 'vitest'

import { expectAddsUp, outcomeCounts, runLoad } from '../../../tests/support/load-run.ts'
import { accept, answer, serveRaw } from '../../../tests/support/raw-server.ts'
import type { Respond } from '../../../tests/support/raw-server.ts'
import { loadOf } from '../../../tests/support/small-load.ts'
import { testCertificate as tls } from '../../../tests/support/test-certificate.ts'

const load = loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: 200 }] })
const onlyOne = loadOf({ stages: [{ name: 's', durationMs: 100, targetPerSecond: 10 }], requestTimeoutMs: 20_000 })
const trusted = () => ({ tls: { ca: tls.cert, serverName: 'api.test' } })

test.each([1, 10])(
  'over TLS every record is accepted once, with times in order and its position, %i a request',
  async (recordsPerRequest) => {
    const seen: string[] = []
    await using server = await serveRaw(
      ({ body, number }, socket) => {
        seen.push(...[JSON.parse(body) as { recordId: string } | { recordId: string }[]].flat().map(({ recordId }) => recordId))
        socket.write(accept(body, number))
      },
      { tls },
    )
    const result = await runLoad(server.port, { ...load, recordsPerRequest, batchWindowMs: 100 }, trusted())
    expect(outcomeCounts(result)).toEqual({ accepted: 200 })
    expect(new Set(seen).size).toBe(200)
    const { dueUs, sentUs, answeredUs } = result.operations
    for (let operation = 0; operation < 200; operation++) {
      expect(sentUs[operation]).toBeGreaterThanOrEqual(dueUs[operation] ?? Number.NaN)
      expect(answeredUs[operation]).toBeGreaterThanOrEqual(sentUs[operation] ?? Number.NaN)
    }
    expect(result.answers).toMatchObject({ heard: 200 / recordsPerRequest, taken: 200 / recordsPerRequest })
  },
)

test.each<{ name: string; respond: Respond; outcome: string; garbled?: number }>([
  { name: 'a refusal', respond: (_, socket) => socket.write(answer(429, '', 'retry-after: 1\r\n')), outcome: 'refused' },
  { name: 'a 503 with Retry-After', respond: (_, socket) => socket.write(answer(503, '', 'Retry-After: 1\r\n')), outcome: 'refused' },
  { name: 'a 503 without', respond: (_, socket) => socket.write(answer(503)), outcome: 'unknown' },
  { name: 'garbage', respond: (_, socket) => socket.write('SSH-2.0-x\r\n\r\n'), outcome: 'unknown', garbled: 1 },
  { name: 'half an answer, then closed', respond: (_, socket) => socket.end('HTTP/1.1 202 x\r\ncontent-le'), outcome: 'unknown' },
  { name: 'the connection closed', respond: (_, socket) => socket.destroy(), outcome: 'unknown' },
  {
    name: 'a body without an end',
    respond: (_, socket) => {
      const more = (error?: Error | null): void => {
        if (error == null && !socket.destroyed) socket.write(Buffer.alloc(1_048_576, 'y'), more)
      }
      socket.write('HTTP/1.1 202 x\r\n\r\n', more)
    },
    outcome: 'unknown',
    garbled: 1,
  },
])('$name over TLS: $outcome', async ({ respond, outcome, garbled = 0 }) => {
  await using server = await serveRaw(respond, { tls })
  const result = await runLoad(server.port, onlyOne, trusted())
  expect(outcomeCounts(result)).toEqual({ [outcome]: 1 })
  expect(result.answers?.garbled).toBe(garbled)
  expectAddsUp(result)
})

test('silence over TLS: unknown when the timeout is over', async () => {
  await using server = await serveRaw(() => undefined, { tls })
  const result = await runLoad(server.port, { ...onlyOne, requestTimeoutMs: 300 }, trusted())
  expect(outcomeCounts(result)).toEqual({ unknown: 1 })
})

test.each([
  { name: 'a certificate of nobody that is trusted', ingest: () => ({ tls: { serverName: 'api.test' } }) },
  { name: 'the certificate of another name', ingest: () => ({ tls: { ca: tls.cert, serverName: 'other.test' } }) },
])('$name: not a byte is sent, the record failed', async ({ ingest }) => {
  const seen: string[] = []
  await using server = await serveRaw(({ path }) => void seen.push(path), { tls })
  expect(outcomeCounts(await runLoad(server.port, onlyOne, ingest()))).toEqual({ failed: 1 })
  expect(seen).toEqual([])
})
