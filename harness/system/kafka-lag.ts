/** How far a consumer group is behind the end of a topic: committed offsets against end offsets, through kafkajs's admin client. */

import { Kafka, logLevel } from 'kafkajs'
import type { Admin } from 'kafkajs'
import { bounded } from './bounded.ts'
import type { LagSample } from './port.ts'

export interface LagSource {
  readonly brokers: readonly string[]
  readonly topic: string
  readonly groupId: string
}

/** Keeps one connection between samples; the first sample makes it. */
export class KafkaLag implements AsyncDisposable {
  readonly #source: LagSource
  #admin: Promise<Admin> | undefined

  constructor(source: LagSource) {
    this.#source = source
  }

  /** Throws TARGET_UNREACHABLE. */
  async sample(signal: AbortSignal): Promise<LagSample> {
    const { brokers, topic, groupId } = this.#source
    return bounded(`consumer lag of ${groupId} at ${brokers.join(',')}`, signal, async () => {
      const admin = await this.#connect()
      const [ends, groups] = await Promise.all([admin.fetchTopicOffsets(topic), admin.fetchOffsets({ groupId, topics: [topic] })])
      const committed = new Map(groups.flatMap((group) => group.partitions).map(({ partition, offset }) => [partition, offset]))
      return lagOf(ends, committed)
    })
  }

  /** Partitions of the topic, and the broker's count of nodes, for the record's facts. */
  async describe(signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return bounded(`description of ${this.#source.topic}`, signal, async () => {
      const admin = await this.#connect()
      const [ends, cluster] = await Promise.all([admin.fetchTopicOffsets(this.#source.topic), admin.describeCluster()])
      return { partitions: `${ends.length}`, brokers: `${cluster.brokers.length}` }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const admin = await this.#admin?.catch(() => undefined)
    await admin?.disconnect()
  }

  #connect(): Promise<Admin> {
    this.#admin ??= connect(this.#source.brokers).catch((error: unknown) => {
      // The next sample tries anew.
      this.#admin = undefined
      throw error
    })
    return this.#admin
  }
}

/** Offsets are decimal texts; an absent or negative committed one means that nothing was committed yet. */
export function lagOf(
  ends: readonly { readonly partition: number; readonly low: string; readonly high: string }[],
  committed: ReadonlyMap<number, string>,
): LagSample {
  const partitions = ends.map(({ partition, low, high }) => {
    const offset = BigInt(committed.get(partition) ?? '-1')
    const behind = BigInt(high) - (offset < 0n ? BigInt(low) : offset)
    // The end was read before the commit: a matcher may be past it by now.
    return { partition, lagRecords: behind < 0n ? 0 : Number(behind), end: Number(high) }
  })
  const lags = partitions.map(({ lagRecords }) => lagRecords)
  return { totalRecords: lags.reduce((sum, lag) => sum + lag, 0), partitionRecordsMax: Math.max(0, ...lags), partitions }
}

async function connect(brokers: readonly string[]): Promise<Admin> {
  const kafka = new Kafka({
    clientId: 'tenfold-lag',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    requestTimeout: 10_000,
    retry: { retries: 2 },
  })
  const admin = kafka.admin()
  await admin.connect()
  return admin
}
