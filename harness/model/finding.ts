/** A finding: one thing that the system under test did wrong, readable without the code (anomalies.md). */

import type { RecordKey } from './record-key.ts'

/** Classes of anomalies.md that are judged, by its numbers. */
export const anomalyClasses = {
  'lost-record': 1,
  'unexpected-record': 2,
  'duplicate-effect': 4,
  'multiple-terminal-states': 5,
  'missed-match': 6,
  'false-match': 7,
  mispairing: 8,
  'stolen-match': 9,
  'money-created': 11,
  'money-destroyed': 11,
  'precision-loss': 12,
  'aborted-read': 16,
  'offset-without-effect': 22,
  stuck: 25,
  'illegal-transition': 26,
  'wrong-reason': 27,
} as const satisfies Record<string, number>

export type AnomalyClass = keyof typeof anomalyClasses

export interface AmountAtRisk {
  readonly currency: string
  readonly minor: bigint
}

export interface Finding {
  readonly class: AnomalyClass
  /** The records that it is about, first the one that shows it best. */
  readonly subjects: readonly RecordKey[]
  readonly tenant: string
  readonly merchant: string
  /** Largest |gross| among its records (payouts and lines: |net|); absent where no money is named. */
  readonly atRisk?: AmountAtRisk
  readonly expected: string
  readonly actual: string
  /** Where the record was last seen: planned, sent, answered, logged, decided, final state. */
  readonly lastSeen: string
}

/** Whether a class had its chance in a run (anomalies.md, coverage rule): no opportunity means unknown, never passed. */
export interface ClassCoverage {
  readonly class: AnomalyClass
  readonly opportunities: number
  readonly findings: number
  /** What one opportunity is, in words. */
  readonly opportunity: string
}
