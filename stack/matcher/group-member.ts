/** A matcher's place in its consumer group, with every client of Kafka that it needs: opened together, and thrown away together when one fails. */

import { Consumer } from '@platformatic/kafka'
import type { ConsumerGroupJoinPayload } from '@platformatic/kafka'
import { within } from '../clock.ts'
import { kafkaSettings } from '../kafka/client-settings.ts'
import { logLine } from '../log.ts'
import { decisionsTopic, recordsTopic } from '../wire/topics.ts'
import { openPublisher } from './publisher.ts'
import type { Membership, Publisher } from './publisher.ts'

const groupId = 'matchers'
const group = { sessionTimeout: 6_000, heartbeatInterval: 1_000, rebalanceTimeout: 6_000, heartbeatStallTimeout: 6_000 }
/** Of each step before the join: the next try is told and made soon. */
const openTimeoutMs = 6_000
/** A join waits for all others, and for the place of one that has gone silent. */
const assignmentTimeoutMs = 30_000
const closeTimeoutMs = 2_000
const leaveTimeoutMs = 5_000

export interface Assignment extends Membership {
  readonly partitions: readonly number[]
  /** Aborted when another is about to come, or the place is lost. */
  readonly ended: AbortSignal
}

export interface GroupMember extends AsyncDisposable {
  readonly consumer: Consumer
  readonly publisher: Publisher
  readonly decisionPartitions: number
  /** The assignment that holds now; waits for one, in bounded time. Undefined once stopped; throws when the place is lost. */
  assignment(stop: AbortSignal): Promise<Assignment | undefined>
  /** Gives the place up, so that the others need not wait until it is missed. */
  leave(): Promise<void>
}

/** Joined, in bounded time. `replica` is the place: whoever takes it next has its partitions at once, without the others' noticing. */
export async function openGroupMember(brokers: readonly string[], replica: string, stop: AbortSignal): Promise<GroupMember> {
  const clientId = `stack-matcher-${replica}`
  const consumer = new Consumer({
    ...kafkaSettings(clientId, brokers),
    groupId,
    groupInstanceId: `matcher-${replica}`,
    ...group,
    isolationLevel: 0,
  })
  let publisher: Publisher | undefined
  let disposed = false
  let current: { readonly assignment: Assignment; readonly end: AbortController } | undefined
  let changed = Promise.withResolvers<void>()
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => {})
  const change = (next: typeof current): void => {
    current?.end.abort()
    current = next
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const lose = (error: Error): void => {
    lost.reject(error)
    current?.end.abort()
  }
  consumer.on('consumer:group:rebalance', () => change(undefined))
  consumer.on('consumer:group:join', ({ memberId, generationId, assignments }: ConsumerGroupJoinPayload) => {
    const partitions = (assignments?.find(({ topic }) => topic === recordsTopic)?.partitions ?? []).toSorted((a, b) => a - b)
    const end = new AbortController()
    change({ assignment: { partitions, memberId, generationId: generationId ?? consumer.generationId, ended: end.signal }, end })
  })
  consumer.on('consumer:heartbeat:stalled', () => lose(new Error('the group has not answered a heartbeat for too long')))
  consumer.on('client:broker:disconnect', () => {
    if (!disposed) logLine({ level: 'warn', service: 'matcher', kafka: 'a connection was lost' })
  })
  consumer.on('error', lose)
  consumer.topics.trackAll(recordsTopic)
  try {
    const call = <T>(what: string, promise: Promise<T>): Promise<T> => within(openTimeoutMs, what, promise, stop)
    const metadata = await call('metadata of the decisions', consumer.metadata({ topics: [decisionsTopic] }))
    publisher = await call('the connection to the group', openPublisher(brokers, replica, consumer))
    await within(assignmentTimeoutMs, 'joining the group', consumer.joinGroup({ ...group }), stop)
    return {
      consumer,
      publisher,
      decisionPartitions: metadata.topics.get(decisionsTopic)?.partitionsCount ?? 1,
      async assignment(until) {
        try {
          return await within(assignmentTimeoutMs, 'an assignment of the group', Promise.race([assigned(), lost.promise]), until)
        } catch (error) {
          if (until.aborted) return undefined
          throw error
        }
      },
      async leave() {
        await within(leaveTimeoutMs, 'leaving the group', Promise.resolve(consumer.leaveGroup(false)))
      },
      [Symbol.asyncDispose]: dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }

  async function assigned(): Promise<Assignment> {
    for (;;) {
      const held = current
      if (held !== undefined && !held.assignment.ended.aborted) return held.assignment
      await changed.promise
    }
  }

  async function dispose(): Promise<void> {
    disposed = true
    await publisher?.[Symbol.asyncDispose]()
    // Without connections first: a client that can still ask would give the place up, and the others would have to share it out and back.
    for (const close of [() => consumer.connections.close(), () => consumer.close(true)])
      await within(closeTimeoutMs, 'closing', Promise.resolve(close())).catch(() => {})
  }
}
