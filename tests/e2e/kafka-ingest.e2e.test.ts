import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Kafka, Admin } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { StartedEnvironment } from '../../harness/environment/port.ts'
import { startLoad } from '../../harness/load/run-load.ts'
import type { RunningLoad } from '../../harness/load/port.ts'
import { outcomeKinds } from '../../harness/model/outcome.ts'
import type { Plan } from '../../harness/model/plan.ts'
import { encodeRecord } from '../../harness/model/record-key.ts'
import type { LoadOptions } from '../../harness/model/scenario.ts'
import { expectAddsUp, outcomeCounts } from '../support/load-run.ts'
import { loadOf, planOf } from '../support/small-load.ts'
import { readRecord, readSummaryFile, smallScenario, Workplace } from '../support/workplace.ts'
import { startBrokerAlone } from '../support/broker-alone.ts'
import type { BrokerAlone } from '../support/broker-alone.ts'
import { startBrokerProxy } from '../support/broker-proxy.ts'

interface Written {
  readonly partition: number
  readonly offset: number
  readonly key: string
  readonly value: string
  readonly headers: Readonly<Record<string, string>>
}

const partitions = 4
let broker: BrokerAlone
let environment: StartedEnvironment
let folder: string
let kafka: Kafka
let admin: Admin

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-ingest-'))
  broker = await startBrokerAlone(folder)
  ;({ environment, kafka, admin } = broker)
})

afterAll(async () => {
  await broker?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function createTopic(topic: string, config: Readonly<Record<string, string>> = {}): Promise<void> {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions, configEntries }], waitForLeaders: true })
}

function start(topic: string, plan: Plan, options: LoadOptions, brokers = environment.endpoints.kafkaBrokers): Promise<RunningLoad> {
  const ingest = { kind: 'kafka', brokers, topic, headers: { host: 'this-one' } } as const
  return startLoad({ plan, ingest, options, signal: AbortSignal.timeout(120_000) })
}

/** Everything that stands in a topic. */
async function readTopic(topic: string): Promise<Written[]> {
  const ends = await admin.fetchTopicOffsets(topic)
  const wanted = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
  const written: Written[] = []
  const consumer = kafka.consumer({ groupId: `reader-of-${topic}` })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const all = Promise.withResolvers<void>()
  if (wanted === 0) all.resolve()
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]))
      written.push({ partition, offset: Number(message.offset), key: String(message.key), value: String(message.value), headers })
      if (written.length === wanted) all.resolve()
    },
  })
  await all.promise
  await consumer.disconnect()
  return written
}

async function endOf(topic: string): Promise<number> {
  return (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0)
}

const places = (rows: readonly Pick<Written, 'partition' | 'offset' | 'value'>[]): string[] =>
  rows.map(({ partition, offset, value }) => `${partition}/${offset} ${value}`).toSorted()

test.each([
  { name: 'one a message', recordsPerRequest: 1, workers: 1 },
  { name: '20 a request, over two threads', recordsPerRequest: 20, workers: 2 },
])(
  'every record is written once, where its answer says, with its key and when it was handed over: $name',
  async ({ recordsPerRequest, workers }) => {
    const topic = `records-${recordsPerRequest}`
    await createTopic(topic)
    const load = loadOf({
      stages: [{ name: 's', durationMs: 2_000, targetPerSecond: 200 }],
      recordsPerRequest,
      batchWindowMs: 200,
      workers,
    })
    const plan = planOf(load, 1, ['acme', 'bolt'])
    const running = await start(topic, plan, load)
    const result = await running.done
    expect(outcomeCounts(result)).toEqual({ accepted: 400 })
    const written = await readTopic(topic)
    const answered = plan.records.map((record, index) => ({
      partition: result.partition[index] ?? -1,
      offset: result.offset[index] ?? -1,
      value: encodeRecord(record),
    }))
    expect(places(written)).toEqual(places(answered))
    expect(new Set(result.operations.status)).toEqual(new Set([202]))
    for (const { key, value, headers } of written) {
      const { tenant, merchant } = JSON.parse(value) as { tenant: string; merchant: string }
      expect(key).toBe(`${tenant}\u001f${merchant}`)
      expect(headers['host']).toBe('this-one')
      expect(Number(headers['produced'])).toBeGreaterThanOrEqual(Math.floor(running.originUs))
    }
    expect(new Set(written.map(({ partition }) => partition)).size).toBe(partitions)
    const { dueUs, sentUs, answeredUs } = result.operations
    expect(sentUs.every((us, index) => us >= (dueUs[index] ?? Number.NaN) && (answeredUs[index] ?? Number.NaN) >= us)).toBe(true)
    expect(result.answers).toMatchObject({ late: 0, duplicate: 0, toNobody: 0, garbled: 0 })
    expectAddsUp(result)
  },
)

test('what the broker does not take is refused with its code, and not in the topic', async () => {
  await createTopic('small-messages', { 'max.message.bytes': '100' })
  const load = loadOf({ stages: [{ name: 's', durationMs: 500, targetPerSecond: 100 }] })
  const result = await (await start('small-messages', planOf(load), load)).done
  expect(outcomeCounts(result)).toEqual({ refused: 50 })
  expect(new Set(result.operations.status)).toEqual(new Set([1_010]))
  expect(await readTopic('small-messages')).toEqual([])
  expectAddsUp(result)
})

test('a broker that stands still: unknown when the timeout is over, what is answered later counts as late, and nothing is sent twice', async () => {
  await createTopic('frozen')
  const load = loadOf({
    stages: [{ name: 's', durationMs: 6_000, targetPerSecond: 50 }],
    requestTimeoutMs: 1_000,
    inFlightMax: 16,
    slotDeadlineMs: 60_000,
  })
  const plan = planOf(load)
  const running = await start('frozen', plan, load)
  await expect.poll(() => running.progress().accepted, { timeout: 30_000 }).toBeGreaterThan(20)
  await environment.signalProcess('kafka', 'SIGSTOP')
  await expect.poll(() => running.progress().inFlight, { timeout: 30_000, interval: 5 }).toBe(16)
  // Slots are free again because nobody waits any longer, and not because anything was answered.
  await expect.poll(() => outcomeCounts(running)['unknown'] ?? 0, { timeout: 30_000 }).toBeGreaterThanOrEqual(16)
  await environment.signalProcess('kafka', 'SIGCONT')
  const result = await running.done
  const { accepted = 0, unknown = 0, ...others } = outcomeCounts(result)
  expect(others).toEqual({})
  expect(accepted + unknown).toBe(300)
  expect(result.answers?.late).toBeGreaterThan(0)
  expect(result.answers?.late).toBeLessThanOrEqual(unknown)
  expectAddsUp(result)

  const written = (await readTopic('frozen')).map(({ value }) => value)
  expect(new Set(written).size).toBe(written.length)
  const kindOf = new Map(plan.records.map((record, index) => [encodeRecord(record), outcomeKinds[result.operations.outcome[index] ?? 0]]))
  const kinds = Map.groupBy(written, (value) => kindOf.get(value))
  expect(kinds.get('accepted')).toHaveLength(accepted)
  expect([...kinds.keys()].every((kind) => kind === 'accepted' || kind === 'unknown')).toBe(true)
})

test('a broker that dies with requests on the way: those are unknown, and failed is only what it cannot have', async () => {
  await createTopic('cut')
  const [address = ''] = environment.endpoints.kafkaBrokers
  await using proxy = await startBrokerProxy(Number(address.split(':')[1]))
  const load = loadOf({ stages: [{ name: 's', durationMs: 3_000, targetPerSecond: 100 }], requestTimeoutMs: 20_000 })
  const plan = planOf(load)
  const running = await start('cut', plan, load, [`127.0.0.1:${proxy.port}`])
  await expect.poll(() => running.progress().accepted, { timeout: 30_000, interval: 5 }).toBeGreaterThan(30)
  proxy.withhold()
  const before = await endOf('cut')
  await expect.poll(() => endOf('cut'), { timeout: 30_000 }).toBeGreaterThan(before + 5)
  proxy.cut()
  const result = await running.done
  const { accepted = 0, unknown = 0, failed = 0, ...others } = outcomeCounts(result)
  expect(others).toEqual({})
  expect(accepted + unknown + failed).toBe(300)
  expect(unknown).toBeGreaterThan(5)
  expectAddsUp(result)

  const kindOf = new Map(plan.records.map((record, index) => [encodeRecord(record), outcomeKinds[result.operations.outcome[index] ?? 0]]))
  const kinds = Map.groupBy(await readTopic('cut'), ({ value }) => kindOf.get(value))
  expect(kinds.get('accepted')).toHaveLength(accepted)
  expect(kinds.get('failed') ?? []).toEqual([])
  expect([...kinds.keys()].every((kind) => kind === 'accepted' || kind === 'unknown')).toBe(true)
})

test.each([
  { name: 'a topic that does not exist', brokers: undefined, topic: 'no-such-topic' },
  { name: 'a port at which nobody listens', brokers: ['127.0.0.1:1'], topic: 'records-1' },
])('$name is told before anything is sent', async ({ brokers, topic }) => {
  const load = loadOf({ stages: [{ name: 's', durationMs: 500, targetPerSecond: 10 }] })
  await expect(start(topic, planOf(load), load, brokers)).rejects.toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringContaining('the generator cannot reach where records go'),
  })
})

test('a system file that says so has its records written to the topic: every answer right, and its dashboards read beside', async () => {
  using workplace = new Workplace(process.env)
  const root = join(import.meta.dirname, '..', '..')
  const system = workplace.write(
    'systems/from-topic.ts',
    `import { connectWireSystem } from ${JSON.stringify(join(root, 'harness/index.ts'))}
import eventDriven from ${JSON.stringify(join(root, 'systems/event-driven.ts'))}
export default {
  ...eventDriven,
  name: 'from-topic',
  connect: (endpoints) => connectWireSystem({ name: 'from-topic', endpoints, api: 'api-0', groupId: 'matchers', ingest: 'kafka' }),
}
`,
  )
  const scenario = workplace.scenario(
    smallScenario('from-topic', {
      system,
      load: {
        dashboards: { kind: 'read', executor: 'constant-arrival-rate', rate: 20, duration: '3s', startTime: '1s' },
        events: {
          executor: 'ramping-arrival-rate',
          startRate: 100,
          stages: [
            { name: 'normal', duration: '2s', target: 100 },
            { name: 'surge', duration: '2s', target: 300 },
          ],
          warmUp: { duration: '300ms', rate: 100 },
          requestTimeout: '60s',
          slotDeadline: '60s',
        },
      },
      thresholds: {
        'decision_latency{phase:surge,stream:events}': ['p(90)<60000'],
        'ack_latency{stream:dashboards}': ['med<60000'],
        'unknown{stream:dashboards}': ['count==0'],
        'refused{stream:events}': ['count==0'],
        anomalies: ['count==0'],
      },
    }),
  )
  const ended = await workplace.run(['run', scenario])
  const { verdict, streams, accounting, stages } = readSummaryFile(workplace.runFolder('from-topic'))
  expect(verdict, verdict.sentence).toMatchObject({ kind: 'pass' })
  expect(ended.status, ended.stderr).toBe(0)
  expect(streams?.map(({ name, kind, scheduled, accepted }) => [name, kind, scheduled, accepted])).toEqual([
    ['dashboards', 'read', 60, 60],
    ['events', 'ingest', 600, 600],
  ])
  expect(accounting.filter(({ holds }) => !holds)).toEqual([])
  expect(accounting.map(({ identity }) => identity)).toContain('answers taken = sent with an answer')
  expect(stages.length).toBeGreaterThan(0)
  expect(readRecord(workplace.runFolder('from-topic')).answers).toMatchObject({ sent: { heard: 600 }, read: { heard: 60 } })
  expect(ended.stdout).toContain('dashboards')
})
