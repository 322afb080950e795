/** The streams of a load with several, side by side. Nothing where the load is one stream. */

import type { Summary } from '../../harness/model/summary.ts'
import { streamHeader, streamRows } from '../stream-rows.ts'
import { html, type Markup } from './markup.ts'
import { dataTable } from './table.ts'

export function streamsSection(summary: Summary): Markup {
  const rows = streamRows(summary)
  if (rows.length === 0) return html``
  const columns = streamHeader.map((title, index) => ({ title, ...(index === 0 || index === 3 ? { align: 'text' as const } : {}) }))
  return html`<section aria-labelledby="streams">
    <h2 id="streams">Streams</h2>
    <div class="card">
      ${dataTable(
        'Streams of the load',
        columns,
        rows.map((cells) => ({ cells })),
      )}
      <p class="muted note">
        Each stream has threads and slots of its own. A read is taken when it is answered with the record, or with the word that it is not
        there yet.
      </p>
    </div>
  </section>`
}
