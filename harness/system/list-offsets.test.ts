import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { expect, test } from 'vitest'
import { decodeAnswer, isolation, listOffsets } from './list-offsets.ts'

/** One topic `d`, partitions with error code and offset. */
function answerOf(partitions: readonly (readonly [partition: number, error: number, offset: bigint])[]): Buffer {
  const body = Buffer.alloc(8 + 4 + 3 + 4 + partitions.length * 22)
  body.writeInt32BE(1, 0)
  body.writeInt32BE(1, 8)
  body.writeInt16BE(1, 12)
  body.write('d', 14)
  body.writeInt32BE(partitions.length, 15)
  partitions.forEach(([partition, error, offset], index) => {
    const at = 19 + index * 22
    body.writeInt32BE(partition, at)
    body.writeInt16BE(error, at + 4)
    body.writeBigInt64BE(-1n, at + 6)
    body.writeBigInt64BE(offset, at + 14)
  })
  return body
}

test('an answer has an end for each partition', () => {
  const answer = answerOf([
    [0, 0, 5n],
    [3, 0, 2n ** 40n],
  ])
  expect([...decodeAnswer(answer)]).toEqual([
    [0, 5n],
    [3, 2n ** 40n],
  ])
})

test('an error of a partition is told with its code', () => {
  expect(() => decodeAnswer(answerOf([[1, 6, -1n]]))).toThrow("partition 1: Kafka's error 6")
})

test.each([
  ['in pieces', (answer: Buffer): readonly Buffer[] => [...answer].map((byte) => Buffer.from([byte])), [[0, 7n]]],
  ['cut off', (answer: Buffer): readonly Buffer[] => [answer.subarray(0, 9)], expect.stringContaining('closed the connection')],
  ['of an impossible length', (): readonly Buffer[] => [Buffer.from([0x7f, 0xff, 0xff, 0xff])], expect.stringContaining('bytes is none')],
])('a broker that answers %s', async (_name, piecesOf, expected) => {
  const body = answerOf([[0, 0, 7n]])
  const whole = Buffer.concat([Buffer.alloc(4), body])
  whole.writeInt32BE(body.length)
  const server = createServer((socket) => {
    socket.once('data', () => {
      for (const piece of piecesOf(whole)) socket.write(piece)
      socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const asked = listOffsets({ host: '127.0.0.1', port }, 'd', [0], isolation.committed, AbortSignal.timeout(20_000))
  const told = await asked.then(
    (offsets): unknown => [...offsets],
    (error: unknown) => String(error),
  )
  expect(told).toEqual(expected)
  server.close()
  await once(server, 'close')
})

test.each(['before it is asked', 'while it connects', 'while it is silent'])(
  'an abort %s is an error of the question, and of nothing else',
  async (when) => {
    const server = createServer(() => undefined)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const unheard: unknown[] = []
    const hear = (error: unknown): void => void unheard.push(error)
    process.on('uncaughtException', hear)
    try {
      const controller = new AbortController()
      if (when === 'before it is asked') controller.abort()
      const asked = listOffsets({ host: '127.0.0.1', port }, 'd', [0], isolation.committed, controller.signal)
      if (when === 'while it is silent') await once(server, 'connection')
      controller.abort()
      await expect(asked).rejects.toThrow('abort')
      // What nobody hears is told in a turn of its own.
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
      expect(unheard).toEqual([])
    } finally {
      process.off('uncaughtException', hear)
      server.close()
    }
  },
)
