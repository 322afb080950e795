/** Every metric that a threshold may name: its type, unit and tags (measurement.md §4). Knows no samples. */

import { anomalyClasses } from '../model/finding.ts'
import { kinds } from '../model/record.ts'

export type MetricType = 'trend' | 'counter' | 'rate' | 'gauge'

export const tagNames = ['phase', 'stream', 'leg', 'kind', 'tenant', 'class'] as const
export type TagName = (typeof tagNames)[number]
export type Tags = { readonly [Name in TagName]?: string }

export interface Metric {
  readonly type: MetricType
  /** What one sample is, and its unit. */
  readonly unit: string
  readonly tags: readonly TagName[]
}

const sampleTags = ['phase', 'stream', 'leg', 'kind', 'tenant'] as const satisfies readonly TagName[]

export const metricTable = {
  decision_latency: { type: 'trend', unit: 'ms', tags: sampleTags },
  // A close belongs to no phase of the load.
  close_latency: { type: 'trend', unit: 'ms', tags: ['leg', 'kind', 'tenant'] },
  ack_latency: { type: 'trend', unit: 'ms', tags: sampleTags },
  service_time: { type: 'trend', unit: 'ms', tags: sampleTags },
  schedule_lag: { type: 'trend', unit: 'ms', tags: sampleTags },
  anomalies: { type: 'counter', unit: 'findings', tags: ['class', 'tenant'] },
  refused: { type: 'counter', unit: 'operations', tags: sampleTags },
  unknown: { type: 'counter', unit: 'operations', tags: sampleTags },
  unsent: { type: 'counter', unit: 'operations', tags: sampleTags },
  error_rate: { type: 'rate', unit: 'of operations sent', tags: sampleTags },
  consumer_lag: { type: 'gauge', unit: 'records', tags: [] },
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metricTable

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(metricTable, name)
}

/** Legs of matching.md §3 that a record's state is of; what has no counterpart stands alone. */
export const legs = ['leg1', 'leg2b', 'standalone'] as const
export type Leg = (typeof legs)[number]

/** The stream of a scenario whose `load` is not a map of named ones. */
export const defaultStream = 'default'

/** What is known of a scenario's names before it runs. */
export interface KnownNames {
  readonly phases: readonly string[]
  /** Absent: not known yet, any text may stand. */
  readonly tenants?: readonly string[] | undefined
}

/** Values that a tag can have; undefined where any text may stand. */
export function knownTagValues(tag: TagName, { phases, tenants }: KnownNames): readonly string[] | undefined {
  if (tag === 'phase') return phases
  if (tag === 'tenant') return tenants
  if (tag === 'stream') return [defaultStream]
  if (tag === 'leg') return legs
  if (tag === 'kind') return kinds
  if (tag === 'class') return Object.keys(anomalyClasses)
  return undefined
}
