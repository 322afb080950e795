/** Counts and metrics of two runs that are no latencies, as lines: what differs in tables, what does not in a line or two. Pure. */

import { countTexts } from '../gate/compare-counts.ts'
import type { ComparedCount } from '../gate/compare-counts.ts'
import type { ComparedMetric } from '../gate/compare-metrics.ts'
import { percent } from '../gate/judge-pairs.ts'
import { alignColumns } from './align-columns.ts'
import { wrapText } from './wrap-text.ts'

/** One line of a table, before it is known whether it is worth one. */
interface Row {
  readonly name: string
  readonly base: string
  readonly candidate: string
  readonly difference: string
  readonly change: string
  /** Both values are there and the same. */
  readonly isEqual: boolean
  readonly isZero: boolean
}

export function countLines(counts: readonly ComparedCount[], columns: number): readonly string[] {
  const rows = counts.map(({ name, stream, base, candidate, difference, change }): Row => ({
    name: stream === undefined ? countTexts[name] : `{stream:${stream}} ${countTexts[name]}`,
    base: numberOrNone(base),
    candidate: numberOrNone(candidate),
    difference: difference === null ? '–' : signed(difference),
    change: changeText(change),
    isEqual: difference === 0,
    isZero: base === 0,
  }))
  return foldedTable('counts', rows, columns)
}

/** All but the gauges. */
export function otherLines(metrics: readonly ComparedMetric[], columns: number): readonly string[] {
  const rows = metrics.filter((metric) => !isGauge(metric)).map(rowOf)
  return foldedTable('counters, rates, streams, processes', rows, columns)
}

function rowOf(metric: ComparedMetric): Row {
  const { aggregate, unit, base, candidate, difference, change } = metric
  const isShare = unit.startsWith('of ')
  const text = (value: number): string => (isShare ? `${numberText(value * 100)}%` : numberText(value))
  const valueText = (value: ComparedMetric['base']): string => (value === null ? '–' : `${value.censored ? '≥ ' : ''}${text(value.value)}`)
  return {
    name: `${selectorOf(metric)} ${aggregate}, ${unit}`,
    base: valueText(base),
    candidate: valueText(candidate),
    difference: difference === null ? '–' : `${signed(isShare ? difference * 100 : difference)}${isShare ? ' points' : ''}`,
    change: changeText(change),
    isEqual: difference === 0,
    isZero: base?.value === 0,
  }
}

/** Mean and maximum side by side. */
export function gaugeLines(metrics: readonly ComparedMetric[], columns: number): readonly string[] {
  const gauges = [...Map.groupBy(metrics.filter(isGauge), (metric) => `${selectorOf(metric)}, ${metric.unit}`)]
  if (gauges.length === 0) return []
  const isEqual = ([, own]: (typeof gauges)[number]): boolean => own.every(({ difference }) => difference === 0)
  const rows = gauges
    .filter((gauge) => !isEqual(gauge))
    .map(([name, own]) => [
      name,
      ...(['avg', 'max'] as const).flatMap((wanted) => {
        const row = own.find(({ aggregate }) => aggregate === wanted)
        if (row === undefined) return ['–', '–', '–']
        const { base, candidate, difference, change } = row
        const share = change === null && difference !== null ? signed(difference) : changeText(change)
        return [numberOrNone(base?.value), numberOrNone(candidate?.value), share]
      }),
    ])
  const equal = gauges.filter(isEqual).map(([name, own]): Row => {
    const told = own.map(({ aggregate, base }) => `${aggregate} ${numberOrNone(base?.value)}`).join(', ')
    const isAllZero = own.every(({ base }) => base?.value === 0)
    return { name, base: told, candidate: '', difference: '', change: '', isEqual: true, isZero: isAllZero }
  })
  const head = ['gauges since the load’s start', 'avg base', 'candidate', 'change', 'max base', 'candidate', 'change']
  return [...(rows.length === 0 ? [] : alignColumns([head, ...rows], { rightFrom: 1 })), ...foldedLines(equal, columns)]
}

function isGauge({ aggregate }: ComparedMetric): boolean {
  return aggregate === 'avg' || aggregate === 'max'
}

/** `process_cpu{process:matcher-0}`. */
function selectorOf({ metric, tags }: ComparedMetric): string {
  const told = Object.entries(tags).map(([tag, value]) => `${tag}:${value}`)
  return told.length === 0 ? metric : `${metric}{${told.join(',')}}`
}

function foldedTable(title: string, rows: readonly Row[], columns: number): readonly string[] {
  const different = rows.filter(({ isEqual }) => !isEqual)
  const table = different.map(({ name, base, candidate, difference, change }) => [name, base, candidate, difference, change])
  const lines =
    table.length === 0 ? [title] : alignColumns([[title, 'base', 'candidate', 'difference', 'change'], ...table], { rightFrom: 1 })
  return rows.length === 0 ? [] : [...lines, ...foldedLines(rows, columns)]
}

/** `Equal in both: scheduled 2,000; sent 2,000`, `0 in both: refused; failed`. */
function foldedLines(rows: readonly Row[], columns: number): readonly string[] {
  const equal = rows.filter(({ isEqual, isZero }) => isEqual && !isZero).map(({ name, base }) => `${name} ${base}`)
  const zero = rows.filter(({ isEqual, isZero }) => isEqual && isZero).map(({ name }) => name)
  return [
    ...(equal.length === 0 ? [] : wrapText(`Equal in both: ${equal.join('; ')}`, { columns })),
    ...(zero.length === 0 ? [] : wrapText(`0 in both: ${zero.join('; ')}`, { columns })),
  ]
}

function changeText(change: number | null): string {
  return change === null ? '–' : percent(change)
}

function numberOrNone(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : numberText(value)
}

function signed(value: number): string {
  return value === 0 ? '0' : `${value < 0 ? '−' : '+'}${numberText(Math.abs(value))}`
}

/** Whole numbers as they are, others with a decimal, or three digits where that shows too little. */
export function numberText(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
  return Math.abs(value) >= 1 ? value.toFixed(1) : String(Number(value.toPrecision(2)))
}
