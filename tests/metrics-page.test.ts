import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { metricTable, tagNames } from '../harness/metrics/metric-table.ts'
import type { Metric } from '../harness/metrics/metric-table.ts'
import { seriesTable } from '../harness/model/series.ts'
import { metricsTable } from './support/metrics-page.ts'

test('the page of metrics has the table that the code makes', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'metrics.md'), 'utf8')
  expect(page).toContain(metricsTable())
})

test('every series is a metric that a threshold may name, but for what only containers have', () => {
  const metrics: readonly Metric[] = Object.values(metricTable)
  const named = new Set(metrics.map(({ series }) => series?.metric))
  expect(Object.keys(seriesTable).filter((metric) => !named.has(metric as keyof typeof seriesTable))).toEqual(['throttled'])
})

test('every tag is some metric’s', () => {
  const used = new Set(Object.values(metricTable).flatMap(({ tags }: Metric) => tags))
  expect(tagNames.filter((tag) => !used.has(tag))).toEqual([])
})
