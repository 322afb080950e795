/** Where the time of a decision goes, stage by stage, as bars. Knows no other latency. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { StageSummary, Summary } from '../../harness/model/summary.ts'
import { formatMs, missing } from '../figures.ts'
import { phaseNames } from '../reading.ts'
import { html, type Markup, rounded } from './markup.ts'
import { dataTable } from './table.ts'

/** Means as stacked bars, one a phase: means add up, percentiles do not. */
export function stagesSection(run: RunRecord, summary: Summary): Markup {
  const { stages, stagesNote } = summary
  if (stages.length === 0 && stagesNote === '') return html``
  const names = [...new Set(stages.map(({ stage }) => stage))]
  const order = phaseNames(run, summary)
  const byPhase = [...Map.groupBy(stages, ({ phase }) => phase)].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
  const totals = byPhase.map(([, rows]) => totalMs(rows))
  const largest = Math.max(1e-9, ...totals)
  const bars = byPhase.map(
    ([phase, rows], index) =>
      html`<div class="bar-row">
        <span class="bar-name">${phase}</span>
        <div class="bar" role="img" aria-label="${phase}: ${rows.map(({ stage, meanMs }) => `${stage} ${formatMs(meanMs)}`).join(', ')}">
          ${rows.map(({ stage, meanMs }) => html`<span class="fill-${names.indexOf(stage)}" style="width:${rounded((Math.max(0, meanMs) / largest) * 100)}%" title="${stage}: ${formatMs(meanMs)} on average"></span>`)}
        </div>
        <span class="bar-total">${formatMs(totals[index] ?? 0)}</span>
      </div>`,
  )
  const table = dataTable(
    'Stages of a decision',
    [{ title: 'Stage', align: 'text' }, ...byPhase.map(([phase]) => ({ title: html`${phase} <span class="muted">mean · P99</span>` }))],
    names.map((name) => ({ cells: [name, ...byPhase.map(([, rows]) => stageCell(rows.find(({ stage }) => stage === name)))] })),
  )
  return html`<section aria-labelledby="stages">
    <h2 id="stages">Where the time goes</h2>
    <div class="card">
      ${
        stages.length === 0
          ? undefined
          : html`<ul class="legend">
                ${names.map((name, index) => html`<li><span class="block fill-${index}" aria-hidden="true"></span>${name}</li>`)}
              </ul>
              <div class="bars">${bars}</div>`
      }
      <p class="muted note">${stages.length === 0 ? `Stages: ${stagesNote}.` : `Means, because only means add up; ${stagesNote}.`}</p>
      ${
        stages.length === 0
          ? undefined
          : html`<details>
              <summary>Mean and P99 of each stage</summary>
              ${table}
            </details>`
      }
    </div>
  </section>`
}

function stageCell(row: StageSummary | undefined): string {
  return row === undefined ? missing : `${formatMs(row.meanMs)} · ${formatMs(row.p99Ms)}`
}

function totalMs(rows: readonly StageSummary[]): number {
  return rows.reduce((sum, { meanMs }) => sum + Math.max(0, meanMs), 0)
}
