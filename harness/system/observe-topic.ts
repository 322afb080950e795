/** Reads a topic from its end onwards through kafkajs, committed messages only. Knows offsets and fetches, not what a message says. */

import { setTimeout as pause } from 'node:timers/promises'

import { Kafka, logLevel } from 'kafkajs'
import type { EachBatchPayload } from 'kafkajs'

import { monotonicUs } from './clock.ts'
import type { KafkaDecisions } from './port.ts'

/** A fetch comes back with the first message, at the latest after this. Each one costs 0.8 ms of CPU over 48 partitions, messages or not. */
const fetchWaitMs = 10
const requestTimeoutMs = 10_000
const askPatienceUs = 5_000_000
const askPauseMs = 100
/** Answers about offsets come at once or are asked for again: a sighting of the ends that took seconds would be none. */
const adminRetry = { initialRetryTime: 50, maxRetryTime: 200, retries: 3 } as const
const retry = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 30 } as const

export interface TopicEvents {
  /** In order within a partition, each offset once. May return a promise to slow the reading down. */
  onMessage(partition: number, offset: string, value: Buffer, nowUs: number): void | Promise<void>
  /** A partition is read up to, not including, this offset (transaction markers and aborted messages count). */
  onPosition(partition: number, position: number): void
  onFetchStart(node: string): void
  /** kafkajs has given up. */
  onCrash(error: Error): void
}

export interface TopicReader {
  /** High watermarks by partition. */
  ends(): Promise<ReadonlyMap<number, number>>
  stop(): Promise<void>
}

/**
 * Resolves when positioned: the ends of all partitions known, the reader set to them, and a fetch from there under way. What is
 * written from now on is read, whatever happens to the group.
 */
export async function readTopic({ brokers, topic }: KafkaDecisions, events: TopicEvents): Promise<TopicReader> {
  const kafka = new Kafka({
    clientId: 'tenfold-observer',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    requestTimeout: requestTimeoutMs,
    retry,
  })
  const admin = kafka.admin({ retry: adminRetry })
  await patiently(() => admin.connect())
  const ends = async (): Promise<ReadonlyMap<number, number>> =>
    new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]))
  const positions = new Map(await patiently(ends))
  for (const [partition, position] of positions) events.onPosition(partition, position)

  const consumer = kafka.consumer({
    // kafkajs reads in groups only. One of its own for each observer: nobody else is given a part, and nothing is ever committed.
    groupId: `tenfold-observer-${process.pid}-${monotonicUs()}`,
    maxWaitTimeInMs: fetchWaitMs,
    minBytes: 1,
    maxBytesPerPartition: 1_048_576,
    maxBytes: 16 * 1_048_576,
    sessionTimeout: 30_000,
    heartbeatInterval: 3_000,
    readUncommitted: false,
    retry,
  })
  const { FETCH_START, END_BATCH_PROCESS, GROUP_JOIN, CRASH } = consumer.events
  const advance = (partition: number, position: number): void => {
    if (position <= (positions.get(partition) ?? 0)) return
    positions.set(partition, position)
    events.onPosition(partition, position)
  }

  let isSet = false
  const positioned = new Promise<void>((resolve, reject) => {
    // At each join, a later one too: without commits kafkajs would go on at the topic's end and skip what came in between.
    consumer.on(GROUP_JOIN, () => {
      for (const [partition, position] of positions) consumer.seek({ topic, partition, offset: `${position}` })
      isSet = true
    })
    let fetches = 0
    consumer.on(FETCH_START, ({ payload }) => {
      events.onFetchStart(`${payload.nodeId}`)
      // The start of the second fetch is the end of the first one.
      if (isSet && ++fetches === 2) resolve()
    })
    consumer.on(CRASH, ({ payload }) => {
      // A retriable one is followed by a new join.
      if (payload.restart) return
      reject(payload.error)
      events.onCrash(payload.error)
    })
  })
  consumer.on(END_BATCH_PROCESS, ({ payload }) => advance(payload.partition, Number(payload.lastOffset) + 1))

  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: false })
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: true,
    eachBatch: ({ batch }: EachBatchPayload) => handOn(batch, positions.get(batch.partition) ?? 0, events),
  })
  await positioned
  return {
    ends,
    stop: async () => {
      await Promise.all([consumer.disconnect(), admin.disconnect()])
    },
  }
}

/** A topic that was just made has no leader for a moment, and kafkajs does not ask again by itself. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const untilUs = monotonicUs() + askPatienceUs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (monotonicUs() > untilUs || !isRetriable(error)) throw error
      await pause(askPauseMs)
    }
  }
}

function isRetriable(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true
}

async function handOn({ partition, messages }: EachBatchPayload['batch'], position: number, events: TopicEvents): Promise<void> {
  const nowUs = monotonicUs()
  for (const { offset, value } of messages) {
    // After a new join a fetch may bring again what was read.
    if (Number(offset) < position) continue
    const busy = events.onMessage(partition, offset, value ?? empty, nowUs)
    if (busy !== undefined) await busy
  }
}

const empty: Buffer = Buffer.alloc(0)
