/** Anomalies with their money and witnesses, the coverage of their classes, and the control. Knows no latency. */

import type { FindingSummary, Summary } from '../../harness/model/summary.ts'
import { formatCount, formatMoney, formatPlural, missing, moneyTotals } from '../figures.ts'
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
