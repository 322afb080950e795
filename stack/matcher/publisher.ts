/** The matcher's Kafka transaction: decisions and consumed offsets together, fenced by the consumer group's generation. */

import { Connection, Producer, txnOffsetCommitV4 } from '@platformatic/kafka'
import type { Consumer } from '@platformatic/kafka'
import { kafkaSettings } from '../kafka/client-settings.ts'
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
  /** Commits one transaction; one at a time. After an error nothing of it is visible, or the outcome is unknown to us. */
  publish(publication: Publication): Promise<void>
}

const sendBytesMax = 700_000

/** `slot` names the replica: a restarted one takes its predecessor's open transaction over and aborts it at once. */
export async function openPublisher(brokers: readonly string[], slot: string, consumer: Consumer): Promise<Publisher> {
  const transactionalId = `${consumer.groupId}-${slot}`
  const producer = new Producer({ ...kafkaSettings(`stack-matcher-${slot}`, brokers), idempotent: true, transactionalId })
  const coordinator = new Connection(`stack-matcher-${slot}-offsets`)
  await takeIdentity()
  let broken = false
  await connectCoordinator()
  return {
    publish,
    async [Symbol.asyncDispose]() {
      await coordinator.close()
      await producer.close()
    },
  }

  async function publish({ messages, offsets, membership, beforeCommit }: Publication): Promise<void> {
    if (broken) await takeIdentity()
    broken = true
    const transaction = await producer.beginTransaction({ producerId: -1n, producerEpoch: -1 })
    try {
      await transaction.addConsumer(consumer)
      for (const part of inParts(messages)) await transaction.send({ messages: part, acks: -1 })
      await commitOffsets(offsets, membership)
      beforeCommit()
      await transaction.commit()
      broken = false
    } catch (error) {
      await transaction.abort().catch(async () => transaction.cancel().catch(() => {}))
      throw error
    }
  }

  /** A fresh identity: ends a transaction that the id's last user, or we, left open, and starts all sequence numbers again. */
  async function takeIdentity(): Promise<void> {
    await producer.initIdempotentProducer({ producerId: -1n, producerEpoch: -1 })
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
  async function commitOffsets(offsets: ReadonlyMap<number, bigint>, { memberId, generationId }: Membership): Promise<void> {
    const { producerId, producerEpoch } = producer
    if (producerId === undefined || producerEpoch === undefined) throw new Error('the producer has no identity')
    if (!coordinator.isConnected()) await connectCoordinator()
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

  async function connectCoordinator(): Promise<void> {
    const node = await consumer.findGroupCoordinator()
    const { brokers: known } = await consumer.metadata({ topics: [recordsTopic] })
    const broker = known.get(node)
    if (broker === undefined) throw new Error(`the group's coordinator ${node} is not among the brokers`)
    await coordinator.connect(broker.host, broker.port)
  }
}
