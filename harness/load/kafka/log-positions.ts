/** Where the messages of a produce request stand in the log: an answer gives a base offset a partition, not a position a message. */

import { Partitioners } from 'kafkajs'
import type { Message, PartitionerArgs, RecordMetadata } from 'kafkajs'

import type { RecordOutcome } from '../driver.ts'

export class LogPositions {
  readonly #partitionOf = new WeakMap<Message, number>()

  /** Kafka's own partitioner (murmur2 of the key), whose choice is kept. */
  partitioner(): (args: PartitionerArgs) => number {
    const choose = Partitioners.DefaultPartitioner()
    return (args) => {
      const partition = choose(args)
      this.#partitionOf.set(args.message, partition)
      return partition
    }
  }

  /** How many partitions the messages went to, as far as that was decided. */
  partitionsOf(messages: readonly Message[]): number {
    return new Set(messages.map((message) => this.#partitionOf.get(message))).size
  }

  /** The messages of a partition stand one behind the other from its base offset on, in the order in which they were given. */
  outcomesOf(messages: readonly Message[], written: readonly RecordMetadata[]): RecordOutcome[] {
    const next = new Map(written.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]))
    return messages.map((message): RecordOutcome => {
      const partition = this.#partitionOf.get(message) ?? -1
      const offset = next.get(partition)
      if (offset === undefined) return { kind: 'unknown', partition: -1, offset: -1 }
      next.set(partition, offset + 1)
      return { kind: 'accepted', partition, offset }
    })
  }
}
