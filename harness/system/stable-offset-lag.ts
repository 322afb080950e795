/** How many messages of a topic are there and not yet for readers of committed messages: they stand behind a transaction that is still open. */

import { Kafka, logLevel } from 'kafkajs'
import { isolation, listOffsets } from './list-offsets.ts'
import type { BrokerAddress } from './list-offsets.ts'

interface Led {
  readonly broker: BrokerAddress
  readonly partitions: readonly number[]
}

export class StableOffsetLag {
  readonly #brokers: readonly string[]
  readonly #topic: string
  /** Who leads which partitions; asked again after a failure. */
  #leaders: readonly Led[] | undefined

  constructor(brokers: readonly string[], topic: string) {
    this.#brokers = brokers
    this.#topic = topic
  }

  /** Messages between the last stable offset and the end, over all partitions. Throws what the broker fails with. */
  async sample(signal: AbortSignal): Promise<number> {
    try {
      this.#leaders ??= await leadersOf(this.#brokers, this.#topic)
      const lags = await Promise.all(this.#leaders.map((led) => this.#lagOf(led, signal)))
      return lags.reduce((sum, lag) => sum + lag, 0)
    } catch (error) {
      this.#leaders = undefined
      throw error
    }
  }

  async #lagOf({ broker, partitions }: Led, signal: AbortSignal): Promise<number> {
    // The end first: what is committed in between makes the difference smaller, never negative.
    const ends = await listOffsets(broker, this.#topic, partitions, isolation.uncommitted, signal)
    const stable = await listOffsets(broker, this.#topic, partitions, isolation.committed, signal)
    return [...ends].reduce((sum, [partition, end]) => sum + Math.max(0, Number(end - (stable.get(partition) ?? end))), 0)
  }
}

const askTimeoutMs = 2_000

async function leadersOf(brokers: readonly string[], topic: string): Promise<readonly Led[]> {
  const kafka = new Kafka({
    clientId: 'tenfold-offsets',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    // A sample comes soon again: none waits for a broker that stands still.
    connectionTimeout: askTimeoutMs,
    requestTimeout: askTimeoutMs,
    retry: { retries: 0 },
  })
  const admin = kafka.admin()
  await admin.connect()
  try {
    const [{ topics }, { brokers: nodes }] = await Promise.all([admin.fetchTopicMetadata({ topics: [topic] }), admin.describeCluster()])
    const partitions = topics.flatMap((found) => found.partitions)
    return nodes.map(({ nodeId, host, port }) => ({
      broker: { host, port },
      partitions: partitions.filter(({ leader }) => leader === nodeId).map(({ partitionId }) => partitionId),
    }))
  } finally {
    await admin.disconnect()
  }
}
