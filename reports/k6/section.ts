/** k6's figures beside the run's, as a section of the page, of report.md, and of the terminal. */

import type { K6Result } from '../../harness/model/k6-result.ts'
import type { Summary } from '../../harness/model/summary.ts'
import { html, type Markup } from '../html/markup.ts'
import { dataTable } from '../html/table.ts'
import { alignColumns, printable, wrap } from '../terminal.ts'
import { k6Columns, k6Intro, k6Rows, k6ThresholdText } from './reading.ts'

export function k6Section(summary: Summary, k6: K6Result): Markup {
  return html`<section aria-labelledby="k6">
    <h2 id="k6">Beside k6</h2>
    <div class="card">
      <p class="muted note">${k6Intro(k6)}</p>
      ${dataTable(
        'Tenfold and k6',
        k6Columns.map((title, index) => ({ title, align: index === 0 ? 'text' : 'number' })),
        k6Rows(summary, k6).map((cells) => ({ cells })),
      )}
      <p>${k6ThresholdText(k6)}</p>
      <ul class="notes muted">
        ${k6.differences.map((difference) => html`<li>${difference}</li>`)}
      </ul>
    </div>
  </section>`
}

/** Ends with a line end. */
export function k6Console(summary: Summary, k6: K6Result, columns: number): string {
  const width = Math.min(100, Math.max(40, columns))
  return [
    ...wrap(printable(k6Intro(k6)), width),
    '',
    ...alignColumns([k6Columns, ...k6Rows(summary, k6)]).map((line) => line.slice(0, width)),
    '',
    ...wrap(printable(k6ThresholdText(k6)), width),
    ...k6.differences.flatMap((difference) => wrap(`- ${printable(difference)}`, width, '  ')),
    '',
  ].join('\n')
}
