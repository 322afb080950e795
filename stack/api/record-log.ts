/** The api's way into Kafka: records of many requests gathered into one durable send every few milliseconds. Bounded. */

import { Producer } from '@platformatic/kafka'
import { after, monotonicUs, TookTooLong, within } from '../clock.ts'
import { callTimeoutMs, kafkaSettings } from '../kafka/client-settings.ts'
import { NotMigrated } from '../patience.ts'
import { headers, messageKey, partitionOf, recordsTopic } from '../wire/topics.ts'
import { watchLog } from './log-watch.ts'

/** Waiting for others costs each record half of this on average, and saves most of a send. */
const gatherMs = 5
const sendMessagesMax = 2_000
/** Well under the largest batch that the topic takes, whatever one request adds to it. */
const sendBytesMax = 2 * 1024 * 1024
/** The idempotent producer keeps the order of a few sends in flight; more win nothing. */
const sendsInFlightMax = 2
/** Beyond this a request is told to come again: about a second of work. */
const waitingMessagesMax = 20_000
const closeTimeoutMs = 2_000

export interface LogPosition {
  readonly partition: number
  readonly offset: bigint
}

/** An append that was given up before any of it was sent. */
export class NothingTaken extends Error {}

/** What one request appends: all of it, or the promise rejects: with `NothingTaken`, or nobody knows. */
export interface LogAppend {
  readonly tenant: string
  readonly merchant: string
  readonly value: string
}

export interface RecordLog extends AsyncDisposable {
  readonly partitions: number
  readonly waitingCount: number
  readonly sendCount: number
  /** Whether Kafka did not answer when last asked. */
  readonly away: boolean
  /** Why a request with so many records must come again later; undefined when it need not. */
  refuses(count: number): 'BUSY' | 'LOG_AWAY' | undefined
  /** Resolves when every record is durable, with its place; in bounded time. */
  append(records: readonly LogAppend[]): Promise<LogPosition[]>
  /** One message in every partition, behind everything that was answered before. */
  appendEverywhere(closeId: string, value: string): Promise<void>
}

interface Message {
  readonly topic: string
  readonly key: Buffer
  readonly value: Buffer
  readonly partition: number
  readonly headers: Map<Buffer, Buffer>
}
interface Waiting {
  readonly messages: readonly Message[]
  readonly settle: (positions: LogPosition[]) => void
  readonly fail: (error: unknown) => void
}

const producedHeader = Buffer.from(headers.produced)
const hostHeader = Buffer.from(headers.host)
const closeHeader = Buffer.from(headers.close)

/** Connected to the brokers, and knowing how many partitions there are. */
export async function openRecordLog(brokers: readonly string[], hostId: string): Promise<RecordLog> {
  const open = (): Producer => new Producer({ ...kafkaSettings('stack-api', brokers), idempotent: true })
  let producer = open()
  const partitions = await introduce(producer).catch((error: unknown) => {
    void closeClient(producer)
    throw error
  })
  const watch = watchLog(async () => {
    const { topics } = await producer.metadata({ topics: [recordsTopic], forceUpdate: true, retries: 0 })
    if (topics.get(recordsTopic)?.partitions.every(({ leader }) => leader >= 0) !== true) throw new Error('a partition has no leader')
  })
  const host = Buffer.from(hostId)
  const partitionByKey = new Map<string, { readonly key: Buffer; readonly partition: number }>()
  let waiting: Waiting[] = []
  let waitingCount = 0
  let inFlight = 0
  let sendCount = 0
  let gathering = false
  let closed = false
  let idle: (() => void) | undefined

  return {
    partitions,
    get waitingCount() {
      return waitingCount
    },
    get sendCount() {
      return sendCount
    },
    get away() {
      return watch.away
    },
    refuses(count) {
      if (watch.away) return 'LOG_AWAY'
      return closed || waitingCount + count > waitingMessagesMax ? 'BUSY' : undefined
    },
    append(records) {
      const produced = Buffer.from(monotonicUs().toString())
      const fields = new Map([
        [producedHeader, produced],
        [hostHeader, host],
      ])
      return enqueue(
        records.map(({ tenant, merchant, value }) => {
          const { key, partition } = placeOf(messageKey(tenant, merchant))
          return { topic: recordsTopic, key, value: Buffer.from(value), partition, headers: fields }
        }),
      )
    },
    async appendEverywhere(closeId, value) {
      const fields = new Map([[closeHeader, Buffer.from(closeId)]])
      const bytes = Buffer.from(value)
      await enqueue(
        Array.from({ length: partitions }, (_, partition) => ({
          topic: recordsTopic,
          key: Buffer.from(closeId),
          value: bytes,
          partition,
          headers: fields,
        })),
      )
    },
    async [Symbol.asyncDispose]() {
      closed = true
      if (waiting.length > 0 || inFlight > 0) await new Promise<void>((resolve) => (idle = resolve))
      watch[Symbol.dispose]()
      await closeClient(producer)
    },
  }

  function placeOf(text: string): { readonly key: Buffer; readonly partition: number } {
    let place = partitionByKey.get(text)
    if (place === undefined) {
      if (partitionByKey.size >= 100_000) partitionByKey.clear()
      partitionByKey.set(text, (place = { key: Buffer.from(text), partition: partitionOf(text, partitions ?? 1) }))
    }
    return place
  }

  function enqueue(messages: readonly Message[]): Promise<LogPosition[]> {
    return new Promise((settle, fail) => {
      waiting.push({ messages, settle, fail })
      waitingCount += messages.length
      if (gathering) return
      gathering = true
      after(gatherMs, flush)
    })
  }

  function flush(): void {
    gathering = false
    while (waiting.length > 0 && inFlight < sendsInFlightMax) {
      let count = 0
      let taken = 0
      let bytes = 0
      for (const { messages } of waiting) {
        if (taken > 0 && (count + messages.length > sendMessagesMax || bytes > sendBytesMax)) break
        count += messages.length
        for (const { value } of messages) bytes += value.length
        taken += 1
      }
      const batch = waiting.slice(0, taken)
      waiting = waiting.slice(taken)
      inFlight += 1
      sendCount += 1
      void send(batch, count).finally(() => {
        inFlight -= 1
        flush()
        if (waiting.length === 0 && inFlight === 0) idle?.()
      })
    }
  }

  async function send(batch: readonly Waiting[], count: number): Promise<void> {
    const used = producer
    try {
      const sent = used.send({ messages: batch.flatMap(({ messages }) => messages), acks: -1 })
      const { offsets } = await within(callTimeoutMs, 'a send to the log', sent)
      const next = new Map(offsets?.map(({ partition, offset }) => [partition, offset]))
      for (const { messages, settle } of batch) {
        settle(
          messages.map(({ partition }) => {
            const offset = next.get(partition)
            if (offset === undefined) throw new Error(`no offset was answered for partition ${partition}`)
            next.set(partition, offset + 1n)
            return { partition, offset }
          }),
        )
      }
    } catch (error) {
      for (const { fail } of batch) fail(error)
      giveUp(used, error)
    } finally {
      waitingCount -= count
    }
  }

  /** Whatever waits behind a send that failed is told now, while it is sure that nothing of it was taken. */
  function giveUp(used: Producer, error: unknown): void {
    watch.doubt(error)
    const given = waiting
    waiting = []
    for (const { messages, fail } of given) {
      waitingCount -= messages.length
      fail(new NothingTaken('the log is away', { cause: error }))
    }
    // A send that goes on behind our back could write what was told to be unknown at any later time: it ends with its client.
    if (!(error instanceof TookTooLong) || used !== producer) return
    producer = open()
    void closeClient(used)
  }
}

async function closeClient(client: Producer): Promise<void> {
  await within(closeTimeoutMs, 'closing', client.close()).catch(() => {})
}

/** Answers with the number of the log's partitions. */
async function introduce(producer: Producer): Promise<number> {
  const metadata = await within(callTimeoutMs, 'metadata of the log', producer.metadata({ topics: [recordsTopic] }))
  const partitions = metadata.topics.get(recordsTopic)?.partitionsCount
  if (partitions === undefined) throw new NotMigrated(`topic ${recordsTopic} is missing: run the migrations first`)
  await within(callTimeoutMs, 'an identity of the log', producer.initIdempotentProducer({}))
  return partitions
}
