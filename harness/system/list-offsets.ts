/** Asks a broker where partitions end: for readers of everything, or of committed messages alone. kafkajs asks for the second only. Knows no group. */

import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** As on the wire: whether messages of transactions that are still open count. */
export const isolation = { uncommitted: 0, committed: 1 } as const

/** ListOffsets, and its oldest version with isolation levels that brokers still speak. */
const apiKey = 2
const apiVersion = 2
const latest = -1n
const answerBytesMax = 16 * 1_048_576

/** End of each of the partitions, all of them led by that broker. Throws on an answer that is an error, and when the signal is aborted. */
export async function listOffsets(
  broker: BrokerAddress,
  topic: string,
  partitions: readonly number[],
  level: (typeof isolation)[keyof typeof isolation],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, bigint>> {
  signal.throwIfAborted()
  // An abort destroys the socket, and with that ends every wait for it. Its error may come when none waits any more, and must end nothing else.
  const socket = connect({ ...broker, signal })
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect', { signal })
    socket.write(request(topic, partitions, level))
    return decodeAnswer(await readAnswer(socket))
  } finally {
    socket.destroy()
  }
}

function request(topic: string, partitions: readonly number[], level: number): Buffer {
  const replicaOfNoBroker = -1
  const correlation = 1
  const body = Buffer.concat([
    int16(apiKey),
    int16(apiVersion),
    int32(correlation),
    text('tenfold-offsets'),
    int32(replicaOfNoBroker),
    Buffer.from([level]),
    int32(1),
    text(topic),
    int32(partitions.length),
    ...partitions.flatMap((partition) => [int32(partition), int64(latest)]),
  ])
  return Buffer.concat([int32(body.length), body])
}

async function readAnswer(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    const whole = Buffer.concat(chunks)
    if (whole.length < 4) continue
    const size = whole.readInt32BE(0)
    if (size < 0 || size > answerBytesMax) throw new Error(`an answer of ${size} bytes is none`)
    if (whole.length >= size + 4) return whole.subarray(4, size + 4)
  }
  throw new Error('the broker closed the connection')
}

/** Correlation id, throttle time, then topics with partition, error code, timestamp and offset. */
export function decodeAnswer(answer: Buffer): ReadonlyMap<number, bigint> {
  const offsets = new Map<number, bigint>()
  let at = 8
  const topics = answer.readInt32BE(at)
  at += 4
  for (let topic = 0; topic < topics; topic++) {
    at += 2 + answer.readInt16BE(at)
    const partitions = answer.readInt32BE(at)
    at += 4
    for (let index = 0; index < partitions; index++) {
      const partition = answer.readInt32BE(at)
      const error = answer.readInt16BE(at + 4)
      if (error !== 0) throw new Error(`partition ${partition}: Kafka's error ${error}`)
      offsets.set(partition, answer.readBigInt64BE(at + 14))
      at += 22
    }
  }
  return offsets
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([int16(bytes.length), bytes])
}
