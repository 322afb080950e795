/** What must stand in `summary.json` and in the file of latencies of a run for them to be drawn or compared: a folder may have been made by hand, or damaged. */

import { bool, listOf, number, objectOf, oneOf, optional, orNull, text } from './shape.ts'
import type { Shape } from './shape.ts'

const numbers = (...names: readonly string[]): Readonly<Record<string, Shape>> => Object.fromEntries(names.map((name) => [name, number]))

export const verdictShape = objectOf({
  kind: text,
  title: text,
  exitStatus: number,
  sentence: text,
  reasons: listOf(objectOf({ kind: text, sentence: text })),
})

export const percentileShape = objectOf({ valueMs: number, censored: bool })

const boxes = ['scheduled', 'sent', 'unsentNoSlot', 'unsentLate', 'accepted', 'refused', 'failed', 'unknown'] as const
const fates = ['recovered', 'neverSeen', 'redelivered', 'records', 'decided', 'open', 'lost'] as const

const trend = objectOf({
  metric: text,
  phase: optional(text),
  p50: percentileShape,
  p90: percentileShape,
  p99: percentileShape,
  max: percentileShape,
  ...numbers('samples', 'censored', 'meanMs'),
})

const stream = objectOf({
  name: text,
  kind: oneOf('ingest', 'read'),
  ...numbers(...boxes, 'notFound'),
  ackP50: orNull(percentileShape),
  ackP99: orNull(percentileShape),
  decisionP99: orNull(percentileShape),
})

const second = objectOf({
  ...numbers('second', 'offered', 'acknowledged', 'decided'),
  decisionP50Ms: orNull(number),
  decisionP99Ms: orNull(number),
  ackP99Ms: orNull(number),
})

/** Summary, of a run. A share of nothing (`matching`) is null in JSON. */
export const summaryShape = objectOf({
  runId: text,
  verdict: verdictShape,
  counts: objectOf(numbers(...boxes, ...fates)),
  accounting: listOf(objectOf({ identity: text, left: number, right: number, holds: bool })),
  streams: optional(listOf(stream)),
  trends: listOf(trend),
  stages: listOf(objectOf({ stage: text, phase: text, ...numbers('samples', 'meanMs', 'p50Ms', 'p99Ms') })),
  stagesNote: text,
  seconds: listOf(second),
  thresholds: listOf(objectOf({ selector: text, expression: text, outcome: text, seen: text })),
  findings: listOf(objectOf({ class: text, number, count: number, witnesses: listOf(objectOf({ record: text })) })),
  coverage: listOf(objectOf({ class: text, opportunities: number, findings: number, opportunity: text })),
  moneyAtRisk: listOf(objectOf({ tenant: text, merchant: text, currency: text, records: number, minor: text, major: text })),
  states: listOf(objectOf({ state: text, expected: number, actual: number })),
  matching: objectOf({ precision: orNull(number), recall: orNull(number), exactGroupRate: orNull(number) }),
  rates: objectOf({
    ...numbers('recordsPerSecond', 'paymentsPerSecond', 'peakRecordsPerSecond', 'peakPaymentsPerSecond'),
    peakPhase: text,
  }),
  series: listOf(objectOf({ metric: text, subject: text, unit: text, points: listOf(listOf(number)) })),
  control: objectOf({ planted: text, found: bool }),
  cpuMicrosPerRecord: listOf(objectOf({ process: text, micros: number })),
})

/** LatencyEntry, each of them. */
export const latencyShape = listOf(
  objectOf({ metric: text, phase: optional(text), second: optional(number), samples: number, all: text, censored: optional(text) }),
)
