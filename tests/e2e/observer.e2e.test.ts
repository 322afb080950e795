import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Kafka, Admin, Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { StartedEnvironment } from '../../harness/environment/port.ts'
import { monotonicUs } from '../../harness/system/clock.ts'
import { startObserver } from '../../harness/system/observe.ts'
import type { RunningObserver } from '../../harness/system/observer-port.ts'
import { startBrokerAlone } from '../support/broker-alone.ts'
import type { BrokerAlone } from '../support/broker-alone.ts'

interface Line {
  readonly us: number
  readonly p: number
  readonly o: string
  readonly e: { readonly content?: string } | string
}

let broker: BrokerAlone
let environment: StartedEnvironment
let folder: string
let kafka: Kafka
let admin: Admin

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-observer-'))
  broker = await startBrokerAlone(folder)
  ;({ environment, kafka, admin } = broker)
}, 200_000)

afterAll(async () => {
  await broker?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

async function withTopic(
  topic: string,
  body: (tools: { observe: () => Promise<RunningObserver>; producer: Producer; lines: () => Promise<Line[]> }) => Promise<void>,
): Promise<void> {
  await admin.createTopics({ topics: [{ topic, numPartitions: 8 }], waitForLeaders: true })
  const file = join(folder, `${topic}.ndjson`)
  const producer = kafka.producer()
  await producer.connect()
  const signal = AbortSignal.timeout(30_000)
  try {
    await body({
      producer,
      observe: () => startObserver({ decisions: { kind: 'kafka', brokers: environment.endpoints.kafkaBrokers, topic }, file, signal }),
      lines: async () =>
        (await readFile(file, 'utf8'))
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as Line),
    })
  } finally {
    await producer.disconnect()
  }
}

function event(content: string): string {
  return JSON.stringify({ identity: { tenant: 't' }, content, state: 'MATCHED', version: 1, cause: { partition: 0, offset: '1' } })
}

const finishSignal = (): AbortSignal => AbortSignal.timeout(30_000)

test('nothing before it is read, everything after it is, each once, with its place', async () => {
  await withTopic('positioned', async ({ observe, producer, lines }) => {
    await producer.send({ topic: 'positioned', messages: Array.from({ length: 50 }, (_, index) => ({ value: event(`before-${index}`) })) })
    await using observer = await observe()
    const startUs = monotonicUs()
    await producer.send({ topic: 'positioned', messages: Array.from({ length: 500 }, (_, index) => ({ value: event(`after-${index}`) })) })
    const health = await observer.finish(finishSignal())
    expect(observer.progress()).toMatchObject({ events: 500, records: 500, closeEvents: 0, lag: 0 })
    const seen = await lines()
    expect(new Set(seen.map(({ e }) => (typeof e === 'string' ? e : e.content)))).toEqual(
      new Set(Array.from({ length: 500 }, (_, index) => `after-${index}`)),
    )
    expect(new Set(seen.map(({ p, o }) => `${p}/${o}`)).size).toBe(500)
    expect(seen.every(({ us }) => us >= startUs && us <= monotonicUs())).toBe(true)
    expect(observer.progress().lastEventUs).toBe(Math.max(...seen.map(({ us }) => us)))
    expect(health.cpuMs).toBeGreaterThan(0)
  })
})

test('a decision is observed after it was sent, and the delay that its producer had is told from the observer’s', async () => {
  await withTopic('delays', async ({ observe, producer, lines }) => {
    await using observer = await observe()
    const sentUs: number[] = []
    const ackedUs: number[] = []
    for (let index = 0; index < 40; index++) {
      sentUs.push(monotonicUs())
      await producer.send({ topic: 'delays', acks: -1, messages: [{ value: event(`${index}`), partition: index % 8 }] })
      ackedUs.push(monotonicUs())
    }
    await observer.finish(finishSignal())
    const seen = await lines()
    const delaysUs = seen.map(({ us, e }) => us - (ackedUs[Number(typeof e === 'string' ? e : e.content)] ?? 0)).toSorted((a, b) => a - b)
    expect(seen.every(({ us, e }) => us >= (sentUs[Number(typeof e === 'string' ? e : e.content)] ?? Number.POSITIVE_INFINITY))).toBe(true)
    // The median of the observer's own part; what it is on a quiet machine stands in the docs; here only that it does not wait for something.
    expect(delaysUs[20]).toBeLessThan(1_000_000)
  })
})

test('close events are told by close and partition; what is not an event stays readable', async () => {
  await withTopic('closes', async ({ observe, producer, lines }) => {
    await using observer = await observe()
    const values = [
      '{"closeId":"c1","partition":3}',
      '{"closeId":"c1","partition":7}',
      '{\n "closeId": "c2",\n "partition": 3 }',
      'garbage\n',
      '7',
      '',
    ]
    await producer.send({ topic: 'closes', messages: values.map((value) => ({ value, partition: 0 })) })
    await observer.finish(finishSignal())
    expect([...observer.closedPartitions('c1')].toSorted((a, b) => a - b)).toEqual([3, 7])
    expect([...observer.closedPartitions('c2')]).toEqual([3])
    expect(observer.closedPartitions('c3').size).toBe(0)
    expect(observer.progress()).toMatchObject({ closeEvents: 3 })
    expect((await lines()).map(({ e }) => e)).toEqual([
      { closeId: 'c1', partition: 3 },
      { closeId: 'c1', partition: 7 },
      { closeId: 'c2', partition: 3 },
      'garbage\n',
      7,
      '',
    ])
  })
})

test('aborted decisions are not seen, and another producer’s open transaction is no lag of ours', async () => {
  await withTopic('transactions', async ({ observe, producer, lines }) => {
    await using observer = await observe()
    const other = kafka.producer({ transactionalId: 'other', idempotent: true, maxInFlightRequests: 1, transactionTimeout: 60_000 })
    await other.connect()
    const open = await other.transaction()
    await open.send({ topic: 'transactions', messages: [{ value: event('aborted'), partition: 0 }] })
    await producer.send({ topic: 'transactions', messages: [{ value: event('held back'), partition: 0 }] })
    await producer.send({ topic: 'transactions', messages: [{ value: event('free'), partition: 1 }] })
    await expect.poll(() => observer.progress().events, { timeout: 10_000 }).toBe(1)
    const heldUntilUs = monotonicUs() + 700_000
    await expect.poll(() => monotonicUs() > heldUntilUs, { timeout: 5_000 }).toBe(true)
    await open.abort()
    await other.disconnect()
    await expect.poll(() => observer.progress().events, { timeout: 10_000 }).toBe(2)
    const { lagMsMax } = await observer.finish(finishSignal())
    expect((await lines()).map(({ e }) => (typeof e === 'string' ? e : e.content))).toEqual(['free', 'held back'])
    expect(lagMsMax).toBeLessThan(700)
  })
})

test('a stopped observer says so', async () => {
  await withTopic('paused', async ({ observe, producer }) => {
    await using observer = await observe()
    observer.pause(1_000)
    await producer.send({ topic: 'paused', messages: [{ value: event('late') }] })
    const { pauseMsMax } = await observer.finish(finishSignal())
    expect(observer.progress().events).toBe(1)
    expect(pauseMsMax).toBeGreaterThan(800)
  })
})

test('a broker that is not there, and a file that cannot be written, are told with their names', async () => {
  const signal = AbortSignal.timeout(20_000)
  const decisions = { kind: 'kafka', brokers: environment.endpoints.kafkaBrokers, topic: 'no-such-topic' } as const
  await expect(startObserver({ decisions, file: join(folder, 'x.ndjson'), signal })).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' })
  await expect(startObserver({ decisions, file: join(folder, 'missing', 'x.ndjson'), signal })).rejects.toThrow('missing')
})
