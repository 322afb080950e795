/** Every metric that a threshold may name: its type, unit and tags (measurement.md §4). Knows no samples. */

import { anomalyClasses } from '../model/finding.ts'
import { kinds } from '../model/record.ts'
import { defaultStreamName } from '../model/scenario.ts'
import type { SeriesMetric } from '../model/series.ts'

export type MetricType = 'trend' | 'counter' | 'rate' | 'gauge'

export const tagNames = ['phase', 'stream', 'leg', 'kind', 'tenant', 'class', 'process', 'partition', 'event'] as const
export type TagName = (typeof tagNames)[number]
export type Tags = { readonly [Name in TagName]?: string }

export interface Metric {
  readonly type: MetricType
  /** What one sample is, and its unit. */
  readonly unit: string
  readonly tags: readonly TagName[]
  /** One sentence for the page of metrics. */
  readonly says: string
  /** Whether it is known while the load runs, so that a threshold on it may end the run early. */
  readonly live: boolean
  /** The series of the run folder that it is read from, and the tag that a sample's subject is. */
  readonly series?: { readonly metric: SeriesMetric; readonly subject?: 'process' | 'partition' | 'event' }
}

const sampleTags = ['phase', 'stream', 'leg', 'kind', 'tenant'] as const satisfies readonly TagName[]

export const metricTable = {
  decision_latency: {
    type: 'trend',
    unit: 'ms',
    tags: sampleTags,
    live: false,
    says: 'From the latest due time among the records that an answer rests on to the event since which that answer stood; what only a close decides is not in it, nor an answer that stood already',
  },
  // A close belongs to no phase of the load.
  close_latency: {
    type: 'trend',
    unit: 'ms',
    tags: ['leg', 'kind', 'tenant'],
    live: false,
    says: 'From the close request to the first observed event of a record that only the close decides',
  },
  ack_latency: {
    type: 'trend',
    unit: 'ms',
    tags: sampleTags,
    live: true,
    says: 'From due to the HTTP answer; without one, at least as long as an answer is waited for; unsent for want of a slot, at least as long as one is waited for',
  },
  service_time: {
    type: 'trend',
    unit: 'ms',
    tags: sampleTags,
    live: true,
    says: 'From the actual send to the HTTP answer; without one, at least as long as an answer is waited for',
  },
  schedule_lag: {
    type: 'trend',
    unit: 'ms',
    tags: sampleTags,
    live: true,
    says: 'The generator’s own lateness: from due, or from the moment a slot was free if that is later, to the send',
  },
  anomalies: {
    type: 'counter',
    unit: 'findings',
    tags: ['class', 'tenant'],
    live: false,
    says: 'Wrong answers, by class (docs/anomalies.md)',
  },
  refused: { type: 'counter', unit: 'operations', tags: sampleTags, live: true, says: 'Records that the system said it did not take' },
  failed: {
    type: 'counter',
    unit: 'operations',
    tags: sampleTags,
    live: true,
    says: 'Due, and not a byte of it could be written: no connection came about',
  },
  unknown: { type: 'counter', unit: 'operations', tags: sampleTags, live: true, says: 'Sent, and no answer that promises anything' },
  unsent: { type: 'counter', unit: 'operations', tags: sampleTags, live: true, says: 'Due, and never sent' },
  error_rate: {
    type: 'rate',
    unit: 'of operations sent',
    tags: sampleTags,
    live: true,
    says: 'Refused, failed and unknown, of all that were to be sent and were',
  },
  consumer_lag: {
    type: 'gauge',
    unit: 'records',
    tags: ['phase'],
    live: true,
    says: 'Records in the log that no matcher has committed yet; has drain',
    series: { metric: 'consumer_lag' },
  },
  partition_lag: {
    type: 'gauge',
    unit: 'records',
    tags: ['phase', 'partition'],
    live: true,
    says: 'The same, partition by partition',
    series: { metric: 'partition_lag', subject: 'partition' },
  },
  partition_skew: {
    type: 'gauge',
    unit: 'times the mean',
    tags: ['phase', 'partition'],
    live: true,
    says: 'Records written to a partition since the load began, over the mean of all partitions: 1 is even',
    series: { metric: 'partition_skew', subject: 'partition' },
  },
  stable_offset_lag: {
    type: 'gauge',
    unit: 'messages',
    tags: ['phase'],
    live: true,
    says: 'Decisions between the last stable offset and the end of the topic: what readers of committed messages must wait for',
    series: { metric: 'stable_offset_lag' },
  },
  database_waits: {
    type: 'gauge',
    unit: 'sessions',
    tags: ['phase', 'event'],
    live: true,
    says: 'Sessions of the database in the middle of a statement that wait for something, as pg_stat_activity names it (such as Lock:tuple, IO:WalSync)',
    series: { metric: 'database_waits', subject: 'event' },
  },
  database_deadlocks: {
    type: 'counter',
    unit: 'deadlocks',
    tags: [],
    live: true,
    says: 'Deadlocks that the database has broken (pg_stat_database), since the load began',
    series: { metric: 'database_deadlocks' },
  },
  serialization_failures: {
    type: 'counter',
    unit: 'statements',
    tags: ['process'],
    live: true,
    says: 'Statements of the stack that ended with SQLSTATE 40001, since the load began',
    series: { metric: 'serialization_failures', subject: 'process' },
  },
  pool_waits: {
    type: 'gauge',
    unit: 'callers',
    tags: ['phase', 'process'],
    live: true,
    says: 'Callers in a process of the stack that wait for a connection of its pool',
    series: { metric: 'pool_waits', subject: 'process' },
  },
  process_cpu: {
    type: 'gauge',
    unit: '% of one CPU',
    tags: ['phase', 'process'],
    live: true,
    says: 'CPU that a process used between two samples; the harness is tenfold',
    series: { metric: 'cpu', subject: 'process' },
  },
  process_memory: {
    type: 'gauge',
    unit: 'MiB',
    tags: ['phase', 'process'],
    live: true,
    says: 'Resident memory of a process and of what it started',
    series: { metric: 'memory', subject: 'process' },
  },
  event_loop_delay: {
    type: 'gauge',
    unit: 'ms',
    tags: ['phase', 'process'],
    live: true,
    says: 'The longest delay of a process’s event loop since the sample before; the harness’s main thread is tenfold',
    series: { metric: 'event_loop_delay', subject: 'process' },
  },
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metricTable

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(metricTable, name)
}

/** Legs of matching.md §3 that a record's state is of; what has no counterpart stands alone. */
export const legs = ['leg1', 'leg2b', 'standalone'] as const
export type Leg = (typeof legs)[number]

/** What is known of a scenario's names before it runs. */
export interface KnownNames {
  readonly phases: readonly string[]
  /** Absent: not known yet, any text may stand. */
  readonly tenants?: readonly string[] | undefined
  /** Absent: the load is one stream without a name. */
  readonly streams?: readonly string[] | undefined
  /** Absent, all four: the system does not run yet, or does not tell; any text may stand. */
  readonly processes?: readonly string[] | undefined
  /** Of the metrics that some process tells, those that tell it. */
  readonly tellers?: Tellers | undefined
  readonly partitions?: readonly string[] | undefined
  readonly events?: readonly string[] | undefined
}

/** By metric, the processes that it is sampled of. */
export type Tellers = { readonly [Name in MetricName]?: readonly string[] }

/** Names that only the running system has. */
export type SubjectNames = Pick<KnownNames, 'processes' | 'tellers' | 'partitions' | 'events'>

/** Values that a tag can have; undefined where any text may stand. */
export function knownTagValues(
  tag: TagName,
  { phases, tenants, streams, processes, partitions, events }: KnownNames,
): readonly string[] | undefined {
  if (tag === 'phase') return phases
  if (tag === 'tenant') return tenants
  if (tag === 'stream') return streams ?? [defaultStreamName]
  if (tag === 'leg') return legs
  if (tag === 'kind') return kinds
  if (tag === 'class') return Object.keys(anomalyClasses)
  if (tag === 'process') return processes
  if (tag === 'partition') return partitions
  if (tag === 'event') return events
  return undefined
}
