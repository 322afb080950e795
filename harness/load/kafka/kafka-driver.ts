/** Records as messages of a topic, acknowledged by all replicas in sync: partition and offset are the answer. Nothing is sent twice. */

import { Kafka, logLevel } from 'kafkajs'
import type { Message } from 'kafkajs'

import { noAnswers } from '../driver.ts'
import type { Driver, DriverEvents, RecordOutcome } from '../driver.ts'
import type { KafkaThreadTarget, SharedLoad } from '../thread-messages.ts'
import { CountedSockets } from './counted-sockets.ts'
import { LogPositions } from './log-positions.ts'
import { readFailure } from './read-failure.ts'

export interface KafkaDriverOptions {
  readonly target: KafkaThreadTarget
  readonly slots: number
  readonly requestTimeoutUs: number
  /** The monotonic clock of this host: when a message was handed over stands in its header. */
  readonly clock: () => number
}

const connectTimeoutMs = 10_000
/** The client itself waits longer than we do, so that an answer that comes late is heard. */
const patienceFactor = 3

/** Resolves when the producer is connected and knows the topic's partitions. */
export async function openKafkaDriver(load: SharedLoad, options: KafkaDriverOptions, events: DriverEvents): Promise<Driver> {
  const { target, slots, requestTimeoutUs, clock } = options
  const { bodies, operations } = load
  const sockets = new CountedSockets()
  const kafka = new Kafka({
    clientId: 'tenfold-load',
    brokers: [...target.brokers],
    logLevel: logLevel.NOTHING,
    socketFactory: sockets.factory,
    connectionTimeout: connectTimeoutMs,
    requestTimeout: Math.ceil((requestTimeoutUs * patienceFactor) / 1_000),
    retry: { retries: 0 },
  })
  const positions = new LogPositions()
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    retry: { retries: 0 },
    createPartitioner: () => positions.partitioner(),
  })
  await producer.connect()
  await requireTopic(kafka, target.topic)
  // Nothing is written by it, but the producer knows the partitions from then on: the first record does not pay for that.
  await producer.send({ topic: target.topic, acks: -1, messages: [] })

  const answers = noAnswers()
  const deadlines = new Map<number, number>()
  const decoder = new TextDecoder()
  let isClosed = false

  function settle(request: number, tell: () => void): void {
    if (isClosed) return
    if (!deadlines.delete(request)) {
      answers.late += 1
      return
    }
    tell()
    events.onFree()
  }

  function messagesOf(carried: Uint32Array): Message[] {
    const headers = { ...target.headers, produced: `${Math.round(clock())}` }
    return Array.from(carried, (operation) => {
      const record = operations.recordIndex[operation] as number
      const start = bodies.offset[record] as number
      const slab = bodies.slabs[bodies.slab[record] as number] as Uint8Array
      // A copy, as text: sockets and checksums do not take memory that threads share.
      const value = decoder.decode(slab.slice(start, start + (bodies.length[record] as number)))
      return { key: target.keys[target.keyOfRecord[record] as number] as string, value, headers }
    })
  }

  return {
    get freeSlots() {
      return slots - deadlines.size
    },
    get inFlight() {
      return deadlines.size
    },
    get nextTimeoutUs() {
      for (const deadlineUs of deadlines.values()) return deadlineUs
      return undefined
    },
    answers,
    send(request, carried, sentUs) {
      deadlines.set(request, sentUs + requestTimeoutUs)
      const messages = messagesOf(carried)
      const writesBefore = sockets.writes
      producer.send({ topic: target.topic, acks: -1, messages }).then(
        (written) => {
          answers.heard += 1
          const outcomes = positions.outcomesOf(messages, written)
          settle(request, () => events.onOutcomes(request, 202, outcomes))
        },
        (error: unknown) => {
          const { kind, status } = readFailure(error, positions.partitionsOf(messages), sockets.writes > writesBefore)
          if (status === 0) {
            if (!isClosed && deadlines.delete(request)) {
              events.onLost(request, kind === 'failed' ? 'failed' : 'unknown')
              events.onFree()
            }
            return
          }
          answers.heard += 1
          const outcome: RecordOutcome = { kind: kind === 'refused' ? 'refused' : 'unknown', partition: -1, offset: -1 }
          settle(request, () =>
            events.onOutcomes(
              request,
              status,
              Array.from(carried, () => outcome),
            ),
          )
        },
      )
    },
    expire(nowUs) {
      for (const [request, deadlineUs] of deadlines) {
        if (deadlineUs > nowUs) return
        deadlines.delete(request)
        events.onLost(request, 'unknown')
        events.onFree()
      }
    },
    close() {
      isClosed = true
      for (const request of deadlines.keys()) {
        deadlines.delete(request)
        events.onLost(request, 'unknown')
      }
      void producer.disconnect().catch(() => undefined)
    },
  }
}

async function requireTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    await admin.fetchTopicMetadata({ topics: [topic] })
  } finally {
    await admin.disconnect()
  }
}
