/** The trend of many records, as lines for a terminal. Pure. */

import { percent } from '../gate/judge-pairs.ts'
import type { Drift, Trend, TrendRow } from '../gate/trend.ts'
import { alignColumns } from './align-columns.ts'

const head = ['run', 'verdict', 'seed', 'undelivered', 'decision P50', 'P99', 'to the first', 'CPU a record', 'to the first', 'anomalies']

/** `leftOut` says which runs could not be read, and why. */
export function trendLines(trend: Trend & { readonly leftOut: readonly string[] }): readonly string[] {
  const { rows, drifts, differences, unfit, method, leftOut } = trend
  const first = rows.find((row) => row.unfit === null)
  const cells = rows.map((row) => [
    row.runId,
    verdictText(row),
    `${row.seed}`,
    shareText(row.undelivered),
    number(row.p50Ms, 'ms'),
    number(row.p99Ms, 'ms'),
    against(row, ({ p99Ms }) => p99Ms),
    number(row.cpuMicros, 'µs'),
    against(row, ({ cpuMicros }) => cpuMicros),
    `${row.anomalies}`,
  ])
  return [
    ...(differences.length === 0 ? [] : ['Not the same:', ...differences.map((line) => `  ${line}`), '']),
    ...alignColumns([head, ...cells], { rightFrom: 2 }),
    '',
    ...drifts.map(driftText),
    ...unfitText(unfit, rows.length),
    ...leftOut.map((why) => `Left out: ${why}`),
    `Slope: ${method}.`,
  ]

  /** A run that is no measure of the system is compared with none. */
  function against(row: TrendRow, valueOf: (row: TrendRow) => number | null): string {
    const value = row.unfit === null ? valueOf(row) : null
    const from = first === undefined ? null : valueOf(first)
    return value === null || from === null ? '–' : percent(value / from - 1)
  }
}

function verdictText({ verdict, unfit }: TrendRow): string {
  return unfit === 'partial' ? `${verdict} (partial)` : verdict
}

const whyTexts = {
  INVALID: 'INVALID',
  partial: 'partial',
  'wrong answers': 'void by wrong answers',
  failed: 'ended by an error',
} as const

/** `Shown, and no point of a slope or of "to the first": 2 of 8 runs (1 INVALID, 1 partial).` */
function unfitText(unfit: Trend['unfit'], runs: number): string[] {
  if (unfit.length === 0) return []
  const count = unfit.reduce((total, each) => total + each.runs, 0)
  const why = unfit.map((each) => `${each.runs} ${whyTexts[each.why]}`).join(', ')
  return [`Shown, and no point of a slope or of "to the first": ${count} of ${runs} runs (${why})`]
}

const labels = { 'decision-p99': 'decision P99', 'cpu-per-record': 'CPU a record' } as const

function driftText({ metric, runs, slope, lower, upper }: Drift): string {
  if (slope === null || lower === null || upper === null) return `${labels[metric]}: too few runs for a trend (${runs})`
  const answer = lower > 0 ? 'rises' : upper < 0 ? 'falls' : 'no drift to be seen'
  return `${labels[metric]}: ${percent(slope)} a run (${percent(lower)} to ${percent(upper)}) over ${runs} runs: ${answer}`
}

function shareText(share: number | null): string {
  if (share === null) return '–'
  return share === 0 ? '0' : share < 0.0005 ? '< 0.1%' : `${(share * 100).toFixed(1)}%`
}

function number(value: number | null, unit: string): string {
  return value === null ? '–' : `${value >= 1_000 ? value.toFixed(0) : value.toFixed(1)} ${unit}`
}
