/** Anomalies with their money and witnesses, accounting, answers by state, coverage and the control. Knows no latency. */

import type { Counts, FindingSummary, Summary } from '../../harness/model/summary.ts'
import { formatCount, formatMoney, formatPlural, formatShare, missing, moneyTotals } from '../figures.ts'
import { findingCount } from '../reading.ts'
import { html, type Markup } from './markup.ts'
import { chip, dataTable } from './table.ts'
import { term } from './term.ts'

export function anomaliesSection(summary: Summary): Markup {
  const { findings, moneyAtRisk } = summary
  const money = moneyTotals(moneyAtRisk)
  const moneyTable =
    moneyAtRisk.length === 0
      ? undefined
      : html`<h3>${term('money at risk', 'Money at risk')}: ${money.join(', ')}</h3>
          ${dataTable(
            'Money at risk',
            [{ title: 'Tenant', align: 'text' }, { title: 'Merchant', align: 'text' }, { title: 'Records' }, { title: 'At risk' }],
            moneyAtRisk.map(({ tenant, merchant, records, currency, major }) => ({
              cells: [tenant, merchant, formatCount(records), formatMoney(currency, major)],
            })),
          )}`
  return html`<section aria-labelledby="anomalies">
    <h2 id="anomalies">Anomalies</h2>
    <div class="card">
      ${findings.length === 0 ? nothingFound(summary) : findings.map(findingBlock)} ${moneyTable} ${coverageBlock(summary)}
      ${controlLine(summary)}
    </div>
  </section>`
}

function nothingFound(summary: Summary): Markup {
  const judged = summary.coverage.filter(({ opportunities }) => opportunities > 0).length
  if (judged === 0) return html`<p class="muted">No class had a chance to show; nothing is claimed.</p>`
  return html`<p>${chip('good', 'none found')} in the ${formatPlural(judged, 'class', 'classes')} that had a chance to show.</p>`
}

function findingBlock(finding: FindingSummary): Markup {
  const { witnesses } = finding
  return html`<h3>${chip('bad', formatCount(finding.count))} ${finding.class}</h3>
    ${dataTable(
      `Witnesses of ${finding.class}`,
      [
        { title: 'Record', align: 'text' },
        { title: 'Merchant', align: 'text' },
        { title: 'Expected', align: 'text' },
        { title: 'Actual', align: 'text' },
        { title: 'At risk' },
        { title: 'Last seen', align: 'text' },
      ],
      witnesses.map(({ record, tenant, merchant, expected, actual, atRisk, lastSeen }) => ({
        className: 'witness',
        cells: [record, `${tenant} / ${merchant}`, expected, actual, atRisk ?? missing, lastSeen],
      })),
      'restack',
    )}
    ${witnesses.length < finding.count ? html`<p class="muted note">The first ${formatCount(witnesses.length)} of ${formatCount(finding.count)}; all are in findings.ndjson.</p>` : undefined}`
}

/** Every class with its chances: one that had none is unknown, never passed. */
function coverageBlock({ coverage, findings }: Summary): Markup | undefined {
  if (coverage.length === 0) return undefined
  const unknown = coverage.filter(({ opportunities }) => opportunities === 0)
  const table = dataTable(
    'Coverage of anomaly classes',
    [{ title: 'Class', align: 'text' }, { title: 'Result', align: 'text' }, { title: 'Chances' }, { title: 'A chance is', align: 'text' }],
    coverage.map((row) => {
      const count = findings.find((finding) => finding.class === row.class)?.count ?? row.findings
      const result =
        count > 0 ? chip('bad', `${formatCount(count)} found`) : row.opportunities === 0 ? chip('unsure', 'unknown') : chip('good', 'none')
      return { cells: [row.class, result, formatCount(row.opportunities), row.opportunity] }
    }),
  )
  const silent = unknown.length === 0 ? 'each had its chance' : `${formatCount(unknown.length)} had no chance and stay unknown`
  return html`<details>
    <summary>${formatPlural(coverage.length, 'class', 'classes')} looked for; ${silent}</summary>
    ${table}
  </details>`
}

function controlLine({ control }: Summary): Markup {
  if (control.planted === '') return html`<p class="muted">${term('positive control', 'Positive control')}: nothing was planted.</p>`
  return html`<p>
    ${term('positive control', 'Positive control')}: ${control.found ? chip('good', 'found') : chip('bad', 'not found')} ${control.planted}
  </p>`
}

export function accountingSection(summary: Summary): Markup {
  const { accounting, counts, states, matching } = summary
  if (accounting.length === 0 && states.length === 0) return html``
  const others = [
    ['unsent, no slot', counts.unsentNoSlot],
    ['unsent, late', counts.unsentLate],
    ['refused', counts.refused],
    ['failed', counts.failed],
    ['unknown', counts.unknown],
    ['redelivered', counts.redelivered],
    ['lost', counts.lost],
  ] as const
  const seen = others.filter(([, count]) => count > 0)
  return html`<section aria-labelledby="accounting">
    <h2 id="accounting">Accounting</h2>
    <div class="card columns">
      <div>
        <h3>Every record has one end</h3>
        ${
          accounting.length === 0
            ? html`<p class="muted">Not judged.</p>`
            : dataTable(
                'Accounting identities',
                [{ title: 'Identity', align: 'text' }, { title: 'Left' }, { title: 'Right' }, { title: 'Holds', align: 'text' }],
                accounting.map(({ identity, left, right, holds }) => ({
                  cells: [
                    html`${identity}<br /><span class="muted">${inNumbers(identity, counts)}</span>`,
                    formatCount(left),
                    formatCount(right),
                    holds ? chip('good', 'yes') : chip('bad', 'no'),
                  ],
                })),
              )
        }
        <p class="muted note">
          ${formatCount(counts.sent)} sent, ${formatCount(counts.accepted)} accepted, ${formatCount(counts.decided)} decided,
          ${formatCount(counts.open)} open${seen.map(([name, count]) => `, ${formatCount(count)} ${name}`)}.
        </p>
      </div>
      <div>
        <h3>Answers by state</h3>
        ${states.length === 0 ? html`<p class="muted">Not judged.</p>` : statesTable(states)}
        ${states.length === 0 ? undefined : html`<p class="muted note">Precision ${formatShare(matching.precision)}, recall ${formatShare(matching.recall)}, groups exactly right ${formatShare(matching.exactGroupRate)}${findingCount(summary) === 0 ? '' : ' (rounded down)'}.</p>`}
      </div>
    </div>
  </section>`
}

/** An identity with the counts in the place of their names; a name that is not a count stays. */
export function inNumbers(identity: string, counts: Counts): string {
  const values: ReadonlyMap<string, number> = new Map([
    ...Object.entries(counts),
    ['unsent', counts.unsentNoSlot + counts.unsentLate],
    ['never seen', counts.neverSeen],
  ])
  return identity.replace(/never seen|[a-z]+/gi, (name) => {
    const value = values.get(name)
    return value === undefined ? name : formatCount(value)
  })
}

function statesTable(states: Summary['states']): Markup {
  return dataTable(
    'Answers by state',
    [{ title: 'State', align: 'text' }, { title: html`${term('oracle')}` }, { title: 'stack' }, { title: 'difference' }],
    states.map(({ state, expected, actual }) => {
      const difference = actual - expected
      const text = difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${formatCount(Math.abs(difference))}`
      return {
        cells: [
          state,
          formatCount(expected),
          formatCount(actual),
          difference === 0 ? text : html`<strong class="bad-text">${text}</strong>`,
        ],
      }
    }),
  )
}
