/** Reads the assigned partitions of `records` from given offsets, one fetch in flight a broker, into a bounded queue. */

import type { Consumer } from '@platformatic/kafka'
import { monotonicUs, pause, within } from '../clock.ts'
import { callTimeoutMs } from '../kafka/client-settings.ts'
import { recordsTopic } from '../wire/topics.ts'
import type { LogMessage } from './log-entry.ts'

/** How long a broker may hold a fetch that finds nothing. */
const fetchWaitMs = 250
/** One that brings no answer for as long as the group would wait for us. */
const fetchTimeoutMs = 6_000
/**
 * From one fetch that brings something to the next: half a millisecond for each message that it brought. A batch costs its database
 * transaction, its Kafka transaction and its fetch once, whatever is in it, so a stack that is busy gathers and one that is not does not wait.
 */
const gatherMsMin = 8
const gatherMsMax = 50
const gatherMsPerMessage = 0.5
const fetchBytesMax = 16 * 1024 * 1024
const partitionBytesMax = 1024 * 1024
const queuedMessagesMax = 20_000
const isControlBatch = 0b10_0000

export interface LogReader {
  /** Up to `messagesMax` messages, in log order within each partition; waits while there are none. Empty once stopped. */
  take(messagesMax: number): Promise<LogMessage[]>
  readonly queuedCount: number
  /** Resolves when every broker has answered the first fetch: positioned. */
  readonly positioned: Promise<void>
  /** Ends all fetching; resolves when nothing is in flight. */
  stop(): Promise<void>
}

/** `offsets`: the next offset of each assigned partition. Calls `failed` once when a fetch fails for good. */
export async function readLog(
  consumer: Consumer,
  offsets: ReadonlyMap<number, bigint>,
  failed: (error: unknown) => void,
): Promise<LogReader> {
  const metadata = await within(callTimeoutMs, 'metadata of the log', consumer.metadata({ topics: [recordsTopic], forceUpdate: true }))
  const topic = metadata.topics.get(recordsTopic)
  if (topic === undefined) throw new Error(`topic ${recordsTopic} is missing`)
  const nextOffset = new Map(offsets)
  const byLeader = Map.groupBy(nextOffset.keys(), (partition) => topic.partitions[partition]?.leader ?? -1)
  let queue: LogMessage[] = []
  // An object, because the loops below see it change across their waits.
  const state = { stopped: false }
  const stopping = new AbortController()
  let wake: () => void = () => {}
  const firsts: Promise<void>[] = []
  const loops = [...byLeader].map(async ([node, partitions]) => {
    const first = Promise.withResolvers<void>()
    firsts.push(first.promise)
    try {
      await fetchFrom(node, partitions, first.resolve)
    } catch (error) {
      if (!state.stopped) failed(error)
    } finally {
      first.resolve()
    }
  })

  return {
    async take(messagesMax) {
      while (queue.length === 0 && !state.stopped) await woken()
      if (state.stopped) return []
      const taken = queue.length <= messagesMax ? queue : queue.slice(0, messagesMax)
      queue = queue.length <= messagesMax ? [] : queue.slice(messagesMax)
      wake()
      return taken
    },
    get queuedCount() {
      return queue.length
    },
    positioned: Promise.all(firsts).then(() => {}),
    async stop() {
      state.stopped = true
      stopping.abort()
      wake()
      await Promise.all(loops)
    },
  }

  async function fetchFrom(node: number, partitions: readonly number[], answered: () => void): Promise<void> {
    let waitMs = 0
    while (!state.stopped) {
      if (queue.length >= queuedMessagesMax) {
        await woken()
        continue
      }
      const askedUs = monotonicUs()
      const fetched = consumer.fetch({
        node,
        topics: [{ topicId: topic?.id ?? '', partitions: partitions.map((partition) => request(partition)) }],
        maxWaitTime: waitMs,
        minBytes: 1,
        maxBytes: fetchBytesMax,
      })
      const response = await within(fetchTimeoutMs, 'a fetch from the log', fetched)
      // The first fetch must not wait: it only proves the position.
      waitMs = fetchWaitMs
      answered()
      if (state.stopped) return
      const brought = enqueue(response)
      await new Promise((resolve) => setImmediate(resolve))
      const gatherMs = Math.min(gatherMsMax, Math.max(gatherMsMin, brought * gatherMsPerMessage))
      if (brought > 0) await pause(Math.max(0, gatherMs - (monotonicUs() - askedUs) / 1_000), stopping.signal)
    }
  }

  function request(partition: number): {
    partition: number
    fetchOffset: bigint
    currentLeaderEpoch: number
    lastFetchedEpoch: number
    partitionMaxBytes: number
  } {
    return {
      partition,
      fetchOffset: nextOffset.get(partition) ?? 0n,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: partitionBytesMax,
    }
  }

  /** Gives how many messages there were. */
  function enqueue({ responses }: Awaited<ReturnType<Consumer['fetch']>>): number {
    const readUs = monotonicUs()
    const before = queue.length
    for (const { partitions } of responses) {
      for (const { partitionIndex: partition, records } of partitions) {
        let next = nextOffset.get(partition)
        if (next === undefined) continue
        for (const batch of records ?? []) {
          if ((batch.attributes & isControlBatch) === 0) {
            for (const record of batch.records) {
              const offset = batch.firstOffset + BigInt(record.offsetDelta)
              // A batch starts before the offset that was asked for when that lies inside it.
              if (offset >= next)
                queue.push({
                  partition,
                  offset,
                  value: record.value ?? Buffer.alloc(0),
                  headers: record.headers as [Buffer, Buffer][],
                  readUs,
                })
            }
          }
          const end = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n
          if (end > next) next = end
        }
        nextOffset.set(partition, next)
      }
    }
    if (queue.length > 0) wake()
    return queue.length - before
  }

  async function woken(): Promise<void> {
    const before = wake
    await new Promise<void>((resolve) => {
      wake = () => {
        before()
        resolve()
      }
    })
    wake = () => {}
  }
}
