/** What the judge made of a record: everything that the reports draw. Plain JSON (summary.json), amounts as decimal strings. */

import type { ClassCoverage } from './finding.ts'
import type { Verdict } from './verdict.ts'

export const summarySchemaVersion = 1

/** One number that may be censored: `≥ valueMs` when it falls among samples that never ended. */
export interface Percentile {
  readonly valueMs: number
  readonly censored: boolean
}

export interface TrendSummary {
  readonly metric: 'decision_latency' | 'close_latency' | 'ack_latency' | 'service_time' | 'schedule_lag' | 'slot_wait'
  /** Absent: the whole run. */
  readonly phase?: string
  readonly samples: number
  readonly censored: number
  readonly p50: Percentile
  readonly p90: Percentile
  readonly p99: Percentile
  readonly max: Percentile
  readonly meanMs: number
}

export interface StageSummary {
  /** `batch wait` only where requests carry several records. */
  readonly stage: 'schedule lag' | 'batch wait' | 'slot wait' | 'ingest' | 'queue' | 'match' | 'publish and observe'
  readonly phase: string
  readonly samples: number
  readonly meanMs: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Figures of one second of the load, for the drawing. Rates are records per second. */
export interface SecondSummary {
  /** Seconds from the load's start. */
  readonly second: number
  readonly offered: number
  readonly acknowledged: number
  readonly decided: number
  /** null where the second has no sample. */
  readonly decisionP50Ms: number | null
  readonly decisionP99Ms: number | null
  readonly ackP99Ms: number | null
}

export interface ThresholdResult {
  /** As written: `decision_latency{phase:surge}`. */
  readonly selector: string
  readonly expression: string
  readonly outcome: 'met' | 'broken' | 'inconclusive' | 'void'
  /** The value seen, with its unit, or why there is none. */
  readonly seen: string
  /** For charts: the limit of a latency percentile in ms. */
  readonly budgetMs?: number
  readonly phase?: string
}

/** The identities of measurement.md §3, each a sum that must hold. */
export interface AccountingLine {
  readonly identity: string
  readonly left: number
  readonly right: number
  readonly holds: boolean
}

export interface MoneyAtRisk {
  readonly tenant: string
  readonly merchant: string
  readonly currency: string
  readonly records: number
  /** Decimal string of minor units, and the same in major units. */
  readonly minor: string
  readonly major: string
}

export interface FindingSummary {
  readonly class: string
  readonly number: number
  readonly count: number
  /** The first few findings, as sentences with their record. */
  readonly witnesses: readonly {
    readonly record: string
    readonly tenant: string
    readonly merchant: string
    readonly expected: string
    readonly actual: string
    readonly atRisk?: string
    readonly lastSeen: string
  }[]
}

export interface SeriesSummary {
  /** `cpu`, `memory`, `consumer_lag`. */
  readonly metric: string
  /** Process, or empty. */
  readonly subject: string
  readonly unit: string
  readonly points: readonly (readonly [second: number, value: number])[]
}

/** One stream of a load with several. Of a stream that reads, `accepted` is answered: with the record, or with 404 (`notFound`). */
export interface StreamSummary {
  readonly name: string
  readonly kind: 'ingest' | 'read'
  readonly scheduled: number
  readonly sent: number
  readonly unsentNoSlot: number
  readonly unsentLate: number
  readonly accepted: number
  readonly refused: number
  readonly failed: number
  readonly unknown: number
  readonly notFound: number
  /** null without a sample. */
  readonly ackP50: Percentile | null
  readonly ackP99: Percentile | null
  readonly decisionP99: Percentile | null
}

export interface Counts {
  readonly scheduled: number
  readonly sent: number
  readonly unsentNoSlot: number
  readonly unsentLate: number
  readonly accepted: number
  readonly refused: number
  readonly failed: number
  readonly unknown: number
  readonly recovered: number
  readonly neverSeen: number
  readonly redelivered: number
  readonly records: number
  readonly decided: number
  readonly open: number
  readonly lost: number
}

export interface Summary {
  readonly schemaVersion: number
  readonly runId: string
  readonly verdict: Verdict
  readonly counts: Counts
  readonly accounting: readonly AccountingLine[]
  /** Absent: the load is one stream. */
  readonly streams?: readonly StreamSummary[]
  readonly trends: readonly TrendSummary[]
  readonly stages: readonly StageSummary[]
  readonly stagesNote: string
  readonly seconds: readonly SecondSummary[]
  readonly thresholds: readonly ThresholdResult[]
  readonly findings: readonly FindingSummary[]
  readonly coverage: readonly ClassCoverage[]
  readonly moneyAtRisk: readonly MoneyAtRisk[]
  /** Records by their right state and by the state that the system holds. */
  readonly states: readonly { readonly state: string; readonly expected: number; readonly actual: number }[]
  readonly matching: { readonly precision: number; readonly recall: number; readonly exactGroupRate: number }
  readonly rates: {
    /** Records per second over the load; payments fully matched per second beside it. Also for the phase of the highest rate. */
    readonly recordsPerSecond: number
    readonly paymentsPerSecond: number
    readonly peakPhase: string
    readonly peakRecordsPerSecond: number
    readonly peakPaymentsPerSecond: number
  }
  readonly series: readonly SeriesSummary[]
  readonly control: { readonly planted: string; readonly found: boolean }
  readonly cpuMicrosPerRecord: readonly { readonly process: string; readonly micros: number }[]
}
