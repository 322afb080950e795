/** A low chart for each resource that was sampled: CPU, memory, lag. Knows no latency. */

import type { SeriesSummary, Summary } from '../../harness/model/summary.ts'
import { formatCount, formatRate } from '../figures.ts'
import { html, type Markup } from './markup.ts'
import { linearScale } from './scale.ts'
import { thinned, type TimeAxis } from './time-axis.ts'
import { type Line, timeChart } from './time-chart.ts'

/** In the order of the page. */
const titles: ReadonlyMap<string, string> = new Map([
  ['cpu', 'CPU by process'],
  ['throttled', 'Held back by a CPU limit'],
  ['consumer_lag', 'Consumer lag'],
  ['memory', 'Memory by process'],
  ['event_loop_delay', 'Event loop delay by process'],
  ['stable_offset_lag', 'Decisions behind an open transaction'],
  ['partition_lag', 'Consumer lag by partition'],
  ['partition_skew', 'Records by partition'],
  ['database_waits', 'Waits in the database'],
  ['database_deadlocks', 'Deadlocks'],
  ['serialization_failures', 'Serialization failures'],
  ['pool_waits', 'Waits for a connection'],
])

/** As many as there are line styles in the stylesheet. */
const linesMax = 8

export function resourceCharts(axis: TimeAxis, { series }: Summary): Markup[] {
  const order = [...titles.keys()]
  const rank = (metric: string): number => (order.includes(metric) ? order.indexOf(metric) : order.length)
  const byMetric = [...Map.groupBy(series, ({ metric }) => metric)].toSorted(([a], [b]) => rank(a) - rank(b))
  return byMetric.map(([metric, rows], index) => resourceChart(axis, metric, rows, index))
}

function resourceChart(axis: TimeAxis, metric: string, rows: readonly SeriesSummary[], index: number): Markup {
  const title = titles.get(metric) ?? metric
  const unit = rows[0]?.unit ?? ''
  const sampled = rows
    .map(({ subject, points }) => {
      const within = thinned(points.filter(([second]) => second >= 0 && second <= axis.endSeconds))
      return {
        name: subject === '' ? title.toLowerCase() : subject,
        points: within,
        largest: within.reduce((max, [, value]) => Math.max(max, value), 0),
      }
    })
    .toSorted((a, b) => b.largest - a.largest)
  const lines = sampled.slice(0, linesMax).map(({ name, points, largest }, line): Line => ({
    name,
    className: `part-${line}`,
    shape: 'line',
    points,
    note: `max ${formatRate(largest)}`,
  }))
  const left = sampled.length - lines.length
  const chart = timeChart({
    id: `chart-resource-${index}`,
    title: unit === '' ? title : `${title}, ${unit}`,
    description: lines.map(({ name, note }) => `${name}: ${note}`).join('; '),
    axis,
    scale: linearScale(
      sampled.map(({ largest }) => largest),
      2,
    ),
    lines,
    budgets: [],
    formatValue: formatRate,
    height: 'low',
    readouts: [],
  })
  return left === 0
    ? chart
    : html`${chart}
        <p class="muted note after-chart">and ${formatCount(left)} more, each with a lower maximum</p>`
}
