/** The charts of a run on one time axis: rates, latency, then resources, with the faults named. Knows what is drawn, not how. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { SecondSummary, Summary } from '../../harness/model/summary.ts'
import { formatCount, formatMs, formatRate, missing } from '../figures.ts'
import { budgetsOf } from '../reading.ts'
import { subjectOf } from './budget-subject.ts'
import { html, type Markup } from './markup.ts'
import { resourceCharts } from './resource-charts.ts'
import { latencyScale, linearScale } from './scale.ts'
import { bucketed, timeAxis, type TimeAxis } from './time-axis.ts'
import { type Budget, type Line, timeChart } from './time-chart.ts'

/** All charts, with the marks' explanation and the figures behind them; a sentence where nothing was recorded. */
export function chartsSection(run: RunRecord, summary: Summary): Markup {
  if (summary.seconds.length === 0 && summary.series.length === 0) {
    return html`<section aria-labelledby="time">
      <h2 id="time">Second by second</h2>
      <p class="card muted">No load was recorded.</p>
    </section>`
  }
  const axis = timeAxis(run, summary)
  const rows = bucketed(summary.seconds, axis.bucketSeconds)
  const readouts = rows.map((row) => readoutOf(row, axis))
  return html`<section aria-labelledby="time">
    <h2 id="time">Second by second</h2>
    <div class="card charts">
      ${rows.length === 0 ? undefined : [ratesChart(axis, rows, readouts), latencyChart(axis, summary, rows, readouts)]}
      ${resourceCharts(axis, summary)} ${faultNotes(axis)}
      ${axis.bucketSeconds > 1 ? html`<p class="muted note">Each point is ${axis.bucketSeconds} s: rates are means, P99 that of the worst second.</p>` : undefined}
      ${rows.length === 0 ? undefined : figuresTable(rows)}
    </div>
  </section>`
}

type Readouts = readonly { readonly from: number; readonly to: number; readonly text: string }[]

function ratesChart(axis: TimeAxis, rows: readonly SecondSummary[], readouts: Readouts): Markup {
  const at = centreOf(axis)
  const lines: Line[] = [
    {
      name: 'offered',
      className: 'offered',
      shape: 'area',
      points: rows.flatMap(({ second, offered }) => [[second, offered] as const, [second + axis.bucketSeconds, offered] as const]),
    },
    { name: 'acknowledged', className: 'ack', shape: 'line', points: rows.map((row) => [at(row), row.acknowledged]) },
    { name: 'decided', className: 'decision', shape: 'line', points: rows.map((row) => [at(row), row.decided]) },
  ]
  const largest = Math.max(...rows.map(({ offered }) => offered))
  return timeChart({
    id: 'chart-rates',
    title: 'Records per second',
    description: `Records offered by the plan, acknowledged by the stack and decided, over ${formatCount(axis.endSeconds)} seconds; at most ${formatCount(largest)} a second were offered.`,
    axis,
    scale: linearScale(rows.flatMap(({ offered, acknowledged, decided }) => [offered, acknowledged, decided])),
    lines,
    budgets: [],
    formatValue: formatRate,
    height: 'tall',
    readouts,
  })
}

function latencyChart(axis: TimeAxis, summary: Summary, rows: readonly SecondSummary[], readouts: Readouts): Markup {
  const at = centreOf(axis)
  const budgets = budgetLines(axis, summary)
  const p99 = rows.flatMap(({ decisionP99Ms }) => decisionP99Ms ?? [])
  const p50 = rows.flatMap(({ decisionP50Ms }) => decisionP50Ms ?? [])
  const ack = rows.flatMap(({ ackP99Ms }) => ackP99Ms ?? [])
  const scale = latencyScale(p50, [...p99, ...p50, ...ack, ...budgets.map(({ value }) => value)])
  const worst = p99.reduce((max, value) => Math.max(max, value), 0)
  return timeChart({
    id: 'chart-latency',
    title: `Latency, from the intended start${scale.kind === 'log' ? ' (logarithmic)' : ''}`,
    description: `P50 and P99 of decisions and P99 of acknowledgements for each second; the highest P99 of decisions was ${formatMs(worst)}.`,
    axis,
    scale,
    lines: [
      { name: 'decision P99', className: 'decision', shape: 'line', points: rows.map((row) => [at(row), row.decisionP99Ms]) },
      { name: 'decision P50', className: 'median', shape: 'line', points: rows.map((row) => [at(row), row.decisionP50Ms]) },
      { name: 'ack P99', className: 'ack', shape: 'line', points: rows.map((row) => [at(row), row.ackP99Ms]) },
    ],
    budgets,
    formatValue: formatMs,
    height: 'tall',
    readouts,
  })
}

/** A line for each limit on decisions, over the phases for which it holds; one without a phase holds throughout. */
function budgetLines(axis: TimeAxis, summary: Summary): Budget[] {
  const throughout = budgetsOf(summary, 'decision_latency', undefined).map((budget) => ({ budget, from: 0, to: axis.endSeconds }))
  const ofPhases = axis.phases.flatMap(({ name, from, to }) =>
    budgetsOf(summary, 'decision_latency', name).map((budget) => ({ budget, from, to })),
  )
  return [...throughout, ...ofPhases].map(({ budget, from, to }) => ({
    from,
    to,
    value: budget.budgetMs,
    label: { subject: subjectOf(budget.expression), limit: formatMs(budget.budgetMs) },
  }))
}

function faultNotes({ faults }: TimeAxis): Markup | undefined {
  if (faults.length === 0) return undefined
  return html`<ul class="faults">
    ${faults.map(({ name, from, to, evidence }) => html`<li><span class="fault-mark" aria-hidden="true"></span><strong>${name}</strong>, ${formatRate(from)} to ${formatRate(to)} s. Took effect: ${evidence}</li>`)}
  </ul>`
}

function readoutOf(row: SecondSummary, axis: TimeAxis): Readouts[number] {
  const phase = axis.phases.find(({ from, to }) => row.second >= from && row.second < to)
  const ms = (value: number | null): string => (value === null ? missing : formatMs(value))
  return {
    from: row.second,
    to: Math.min(row.second + axis.bucketSeconds, axis.endSeconds),
    text: [
      `${row.second} s${phase === undefined ? '' : ` · ${phase.name}`}`,
      `offered ${formatRate(row.offered)}/s, acknowledged ${formatRate(row.acknowledged)}/s, decided ${formatRate(row.decided)}/s`,
      `decision P50 ${ms(row.decisionP50Ms)}, P99 ${ms(row.decisionP99Ms)}; ack P99 ${ms(row.ackP99Ms)}`,
    ].join('\n'),
  }
}

function figuresTable(rows: readonly SecondSummary[]): Markup {
  const ms = (value: number | null): string => (value === null ? missing : formatMs(value))
  return html`<details>
    <summary>The figures behind the charts</summary>
    <div class="scroll tall-table" tabindex="0" role="region" aria-label="Figures by second">
      <table>
        <thead>
          <tr>
            <th scope="col">Second</th>
            <th scope="col">offered</th>
            <th scope="col">acknowledged</th>
            <th scope="col">decided</th>
            <th scope="col">decision P50</th>
            <th scope="col">decision P99</th>
            <th scope="col">ack P99</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.second}</th>
                <td>${formatRate(row.offered)}</td>
                <td>${formatRate(row.acknowledged)}</td>
                <td>${formatRate(row.decided)}</td>
                <td>${ms(row.decisionP50Ms)}</td>
                <td>${ms(row.decisionP99Ms)}</td>
                <td>${ms(row.ackP99Ms)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`
}

function centreOf({ bucketSeconds }: TimeAxis): (row: SecondSummary) => number {
  return ({ second }) => second + bucketSeconds / 2
}
