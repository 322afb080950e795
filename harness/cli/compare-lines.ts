/** Two records side by side, or the trend of many, as lines for a terminal. Pure. */

import type { ComparedFigure, Comparison } from '../gate/compare-runs.ts'
import type { Drift, Trend } from '../gate/trend.ts'
import type { Percentile } from '../model/summary.ts'
import { percent } from '../gate/judge-pairs.ts'
import { alignColumns } from './align-columns.ts'

export function comparisonLines({ base, candidate, differences, method, figures, anomalies, thresholds }: Comparison): readonly string[] {
  const rows = figures.map((figure) => [
    `${figure.metric}${figure.phase === undefined ? '' : `{phase:${figure.phase}}`} ${figure.figure}`,
    valueText(figure.base, figure.unit),
    valueText(figure.candidate, figure.unit),
    figure.change === null ? '–' : percent(figure.change),
    intervalText(figure),
  ])
  return [
    `Base       ${base}`,
    `Candidate  ${candidate}`,
    '',
    ...(differences.length === 0
      ? ['Same scenario, seed, machine and versions.']
      : ['Not the same:', ...differences.map((line) => `  ${line}`)]),
    '',
    ...alignColumns([['', 'base', 'candidate', 'change', 'interval'], ...rows], { rightFrom: 1 }),
    '',
    ...(anomalies.length === 0
      ? ['No anomaly in either.']
      : alignColumns([['anomalies', 'base', 'candidate'], ...anomalies.map((each) => [each.class, `${each.base}`, `${each.candidate}`])], {
          rightFrom: 1,
        })),
    ...(thresholds.length === 0
      ? []
      : [
          '',
          ...alignColumns([['threshold', 'base', 'candidate'], ...thresholds.map((each) => [each.threshold, each.base, each.candidate])]),
        ]),
    '',
    `Intervals: ${method}.`,
  ]
}

function valueText({ valueMs, censored }: Percentile, unit: string): string {
  return `${censored ? '≥ ' : ''}${rounded(valueMs)} ${unit}`
}

function intervalText({ lower, upper, tooShort }: ComparedFigure): string {
  if (tooShort) return 'none: too short'
  return lower === null || upper === null ? '–' : `${percent(lower)} to ${percent(upper)}`
}

/** `leftOut` says which runs could not be read, and why. */
export function trendLines({
  rows,
  drifts,
  differences,
  method,
  leftOut,
}: Trend & { readonly leftOut: readonly string[] }): readonly string[] {
  const from = rows[0]
  const against = (value: number | null, first: number | null | undefined): string =>
    value === null || first === null || first === undefined ? '–' : percent(value / first - 1)
  const cells = rows.map(({ runId, seed, verdict, p50Ms, p99Ms, cpuMicros, anomalies }) => [
    runId,
    verdict,
    `${seed}`,
    number(p50Ms, 'ms'),
    number(p99Ms, 'ms'),
    against(p99Ms, from?.p99Ms),
    number(cpuMicros, 'µs'),
    against(cpuMicros, from?.cpuMicros),
    `${anomalies}`,
  ])
  const head = ['run', 'verdict', 'seed', 'decision P50', 'P99', 'to the first', 'CPU a record', 'to the first', 'anomalies']
  return [
    ...(differences.length === 0 ? [] : ['Not the same:', ...differences.map((line) => `  ${line}`), '']),
    ...alignColumns([head, ...cells], { rightFrom: 2 }),
    '',
    ...drifts.map(driftText),
    ...leftOut.map((why) => `Left out: ${why}`),
    `Slope: ${method}.`,
  ]
}

const labels = { 'decision-p99': 'decision P99', 'cpu-per-record': 'CPU a record' } as const

function driftText({ metric, runs, slope, lower, upper }: Drift): string {
  if (slope === null || lower === null || upper === null) return `${labels[metric]}: too few runs for a trend (${runs})`
  const answer = lower > 0 ? 'rises' : upper < 0 ? 'falls' : 'no drift to be seen'
  return `${labels[metric]}: ${percent(slope)} a run (${percent(lower)} to ${percent(upper)}) over ${runs} runs: ${answer}`
}

function number(value: number | null, unit: string): string {
  return value === null ? '–' : `${rounded(value)} ${unit}`
}

function rounded(value: number): string {
  return value >= 1_000 ? value.toFixed(0) : value.toFixed(1)
}
