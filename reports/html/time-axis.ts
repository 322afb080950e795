/** The time axis that all charts of a report share: its length, phases, faults and buckets. Knows no drawing. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { SecondSummary, Summary } from '../../harness/model/summary.ts'

export interface TimeAxis {
  readonly endSeconds: number
  /** Seconds in one point of a line: 1 unless the run is long. */
  readonly bucketSeconds: number
  readonly phases: readonly {
    readonly name: string
    readonly from: number
    readonly to: number
    readonly kind: 'ramp' | 'steady' | 'peak'
  }[]
  readonly faults: readonly { readonly name: string; readonly from: number; readonly to: number; readonly evidence: string }[]
}

const bucketsMax = 240

/** From the load's start to the end of its phases, of its decisions and of the drain. */
export function timeAxis(run: RunRecord, summary: Summary): TimeAxis {
  const ends = [
    ...run.phases.map(({ endUs }) => endUs / 1e6),
    ...summary.seconds.map(({ second }) => second + 1),
    ...(run.drainedUs === null ? [] : [run.drainedUs / 1e6]),
  ]
  const endSeconds = ends.reduce((max, end) => Math.max(max, end), 1)
  const highest = run.phases.reduce((max, { rateTo, rateFrom }) => Math.max(max, rateTo, rateFrom), 0)
  const level = run.phases.every(({ rateTo }) => rateTo === highest)
  return {
    endSeconds,
    bucketSeconds: Math.ceil(endSeconds / bucketsMax),
    phases: run.phases.map(({ name, startUs, endUs, rateFrom, rateTo }) => ({
      name,
      from: startUs / 1e6,
      to: endUs / 1e6,
      // A step is written as a stage that starts at another rate and stays; only a rate that moves is a ramp.
      kind: rateFrom !== rateTo ? 'ramp' : rateTo === highest && !level ? 'peak' : 'steady',
    })),
    faults: run.faults.map(({ fault, startUs, endUs, evidence }) => ({ name: fault, from: startUs / 1e6, to: endUs / 1e6, evidence })),
  }
}

/** Seconds merged into buckets: rates are means, percentiles the worst second, the median that of the middle second. */
export function bucketed(seconds: readonly SecondSummary[], bucketSeconds: number): SecondSummary[] {
  if (bucketSeconds <= 1) return [...seconds]
  const groups = Map.groupBy(seconds, ({ second }) => Math.floor(second / bucketSeconds))
  return [...groups].map(([index, rows]) => ({
    second: index * bucketSeconds,
    offered: mean(rows.map(({ offered }) => offered)),
    acknowledged: mean(rows.map(({ acknowledged }) => acknowledged)),
    decided: mean(rows.map(({ decided }) => decided)),
    decisionP50Ms: middle(rows.map(({ decisionP50Ms }) => decisionP50Ms)),
    decisionP99Ms: worst(rows.map(({ decisionP99Ms }) => decisionP99Ms)),
    ackP99Ms: worst(rows.map(({ ackP99Ms }) => ackP99Ms)),
  }))
}

/** At most `max` points: the largest of each run of neighbours, so that a spike is not thinned away. */
export function thinned(points: readonly (readonly [number, number])[], max = 600): (readonly [number, number])[] {
  const size = Math.ceil(points.length / max)
  if (size <= 1) return [...points]
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size).reduce((most, point) => (point[1] > most[1] ? point : most)),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function worst(values: readonly (number | null)[]): number | null {
  return values.reduce((max, value) => (value === null || (max !== null && max >= value) ? max : value), null)
}

function middle(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
