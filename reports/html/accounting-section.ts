/** That every record has exactly one end, and how many answers of each state there are. Knows no anomaly class. */

import type { Counts, Summary } from '../../harness/model/summary.ts'
import { formatCount, formatShare } from '../figures.ts'
import { findingCount } from '../reading.ts'
import { html, type Markup } from './markup.ts'
import { chip, dataTable } from './table.ts'
import { term } from './term.ts'

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
                    identityCell(identity, counts),
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

function identityCell(identity: string, counts: Counts): Markup {
  const numbers = inNumbers(identity, counts)
  return html`${identity}${numbers === undefined ? undefined : html`<br /><span class="muted">${numbers}</span>`}`
}

/** An identity with the counts in the place of their names; undefined when it speaks of something that is not a count. */
export function inNumbers(identity: string, counts: Counts): string | undefined {
  const values: ReadonlyMap<string, number> = new Map([
    ...Object.entries(counts),
    ['unsent', counts.unsentNoSlot + counts.unsentLate],
    ['never seen', counts.neverSeen],
  ])
  const parts = identity.split(/( [=+] )/)
  const written = parts.map((part, index) => (index % 2 === 1 ? part : values.get(part)))
  return written.includes(undefined) ? undefined : written.map((part) => (typeof part === 'number' ? formatCount(part) : part)).join('')
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
