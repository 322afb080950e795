/** The matcher's Kafka transaction: decisions and consumed offsets together, fenced by the consumer group's generation. */

import { Connection, Producer, txnOffsetCommitV4 } from '@platformatic/kafka'
import type { Consumer } from '@platformatic/kafka'
import { within } from '../clock.ts'
import { connectionSettings, kafkaSettings } from '../kafka/client-settings.ts'
import { recordsTopic } from '../wire/topics.ts'
import type { OutgoingMessage } from './decision-event.ts'

/** The member of the group on whose behalf offsets are committed; one that is no longer current is refused. */
export interface Membership {
  readonly memberId: string
  readonly generationId: number
}

/** One transaction's content: `offsets` are the next ones to read, a partition each. */
export interface Publication {
  readonly messages: readonly OutgoingMessage[]
  readonly offsets: ReadonlyMap<number, bigint>
  readonly membership: Membership
  /** Called when everything is sent and nothing is committed. */
  readonly beforeCommit: () => void
}

export interface Publisher extends AsyncDisposable {
  /** Commits one transaction; one at a time, and each in bounded time. After an error nothing of it is visible, or the outcome is unknown to us. */
  publish(publication: Publication): Promise<void>
}

const sendBytesMax = 700_000
/** One of a busy broker takes a second; the broker itself aborts it after 10 s. */
const transactionTimeoutMs = 10_000
const abortTimeoutMs = 3_000
const closeTimeoutMs = 2_000

/** `slot` names the replica: a restarted one takes its predecessor's open transaction over and aborts it at once. */
export async function openPublisher(brokers: readonly string[], slot: string, consumer: Consumer): Promise<Publisher> {
  const transactionalId = `${consumer.groupId}-${slot}`
  let producer: Producer | undefined
  let coordinator = await connectCoordinator()
  return {
    async publish(publication) {
      producer ??= new Producer({ ...kafkaSettings(`stack-matcher-${slot}`, brokers), idempotent: true, transactionalId })
      const used = producer
      try {
        await within(transactionTimeoutMs, 'a transaction of Kafka', transact(used, publication))
      } catch (error) {
        // What it remembers may not be true any more. The next one takes the id over, which ends what this one has left open.
        producer = undefined
        await closed(used)
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      await closed(coordinator)
      if (producer !== undefined) await closed(producer)
    },
  }

  async function transact(used: Producer, { messages, offsets, membership, beforeCommit }: Publication): Promise<void> {
    // As if for the first time: otherwise a restarted replica would fence itself.
    const transaction = await used.beginTransaction({ producerId: -1n, producerEpoch: -1 })
    try {
      await transaction.addConsumer(consumer)
      for (const part of inParts(messages)) await transaction.send({ messages: part, acks: -1 })
      await commitOffsets(used, offsets, membership)
      beforeCommit()
      await transaction.commit()
    } catch (error) {
      // Readers of committed messages wait for its end; if it cannot be reached now, the next producer or the broker's own limit brings it.
      await within(abortTimeoutMs, 'the abort', transaction.abort()).catch(() => {})
      throw error
    }
  }

  async function closed(client: Producer | Connection): Promise<void> {
    await within(closeTimeoutMs, 'closing', client.close()).catch(() => {})
  }

  /** What goes to one partition in one send is one batch there, and a broker takes no batch of any size. */
  function inParts(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
    const parts: OutgoingMessage[][] = []
    let bytes = sendBytesMax
    for (const message of messages) {
      if (bytes + message.value.length > sendBytesMax) {
        parts.push([])
        bytes = 0
      }
      bytes += message.value.length
      parts.at(-1)?.push(message)
    }
    return parts
  }

  /** All partitions in one request; the client's own way takes a round trip for each. */
  async function commitOffsets(
    { producerId, producerEpoch }: Producer,
    offsets: ReadonlyMap<number, bigint>,
    { memberId, generationId }: Membership,
  ): Promise<void> {
    if (producerId === undefined || producerEpoch === undefined) throw new Error('the producer has no identity')
    if (!coordinator.isConnected()) coordinator = await connectCoordinator()
    const partitions = [...offsets].map(([partitionIndex, committedOffset]) => ({
      partitionIndex,
      committedOffset,
      committedLeaderEpoch: -1,
      committedMetadata: null,
    }))
    await txnOffsetCommitV4.api.async(
      coordinator,
      transactionalId,
      consumer.groupId,
      producerId,
      producerEpoch,
      generationId,
      memberId,
      consumer.groupInstanceId,
      [{ name: recordsTopic, partitions }],
    )
  }

  /** A new one each time: half of an answer that a lost connection brought would be read as the beginning of the next. */
  async function connectCoordinator(): Promise<Connection> {
    const node = await consumer.findGroupCoordinator()
    const { brokers: known } = await consumer.metadata({ topics: [recordsTopic] })
    const broker = known.get(node)
    if (broker === undefined) throw new Error(`the group's coordinator ${node} is not among the brokers`)
    const connection = new Connection(`stack-matcher-${slot}-offsets`, connectionSettings())
    // Its loss is seen by the request that needs it; unheard, the event would end the process.
    connection.on('error', () => {})
    await connection.connect(broker.host, broker.port)
    return connection
  }
}
