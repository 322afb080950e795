/** report.html of a search: the verdict, the curve as chart and as table, and what was asked for. */

import type { CapacityRecord, CapacityStep, CapacitySummary } from '../../harness/model/capacity.ts'
import { formatCount, formatMs } from '../figures.ts'
import { html, type Markup } from '../html/markup.ts'
import { pageOf } from '../html/page-shell.ts'
import { latencyScale, linearScale } from '../html/scale.ts'
import { chip, dataTable } from '../html/table.ts'
import { toneOf } from '../plain-words.ts'
import { curveChart } from './curve-chart.ts'
import { kneeText, probeText, searchText, stepCells, stepColumns, stepTones, stepWords } from './reading.ts'

export function searchPage(record: CapacityRecord, summary: CapacitySummary): string {
  const { verdict, probe } = summary
  return pageOf({
    title: `${verdict.title}: ${record.scenario}`,
    name: record.scenario,
    about: `${record.startedAt.slice(0, 16).replace('T', ' ')} UTC · ${record.system}`,
    main: html`${verdictSection(summary)} ${curveSection(summary)} ${stepsSection(summary)}
      ${
        probe === undefined
          ? undefined
          : html`<section aria-labelledby="probe">
              <h2 id="probe">Closed-loop probe: not part of the verdict</h2>
              <p class="card">${probeText(probe)}</p>
            </section>`
      }
      <section aria-labelledby="repeat">
        <h2 id="repeat">To repeat this search</h2>
        <div class="card">
          <pre tabindex="0" role="region" aria-label="Command"><code>${record.command}</code></pre>
          <p>${record.description} ${searchText(record)} Seed ${record.seed}.</p>
          ${record.notes.map((note) => html`<p class="muted">${note}</p>`)}
        </div>
      </section>`,
    footer: `Tenfold ${record.tool.version} · search ${record.runId} · exit status ${verdict.exitStatus}`,
  })
}

function verdictSection(summary: CapacitySummary): Markup {
  const { verdict } = summary
  const tone = toneOf(verdict.kind)
  const others = verdict.reasons.slice(1)
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
    <p class="badge"><span aria-hidden="true">${{ good: '✓', bad: '✗', unsure: '?' }[tone]}</span> ${verdict.title}</p>
    <h1 id="verdict">Knee: ${kneeText(summary)}</h1>
    <p class="lead">${verdict.sentence}</p>
    ${
      others.length === 0
        ? undefined
        : html`<ul class="reasons">
            ${others.map(({ sentence }) => html`<li>Also: ${sentence}</li>`)}
          </ul>`
    }
  </section>`
}

function curveSection({ curve, knee }: CapacitySummary): Markup | undefined {
  // A rate that was tried twice stands in the table twice; in the drawing its last attempt counts.
  const drawn = curve.filter(({ ratePerSecond }, index) => curve[index + 1]?.ratePerSecond !== ratePerSecond)
  const pointsOf = (valueOf: (step: CapacityStep) => number | undefined): (readonly [number, number])[] =>
    drawn.flatMap((step) => {
      const value = valueOf(step)
      return value === undefined ? [] : [[step.ratePerSecond, value] as const]
    })
  const p50 = pointsOf(({ decisionP50 }) => decisionP50?.valueMs)
  const p99 = pointsOf(({ decisionP99 }) => decisionP99?.valueMs)
  const lag = pointsOf(({ lagRecordsMax }) => lagRecordsMax)
  if (p99.length === 0) return undefined
  const limit = curve.find(({ budgetMs }) => budgetMs !== undefined)?.budgetMs
  const values = [...p50, ...p99].map(([, value]) => value)
  const ends = {
    ...(knee.fromPerSecond === undefined ? {} : { from: knee.fromPerSecond }),
    ...(knee.toPerSecond === undefined ? {} : { to: knee.toPerSecond }),
  }
  const readouts = drawn.map((step) => ({
    ratePerSecond: step.ratePerSecond,
    text: stepCells(step)
      .map((cell, index) => `${stepColumns[index]} ${cell}`)
      .join('\n'),
  }))
  const common = { knee: ends, readouts }
  return html`<section aria-labelledby="curve">
    <h2 id="curve">Latency and lag against the offered rate</h2>
    <div class="card charts">
      ${curveChart({
        ...common,
        id: 'curve-latency',
        title: 'Decision latency, from the intended start',
        description: `P50 and P99 of decisions at ${drawn.length} offered rates; what is shaded lies between the highest rate that held and the lowest that did not.`,
        curves: [
          { name: 'P99', className: 'decision', points: p99 },
          { name: 'P50', className: 'median', points: p50 },
        ],
        scale: latencyScale(
          p50.map(([, value]) => value),
          limit === undefined ? values : [...values, limit],
        ),
        ...(limit === undefined ? {} : { limit }),
        formatValue: formatMs,
      })}
      ${
        lag.length === 0
          ? undefined
          : curveChart({
              ...common,
              id: 'curve-lag',
              title: 'Most records not yet worked through',
              description: 'The highest consumer lag that was seen at each offered rate.',
              curves: [{ name: 'lag', className: 'ack', points: lag }],
              scale: linearScale(lag.map(([, value]) => value)),
              formatValue: formatCount,
            })
      }
    </div>
  </section>`
}

function stepsSection({ curve }: CapacitySummary): Markup {
  if (curve.length === 0) return html`<p class="card muted">No step was made.</p>`
  const rows = curve.map((step) => ({
    cells: [
      ...stepCells(step).slice(0, -1),
      html`<span>${chip(stepTones[step.outcome], stepWords[step.outcome])}</span>`,
      html`<a href="${step.folder}/report.html">report</a>`,
    ],
  }))
  return html`<section aria-labelledby="steps">
    <h2 id="steps">Steps</h2>
    <div class="card">
      <p class="muted note">
        Each is an ordinary run on the same stack: judged for its answers first, then by its thresholds. P50 and P99 are those of decisions,
        from the intended start.
      </p>
      ${dataTable(
        'Steps by offered rate',
        [...stepColumns, 'run'].map((title, index) => ({ title, align: index === 0 ? ('text' as const) : ('number' as const) })),
        rows,
      )}
    </div>
  </section>`
}
