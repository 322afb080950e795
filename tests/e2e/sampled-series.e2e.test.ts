import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Kafka, logLevel } from 'kafkajs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { startLocal } from '../../harness/environment/local/start-local.ts'
import type { StartedEnvironment } from '../../harness/environment/port.ts'
import type { SeriesMetric, SeriesValue } from '../../harness/model/series.ts'
import { DatabaseSeries } from '../../harness/system/database-series.ts'
import { StableOffsetLag } from '../../harness/system/stable-offset-lag.ts'
import { visitDatabase } from '../../harness/system/visit-database.ts'
import { waitEvents } from '../../harness/system/wait-events.ts'
import { bareServices } from '../support/bare-services.ts'

let environment: StartedEnvironment
let folder: string
const clients: Client[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-series-'))
  environment = await startLocal(bareServices, {
    matchers: 0,
    switches: [],
    underTest: false,
    logDir: folder,
    progress: () => undefined,
    signal: AbortSignal.timeout(180_000),
  })
})

afterAll(async () => {
  for (const client of clients) await client.end()
  await environment?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function session(): Promise<Client> {
  const client = new Client({ connectionString: environment.endpoints.databaseUrl })
  clients.push(client)
  await client.connect()
  return client
}

const valueOf = (values: readonly SeriesValue[], metric: SeriesMetric, subject: string): number | undefined =>
  values.find((each) => each.metric === metric && each.subject === subject)?.value

const patience = { timeout: 60_000, interval: 100 }

test('a session that waits for another’s lock is counted by what it waits for, and 0 once it has it', async () => {
  await using series = new DatabaseSeries(environment.endpoints.databaseUrl)
  const [holder, waiter] = [await session(), await session()]
  await holder.query('create table held (id int primary key)')
  await holder.query('begin; lock table held in access exclusive mode')
  expect(valueOf(await series.sample(), 'database_waits', 'Lock:relation')).toBeUndefined()
  const waiting = waiter.query('select from held')
  await expect.poll(async () => valueOf(await series.sample(), 'database_waits', 'Lock:relation'), patience).toBe(1)
  expect(valueOf(await series.sample(), 'database_waits', '')).toBeGreaterThanOrEqual(1)
  await holder.query('commit')
  await waiting
  await expect.poll(async () => valueOf(await series.sample(), 'database_waits', 'Lock:relation'), patience).toBe(0)
})

test('a deadlock that the database broke is counted', async () => {
  await using series = new DatabaseSeries(environment.endpoints.databaseUrl)
  const [one, other] = [await session(), await session()]
  await one.query('create table crossed (id int primary key)')
  await one.query('insert into crossed values (1), (2)')
  const before = valueOf(await series.sample(), 'database_deadlocks', '') ?? Number.NaN
  await one.query('begin; select from crossed where id = 1 for update')
  await other.query('begin; select from crossed where id = 2 for update')
  const both = await Promise.allSettled([
    one.query('select from crossed where id = 2 for update'),
    other.query('select from crossed where id = 1 for update'),
  ])
  expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  for (const client of [one, other]) await client.query('rollback')
  await expect.poll(async () => valueOf(await series.sample(), 'database_deadlocks', ''), patience).toBe(before + 1)
})

test('a connection that was ended from outside fails one sample, and the next one has another', async () => {
  await using series = new DatabaseSeries(environment.endpoints.databaseUrl)
  await series.sample()
  const killer = await session()
  await killer.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tenfold-sampler'")
  await expect.poll(() => series.sample().then((values) => values.length > 0), patience).toBe(true)
})

test('messages of an open transaction, and those behind them, are between the stable offset and the end', async () => {
  const brokers = [...environment.endpoints.kafkaBrokers]
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 30, maxRetryTime: 500 } })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'held', numPartitions: 3 }], waitForLeaders: true })
  await admin.disconnect()
  const lag = new StableOffsetLag(brokers, 'held')
  const sample = (): Promise<number> => lag.sample(AbortSignal.timeout(20_000))
  // Leaders are named a moment before they lead; until then they answer with an error.
  await expect.poll(() => sample().catch(String), patience).toBe(0)
  const other = kafka.producer({ transactionalId: 'held', idempotent: true, maxInFlightRequests: 1, transactionTimeout: 60_000 })
  const plain = kafka.producer()
  await Promise.all([other.connect(), plain.connect()])
  const open = await other.transaction()
  await open.send({ topic: 'held', messages: [{ value: 'a', partition: 0 }] })
  await plain.send({ topic: 'held', messages: [{ value: 'b', partition: 0 }] })
  await plain.send({ topic: 'held', messages: [{ value: 'c', partition: 1 }] })
  expect(await sample()).toBe(2)
  await open.commit()
  await expect.poll(sample, patience).toBe(0)
  await Promise.all([other.disconnect(), plain.disconnect()])
  await expect(new StableOffsetLag(['127.0.0.1:1'], 'held').sample(AbortSignal.timeout(20_000))).rejects.toThrow(/./)
})

test('the database lists the events that its sessions can wait for, those of waiting for a client left out', async () => {
  const events = await waitEvents(environment.endpoints.databaseUrl, AbortSignal.timeout(60_000))
  expect(events).toEqual(expect.arrayContaining(['Lock:relation', 'Lock:tuple', 'IO:WalSync', 'LWLock:WALWrite']))
  expect(events?.filter((event) => event.startsWith('Client:'))).toEqual([])
})

test('a connection that breaks between two queries of a visit is told, and ends nothing else', async () => {
  const other = await session()
  const visit = visitDatabase(environment.endpoints.databaseUrl, AbortSignal.timeout(60_000), async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    // Not `once` of node:events, which listens for errors itself.
    const broken = new Promise((resolve) => client.once('end', resolve))
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await broken
    await client.query('select 1')
  })
  await expect(visit).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' })
})
