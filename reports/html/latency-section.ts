/** Thresholds and latency by phase as tables. Knows no chart. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary, ThresholdResult, TrendSummary } from '../../harness/model/summary.ts'
import { formatCount, formatMs, formatPercentile, missing } from '../figures.ts'
import { metricNames, outcomeWords } from '../plain-words.ts'
import { p99BudgetsOf, type Metric, phaseNames, trendOf } from '../reading.ts'
import { html, type Markup } from './markup.ts'
import { chip, dataTable, type Row } from './table.ts'
import { term } from './term.ts'

const tones = { met: 'good', broken: 'bad', inconclusive: 'unsure', void: 'plain' } as const

export function thresholdsSection({ thresholds }: Summary): Markup {
  const body =
    thresholds.length === 0
      ? html`<p class="muted">No threshold was judged.</p>`
      : dataTable(
          'Thresholds',
          [
            { title: 'Threshold', align: 'text' },
            { title: 'Seen', align: 'text' },
            { title: 'Outcome', align: 'text' },
          ],
          thresholds.map(({ selector, expression, outcome, seen }: ThresholdResult) => ({
            cells: [
              html`<span><code>${selector}</code> <code>${expression}</code></span>`,
              seen,
              html`<span>${chip(tones[outcome], outcomeWords[outcome])}</span>`,
            ],
          })),
          'restack',
        )
  return html`<section aria-labelledby="thresholds">
    <h2 id="thresholds">Thresholds</h2>
    <div class="card">${body}</div>
  </section>`
}

export function latencySection(run: RunRecord, summary: Summary): Markup {
  const phases = [undefined, ...phaseNames(run, summary)]
  const metrics = (Object.keys(metricNames) as Metric[]).filter((metric) =>
    phases.some((phase) => trendOf(summary, metric, phase) !== undefined),
  )
  if (metrics.length === 0) return html``
  const tables = metrics.map((metric) => {
    const rows = phases.flatMap((phase) => trendOf(summary, metric, phase) ?? [])
    return html`<h3>${term(metricNames[metric], sentenceCase(metricNames[metric]))}</h3>
      ${dataTable(
        `Latency: ${metricNames[metric]}`,
        columns,
        rows.map((row) => latencyRow(summary, metric, row)),
      )}`
  })
  return html`<section aria-labelledby="latency">
    <h2 id="latency">Latency by phase</h2>
    <div class="card">
      <p class="muted note">
        Measured from the moment a record was due, so that a slow stack cannot hide behind a slow sender. “≥” marks a percentile among
        samples that never ended.
      </p>
      ${overview(summary, phases, metrics)}
      <details>
        <summary>All percentiles of each latency, with sample counts</summary>
        ${tables}
      </details>
    </div>
  </section>`
}

const columns = [
  { title: 'Phase', align: 'text' as const },
  { title: 'P50' },
  { title: 'P90' },
  { title: term('P99') },
  { title: 'longest' },
  { title: html`P99 ${term('budget')}` },
  { title: 'samples' },
  { title: 'never ended' },
]

/** One row a phase: decisions with their budget and samples, and the P99 of each other latency. */
function overview(summary: Summary, phases: readonly (string | undefined)[], metrics: readonly Metric[]): Markup {
  const others = metrics.filter((metric) => metric !== 'decision_latency')
  const percentile = (trend: TrendSummary | undefined, name: 'p50' | 'p99'): string =>
    trend === undefined ? missing : formatPercentile(trend[name])
  return dataTable(
    'Latency by phase',
    [
      { title: 'Phase', align: 'text' },
      { title: html`${term('decision')} P50` },
      { title: html`${term('decision')} ${term('P99')}` },
      { title: html`P99 ${term('budget')}` },
      { title: 'samples' },
      ...others.map((metric) => ({ title: html`${term(metricNames[metric])} P99` })),
    ],
    phases
      .filter((phase) => metrics.some((metric) => trendOf(summary, metric, phase) !== undefined))
      .map((phase) => {
        const decision = trendOf(summary, 'decision_latency', phase)
        return {
          cells: [
            phase ?? 'whole run',
            percentile(decision, 'p50'),
            decision === undefined ? missing : p99Cell(summary, 'decision_latency', decision),
            budgetText(summary, 'decision_latency', phase),
            decision === undefined ? missing : formatCount(decision.samples),
            ...others.map((metric) => {
              const trend = trendOf(summary, metric, phase)
              return trend === undefined ? missing : p99Cell(summary, metric, trend)
            }),
          ],
        }
      }),
  )
}

function latencyRow(summary: Summary, metric: Metric, row: TrendSummary): Row {
  return {
    cells: [
      row.phase ?? 'whole run',
      formatPercentile(row.p50),
      formatPercentile(row.p90),
      p99Cell(summary, metric, row),
      formatPercentile(row.max),
      budgetText(summary, metric, row.phase),
      formatCount(row.samples),
      formatCount(row.censored),
    ],
  }
}

function budgetText(summary: Summary, metric: Metric, phase: string | undefined): string {
  return (
    p99BudgetsOf(summary, metric, phase)
      .map(({ budgetMs }) => formatMs(budgetMs))
      .join(', ') || missing
  )
}

/** Bold where its limit is broken. */
function p99Cell(summary: Summary, metric: Metric, row: TrendSummary): Markup | string {
  const broken = p99BudgetsOf(summary, metric, row.phase).some(({ outcome }) => outcome === 'broken')
  return broken ? html`<strong class="bad-text">${formatPercentile(row.p99)}</strong>` : formatPercentile(row.p99)
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
