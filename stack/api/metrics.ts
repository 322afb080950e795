/** The api's counters, for `/metrics`. */

import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import type { Pool } from 'pg'
import { serializationFailures } from '../database/serialization-failures.ts'
import type { RecordLog } from './record-log.ts'

export interface ApiMetrics {
  readonly registry: Registry
  answered(status: number): void
  /** A request failed with this error. */
  failed(error: unknown): void
}

export function apiMetrics(log: RecordLog, pool: Pool): ApiMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  // Plain numbers on the hot path; the library is asked when somebody scrapes.
  const byStatus = new Map<number, number>()
  registry.registerMetric(
    new Counter({
      name: 'api_answers_total',
      help: 'Answers by status',
      labelNames: ['status'],
      registers: [],
      collect() {
        this.reset()
        for (const [status, count] of byStatus) this.inc({ status: String(status) }, count)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'api_waiting_records',
      help: 'Records that are not durable yet',
      registers: [],
      collect() {
        this.set(log.waitingCount)
      },
    }),
  )
  registry.registerMetric(
    new Counter({
      name: 'api_sends_total',
      help: 'Sends to the log',
      registers: [],
      collect() {
        this.reset()
        this.inc(log.sendCount)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'database_pool_waiting',
      help: 'Callers that wait for a connection of the pool',
      registers: [],
      collect() {
        this.set(pool.waitingCount)
      },
    }),
  )
  const failures = serializationFailures(registry)
  return { registry, failed: failures.count, answered: (status) => void byStatus.set(status, (byStatus.get(status) ?? 0) + 1) }
}
