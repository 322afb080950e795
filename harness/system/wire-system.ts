/** A system that speaks docs/wire.md as it stands: HTTP in, decisions on Kafka, final state in PostgreSQL. */

import { Client } from 'pg'
import type { MatchProfile } from '../model/match-result.ts'
import type { SeriesValue } from '../model/series.ts'
import { bounded, unreachable } from './bounded.ts'
import { DatabaseSeries } from './database-series.ts'
import { describeDatabase } from './describe-database.ts'
import { readFinalState } from './final-state.ts'
import { baseUrlOf, postClose, putTenant, tenantPath } from './http-control.ts'
import { hostId } from './host-id.ts'
import { KafkaLag } from './kafka-lag.ts'
import type { Endpoints, HttpIngest, SystemUnderTest } from './port.ts'
import { ProcessPage } from './process-series.ts'
import { StableOffsetLag } from './stable-offset-lag.ts'
import { waitEvents } from './wait-events.ts'

export interface WireSystemOptions {
  readonly name: string
  readonly endpoints: Endpoints
  /** The process whose port takes records. */
  readonly api: string
  /** Where that process is (default 127.0.0.1). One elsewhere must stand in the system file's `remote`, as must brokers and database. */
  readonly host?: string
  /** The matchers' consumer group, whose lag is sampled. */
  readonly groupId: string
  /** Records are written to their topic by the generator itself, and not sent to the api (default: to the api). */
  readonly ingest?: 'kafka'
}

/** Connects lazily: nothing is opened before the first call. */
export function connectWireSystem({ name, endpoints, api, groupId, ingest, host = '127.0.0.1' }: WireSystemOptions): SystemUnderTest {
  const { adminKey, databaseUrl, kafkaBrokers: brokers } = endpoints
  const port = endpoints.ports[api]
  if (port === undefined) throw unreachable(name, `its process ${api} has told no port`)
  const baseUrl = baseUrlOf(host, port)
  const keys = new Map<string, string>()
  const lag = new KafkaLag({ brokers, topic: 'records', groupId })
  const stable = new StableOffsetLag(brokers, 'decisions')
  const pages = Object.entries(endpoints.ports).map(([process, own]) => new ProcessPage(process, `${baseUrlOf(host, own)}/metrics`))
  const database = new DatabaseSeries(databaseUrl)

  return {
    name,
    // The database's as its client takes the URL, whose parameters may name another host than its authority does.
    hosts: [host, new Client({ connectionString: databaseUrl }).host],
    decisions: { kind: 'kafka', brokers, topic: 'decisions' },
    ...(ingest === undefined ? {} : { ingest: { kind: 'kafka', brokers, topic: 'records', headers: { host: hostId() } } }),
    async prepareTenants(tenants: readonly string[], profile: MatchProfile, signal: AbortSignal): Promise<HttpIngest> {
      for (const tenant of tenants) keys.set(tenant, await putTenant({ baseUrl, adminKey }, tenant, profile, signal))
      const entries = tenants.map((tenant) => [tenant, requestsOf(tenant, keys.get(tenant) ?? '')] as const)
      return { kind: 'http', host, port, tenants: Object.fromEntries(entries) }
    },
    close(tenant, date, signal) {
      const key = keys.get(tenant)
      if (key === undefined) throw new Error(`tenant ${tenant} was not prepared`)
      return postClose(baseUrl, tenant, key, date, signal)
    },
    readFinalState: (tenants, signal) => readFinalState(databaseUrl, tenants, signal),
    sampleLag: (signal) => lag.sample(signal),
    async sampleSeries(signal) {
      const parts = [
        bounded('database', signal, () => database.sample()),
        bounded('stable offsets', signal, async (limited) => [
          { metric: 'stable_offset_lag' as const, subject: '', value: await stable.sample(limited) },
        ]),
        ...pages.map((page) => page.sample(signal)),
      ]
      const settled = await Promise.allSettled<readonly SeriesValue[]>(parts)
      return settled.flatMap((part) => (part.status === 'fulfilled' ? part.value : []))
    },
    waitEvents: (signal) => waitEvents(databaseUrl, signal),
    async describe(signal) {
      const redis = endpoints.redisUrl === undefined ? 'not used' : 'used'
      const [kafka, database] = await Promise.all([lag.describe(signal), describeDatabase(databaseUrl, signal)])
      return { ...kafka, ...database, redis }
    },
    async [Symbol.asyncDispose]() {
      for (const page of pages) page[Symbol.dispose]()
      await Promise.all([lag[Symbol.asyncDispose](), database[Symbol.asyncDispose]()])
    },
  }
}

function requestsOf(tenant: string, key: string): HttpIngest['tenants'][string] {
  return { path: `${tenantPath(tenant)}/records`, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } }
}
