/** Figures of a selection of seconds: percentiles of a latency, or one sum over another. Pure. */

import type { Resampled } from './block-bootstrap.ts'

/** The latencies of one second, each value once, ascending. */
export interface SecondCounts {
  readonly second: number
  readonly counts: readonly { readonly us: number; readonly count: number }[]
}

/** Percentiles (nearest rank) of all latencies in the seconds that are picked, in ms. */
export function percentilesOf(seconds: readonly SecondCounts[], percents: readonly number[]): Resampled {
  const values = [...new Set(seconds.flatMap(({ counts }) => counts.map(({ us }) => us)))].toSorted((a, b) => a - b)
  const indexOf = new Map(values.map((us, index) => [us, index]))
  const rows = seconds.map(({ counts }) => ({
    index: Int32Array.from(counts, ({ us }) => indexOf.get(us) ?? 0),
    count: Int32Array.from(counts, ({ count }) => count),
  }))
  const total = new Float64Array(values.length)
  return {
    seconds: seconds.length,
    figures(picked) {
      total.fill(0)
      let samples = 0
      for (const second of picked) {
        const { index, count } = rows[second] as (typeof rows)[number]
        for (let at = 0; at < index.length; at++) {
          total[index[at] as number]! += count[at] as number
          samples += count[at] as number
        }
      }
      return percents.map((percent) => valueAtRank(values, total, Math.ceil((percent / 100) * samples)) / 1_000)
    },
  }
}

function valueAtRank(values: readonly number[], total: Float64Array, rank: number): number {
  let seen = 0
  for (let index = 0; index < values.length; index++) {
    seen += total[index] as number
    if (seen >= rank && seen > 0) return values[index] as number
  }
  return Number.NaN
}

/** The sum of one column over the sum of the other, such as CPU a record. */
export function quotientOf(rows: readonly { readonly above: number; readonly below: number }[]): Resampled {
  return {
    seconds: rows.length,
    figures(picked) {
      let [above, below] = [0, 0]
      for (const second of picked) {
        above += rows[second]?.above ?? 0
        below += rows[second]?.below ?? 0
      }
      return [above / below]
    },
  }
}
