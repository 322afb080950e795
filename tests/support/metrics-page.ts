/** The table of docs/metrics.md, made from the code. Run by itself it prints it: `node tests/support/metrics-page.ts`. */

import { metricTable } from '../../harness/metrics/metric-table.ts'
import type { Metric } from '../../harness/metrics/metric-table.ts'

const typeNames = { trend: 'Trend', counter: 'Counter', rate: 'Rate', gauge: 'Gauge' } as const

export function metricsTable(): string {
  const rows = Object.entries(metricTable).map(([name, { type, unit, tags, live, says }]: readonly [string, Metric]) => [
    `\`${name}\``,
    typeNames[type],
    unit,
    tags.length === 0 ? '–' : tags.map((tag) => `\`${tag}\``).join(', '),
    live ? 'yes' : 'no',
    says,
  ])
  const lines = [['metric', 'type', 'unit', 'tags', 'live', 'what it is'], ['---', '---', '---', '---', '---', '---'], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

if (import.meta.main) process.stdout.write(`${metricsTable()}\n`)
