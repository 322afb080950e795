/** A matcher process: joins the consumer group and runs one session after another until it is told to stop. */

import { Consumer } from '@platformatic/kafka'
import type { ConsumerGroupJoinPayload } from '@platformatic/kafka'
import { pause, readHostId, within } from '../clock.ts'
import { readConfig } from '../config.ts'
import { connect } from '../database/connect.ts'
import { startHealthServer } from '../health-server.ts'
import { kafkaSettings } from '../kafka/client-settings.ts'
import { errorText, logLine, logReady, runService } from '../log.ts'
import { readSwitches } from '../switches.ts'
import { decisionsTopic, recordsTopic } from '../wire/topics.ts'
import { openSession } from './batch-store.ts'
import { matcherMetrics } from './metrics.ts'
import { openPublisher } from './publisher.ts'
import { seededBugs } from './seeded-bugs.ts'
import { runSession } from './session.ts'

const groupId = 'matchers'
/** Sessions that fail one after another without a batch in between, before the process gives up. */
const failuresMax = 20
const failurePauseMs = 100
const leaveTimeoutMs = 5_000
const group = { sessionTimeout: 6_000, heartbeatInterval: 1_000, rebalanceTimeout: 6_000 }

interface Assignment {
  readonly partitions: readonly number[]
  readonly memberId: string
  readonly generationId: number
}

await runService('matcher', async (stop) => {
  const config = readConfig('matcher')
  const switches = readSwitches(config.switches)
  const metrics = matcherMetrics()
  const client = await connect(config.databaseUrl, `stack-matcher-${config.replica}`)
  client.on('error', (error) => {
    throw error
  })
  await openSession(client)
  const consumer = new Consumer({
    ...kafkaSettings(`stack-matcher-${config.replica}`, config.brokers),
    groupId,
    // A restarted replica takes its predecessor's place at once, instead of waiting until the group has given it up.
    groupInstanceId: `matcher-${config.replica}`,
    ...group,
    isolationLevel: 0,
  })
  consumer.topics.trackAll(recordsTopic)
  const decisionPartitions = (await consumer.metadata({ topics: [decisionsTopic] })).topics.get(decisionsTopic)?.partitionsCount ?? 1
  const publisher = await openPublisher(config.brokers, config.replica, consumer)

  let assignment: Assignment | undefined
  let session = new AbortController()
  let changed = Promise.withResolvers<void>()
  let positioned = false
  let saidReady = false
  let batches = 0
  const change = (next: Assignment | undefined): void => {
    assignment = next
    positioned = false
    session.abort()
    changed.resolve()
  }
  consumer.on('consumer:group:rebalance', () => change(undefined))
  consumer.on('consumer:group:join', ({ memberId, generationId, assignments }: ConsumerGroupJoinPayload) => {
    const partitions = assignments?.find(({ topic }) => topic === recordsTopic)?.partitions ?? []
    change({ partitions: partitions.toSorted((a, b) => a - b), memberId, generationId: generationId ?? consumer.generationId })
  })
  consumer.on('error', (error: Error) => {
    logLine({ level: 'error', service: 'matcher', group: errorText(error) })
    throw error
  })
  stop.addEventListener('abort', () => {
    session.abort()
    changed.resolve()
  })
  await using health = await startHealthServer(config.metricsPort, metrics.registry, () =>
    positioned ? [] : ['not positioned in its partitions'],
  )
  await consumer.joinGroup({ ...group })

  let failures = 0
  while (!stop.aborted) {
    const current = assignment
    if (current === undefined) {
      await changed.promise
      changed = Promise.withResolvers()
      continue
    }
    session = new AbortController()
    const batchesBefore = batches
    const parts = {
      consumer,
      client,
      publisher,
      switches,
      metrics,
      decisionPartitions,
      bugs: seededBugs(switches),
      hostId: readHostId(),
      owner: `${config.replica}/${process.pid}`,
      nextBatch: () => ++batches,
    }
    const ready = (): void => {
      if (assignment !== current) return
      positioned = true
      metrics.owned(current.partitions.length)
      logLine({ level: 'info', service: 'matcher', positioned: current.partitions.length, generation: current.generationId })
      if (!saidReady) logReady('matcher', health.port)
      saidReady = true
    }
    try {
      await runSession(parts, current.partitions, current, session.signal, ready)
      failures = 0
    } catch (error) {
      positioned = false
      metrics.failedSession()
      failures = batches > batchesBefore + 1 ? 1 : failures + 1
      logLine({ level: 'warn', service: 'matcher', sessionFailed: errorText(error), failures })
      if (failures > failuresMax) throw error
      await pause(failurePauseMs, stop)
    }
    // A session that ended by itself waits for the next assignment, unless it failed: then it starts again under the same one.
    if (assignment === current && session.signal.aborted && !stop.aborted) assignment = undefined
  }
  await within(leaveTimeoutMs, 'leaving the group', Promise.resolve(consumer.leaveGroup(false))).catch((error: unknown) =>
    logLine({ level: 'warn', leave: errorText(error) }),
  )
  await publisher[Symbol.asyncDispose]()
  await consumer.close(true)
  await client.end()
})
