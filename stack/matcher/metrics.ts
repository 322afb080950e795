/** The matcher's counters, for `/metrics`. */

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { serializationFailures } from '../database/serialization-failures.ts'

export interface MatcherMetrics {
  readonly registry: Registry
  batch(messages: number, queued: number): void
  published(decisions: number): void
  unreadable(): void
  /** A session failed with this error. */
  failedSession(error: unknown): void
  owned(partitions: number): void
}

export function matcherMetrics(): MatcherMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const batches = new Histogram({
    name: 'matcher_batch_messages',
    help: 'Messages in a batch',
    buckets: [1, 10, 50, 100, 200, 500, 1_000, 2_000],
    registers,
  })
  const queued = new Gauge({ name: 'matcher_queued_messages', help: 'Fetched and not yet in a batch', registers })
  const decisions = new Counter({ name: 'matcher_decisions_published_total', help: 'Decisions in committed transactions', registers })
  const unreadable = new Counter({
    name: 'matcher_unreadable_messages_total',
    help: 'Messages that are neither record nor close',
    registers,
  })
  const failed = new Counter({ name: 'matcher_failed_sessions_total', help: 'Times that everything in memory was thrown away', registers })
  const partitions = new Gauge({ name: 'matcher_partitions_owned', help: 'Partitions of records that this replica works on', registers })
  const failures = serializationFailures(registry)
  return {
    registry,
    batch(messages, waiting) {
      batches.observe(messages)
      queued.set(waiting)
    },
    published: (count) => decisions.inc(count),
    unreadable: () => unreadable.inc(),
    failedSession(error) {
      failed.inc()
      failures.count(error)
    },
    owned: (count) => partitions.set(count),
  }
}
