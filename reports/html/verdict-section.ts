/** The top of the page: the verdict in one sentence, why, and four figures. Knows no chart. */

import type { RunRecord } from '../../harness/model/run-record.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { formatCount, formatMs, formatPercentile, formatPlural, formatRate, missing, moneyTotals } from '../figures.ts'
import { headlines, type Tone, toneOf } from '../plain-words.ts'
import { p99BudgetsOf, endingSentence, findingCount, lastLines, notesOf, phaseNames, surgeFactor, trendOf } from '../reading.ts'
import { html, type Markup } from './markup.ts'

export function verdictSection(run: RunRecord, summary: Summary): Markup {
  const { verdict } = summary
  const tone = toneOf(verdict.kind)
  const ending = endingSentence(run)
  const others = verdict.reasons.slice(1)
  const lines = lastLines(run)
  const notes = notesOf(run)
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
      <p class="badge"><span aria-hidden="true">${signs[tone]}</span> ${verdict.title}</p>
      <h1 id="verdict">${headlines[verdict.kind]}</h1>
      <p class="lead">${verdict.sentence}</p>
      ${ending === undefined ? undefined : html`<p class="partial">${ending}</p>`}
      ${lines.length === 0 ? undefined : html`<pre tabindex="0" role="region" aria-label="Last lines of the process that ended"><code>${lines.join('\n')}</code></pre>`}
      ${
        others.length === 0
          ? undefined
          : html`<ul class="reasons">
              ${others.map(({ sentence }) => html`<li>Also: ${sentence}</li>`)}
            </ul>`
      }
    </section>
    <dl class="tiles">
      ${tiles(run, summary).map(
        ({ name, value, unit, note, tone: tileTone }) =>
          html`<div class="tile ${tileTone}">
            <dt>${name}</dt>
            <dd>
              <span class="value">${value}${unit === undefined ? undefined : html` <span class="unit">${unit}</span>`}</span
              ><span class="muted">${note}</span>
            </dd>
          </div>`,
      )}
    </dl>
    ${
      notes.length === 0
        ? undefined
        : html`<ul class="notes muted" aria-label="Notes">
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>`
    }`
}

const signs = { good: '✓', bad: '✗', unsure: '?' } as const

interface Tile {
  readonly name: string
  readonly value: string
  readonly unit?: string
  readonly note: string
  readonly tone: Tone | 'plain'
}

function tiles(run: RunRecord, summary: Summary): Tile[] {
  const all = [answersTile(summary), latencyTile(run, summary), rateTile(run, summary), moneyTile(summary)]
  // Where the run as a whole proves nothing, no figure of it is good.
  return toneOf(summary.verdict.kind) === 'unsure' ? all.map((tile) => (tile.tone === 'good' ? { ...tile, tone: 'plain' } : tile)) : all
}

function answersTile(summary: Summary): Tile {
  const { counts, coverage } = summary
  const anomalies = findingCount(summary)
  const judged = coverage.some(({ opportunities }) => opportunities > 0)
  if (!judged && anomalies === 0) return { name: 'Anomalies', value: missing, note: 'no answer could be judged', tone: 'unsure' }
  return {
    name: 'Anomalies',
    value: formatCount(anomalies),
    note: `in ${formatPlural(counts.records, 'record')}, each compared with its right answer`,
    tone: anomalies === 0 ? 'good' : 'bad',
  }
}

/** The phase of the highest rate, unless only the whole run has a budget. */
function latencyTile(run: RunRecord, summary: Summary): Tile {
  const peak = phaseNames(run, summary).find(
    (name) => name === summary.rates.peakPhase && trendOf(summary, 'decision_latency', name) !== undefined,
  )
  const onlyWhole =
    p99BudgetsOf(summary, 'decision_latency', peak).length === 0 && p99BudgetsOf(summary, 'decision_latency', undefined).length > 0
  const phase = onlyWhole ? undefined : peak
  const trend = trendOf(summary, 'decision_latency', phase)
  const name = phase === undefined ? 'P99 to a decision' : `P99 to a decision, ${phase}`
  if (trend === undefined) return { name, value: missing, note: 'nothing was measured', tone: 'unsure' }
  const budgets = p99BudgetsOf(summary, 'decision_latency', phase)
  const note = budgets.length === 0 ? 'no budget of it is set' : `budget ${budgets.map(({ budgetMs }) => formatMs(budgetMs)).join(', ')}`
  const outcomes = new Set(budgets.map(({ outcome }) => outcome))
  if (outcomes.has('void'))
    return { name, value: formatPercentile(trend.p99), note: `${note}; void, because answers were wrong`, tone: 'unsure' }
  const tone = outcomes.has('broken') ? 'bad' : outcomes.has('inconclusive') ? 'unsure' : outcomes.has('met') ? 'good' : 'plain'
  return { name, value: formatPercentile(trend.p99), note, tone }
}

function rateTile(run: RunRecord, { rates }: Summary): Tile {
  const name = 'Highest rate'
  if (rates.peakRecordsPerSecond <= 0) return { name, value: missing, note: 'no rate was measured', tone: 'unsure' }
  const factor = surgeFactor(run)
  const surge = factor === undefined ? '' : `; ${formatRate(factor)}× the normal rate was offered`
  return {
    name,
    value: formatRate(rates.peakRecordsPerSecond),
    unit: 'records/s',
    note: `${formatRate(rates.peakPaymentsPerSecond)} payments/s in ${rates.peakPhase}${surge}`,
    tone: 'plain',
  }
}

function moneyTile(summary: Summary): Tile {
  const totals = moneyTotals(summary.moneyAtRisk)
  const name = 'Money at risk'
  const [first, ...others] = totals
  if (first !== undefined)
    return { name, value: first, note: others.length === 0 ? 'see the anomalies below' : `and ${others.join(', ')}`, tone: 'bad' }
  if (findingCount(summary) > 0) return { name, value: missing, note: 'the anomalies name no amount', tone: 'unsure' }
  const judged = summary.coverage.some(({ opportunities }) => opportunities > 0)
  return judged
    ? { name, value: 'none', note: 'in any currency', tone: 'good' }
    : { name, value: missing, note: 'not judged', tone: 'unsure' }
}
