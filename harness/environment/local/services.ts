/** The services that a system under test asks for (PostgreSQL, Kafka, Redis), started side by side. */

import type { Endpoints, SystemDefinition } from '../../system/port.ts'
import { requireJava } from './java.ts'
import { startKafka } from './kafka/broker.ts'
import { requireKafkaJars } from './kafka/jars.ts'
import { preparePostgres } from './postgres/binaries.ts'
import { startPostgres } from './postgres/server.ts'
import { findRedis, redisVersion, startRedis } from './redis.ts'
import type { Service } from './service-processes.ts'
import type { StartService } from './started-children.ts'
import type { Surroundings } from '../surroundings.ts'

export interface ServiceOptions {
  readonly surroundings: Surroundings
  readonly folder: string
  readonly start: StartService
  readonly progress: (text: string) => void
  readonly note?: (text: string) => void
  readonly signal: AbortSignal
  readonly clusterId: string
  readonly ports?: { readonly kafka?: number }
}

export interface StartedServices {
  readonly endpoints: Pick<Endpoints, 'kafkaBrokers' | 'databaseUrl' | 'redisUrl'>
  readonly services: readonly Service[]
  readonly versions: Readonly<Record<string, string>>
  readonly notes: readonly string[]
}

interface Part {
  readonly endpoints: Partial<StartedServices['endpoints']>
  readonly services: readonly Service[]
  readonly versions: Readonly<Record<string, string>>
  readonly notes: readonly string[]
}

/** Throws the first failure; the others are told to stop, and what they started is the caller's to end. */
export async function startServices(needs: SystemDefinition['local'], options: ServiceOptions): Promise<StartedServices> {
  const failed = new AbortController()
  const inner = { ...options, signal: AbortSignal.any([options.signal, failed.signal]) }
  const starts = [
    ...(needs.postgres ? [startPostgresPart(inner)] : []),
    ...(needs.kafka ? [startKafkaPart(inner)] : []),
    ...(needs.redis === 'if-present' ? [startRedisPart(inner)] : []),
  ]
  try {
    const parts = await Promise.all(starts)
    return {
      endpoints: { kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, ...Object.assign({}, ...parts.map((part) => part.endpoints)) },
      services: parts.flatMap((part) => part.services),
      versions: Object.assign({ node: process.versions.node }, ...parts.map((part) => part.versions)),
      notes: parts.flatMap((part) => part.notes),
    }
  } catch (error) {
    failed.abort(error)
    await Promise.allSettled(starts)
    throw error
  }
}

async function startPostgresPart({ surroundings, folder, start, progress, signal }: ServiceOptions): Promise<Part> {
  progress('starting PostgreSQL')
  const binaries = preparePostgres({ anyUser: process.getuid?.() === 0, temporaryFolder: surroundings.temporaryFolder })
  const { plain: env, cacheFolder } = surroundings
  const { child, databaseUrl, version } = await startPostgres(binaries, { folder, cacheFolder, env, start, signal })
  return { endpoints: { databaseUrl }, services: [{ child }], versions: { postgres: version }, notes: [] }
}

async function startKafkaPart({ surroundings, folder, start, progress, note, signal, clusterId, ports }: ServiceOptions): Promise<Part> {
  const notes = surroundings.kafkaHome === undefined ? [] : [`Kafka from TENFOLD_KAFKA_HOME (${surroundings.kafkaHome})`]
  for (const text of notes) note?.(text)
  // Both before either is used: a machine that lacks Java should not fetch 45 MB first.
  const java = await requireJava(surroundings)
  const jars = await requireKafkaJars(surroundings, { start, progress, signal })
  const port = ports?.kafka
  const { child, brokers, again } = await startKafka(java, jars, {
    folder,
    env: surroundings.plain,
    clusterId,
    cacheFolder: surroundings.cacheFolder,
    start,
    progress,
    signal,
    ...(port === undefined ? {} : { port }),
  })
  return {
    endpoints: { kafkaBrokers: brokers },
    services: [{ child, again }],
    versions: { kafka: jars.version, java: java.version },
    notes,
  }
}

async function startRedisPart({ surroundings, folder, start, note, signal }: ServiceOptions): Promise<Part> {
  const program = findRedis(surroundings)
  if (program === undefined) {
    const text = 'no Redis on the search path: the tenant registry is read from PostgreSQL'
    note?.(text)
    return { endpoints: {}, services: [], versions: {}, notes: [text] }
  }
  const [version, { child, url }] = await Promise.all([
    redisVersion(program),
    startRedis(program, { folder, env: surroundings.plain, start, signal }),
  ])
  return { endpoints: { redisUrl: url }, services: [{ child }], versions: { redis: version ?? 'unknown' }, notes: [] }
}
