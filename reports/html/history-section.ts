/** The input of a run: its files by format, what was set aside, and whether the files add up. Knows no result. */

import type { HistorySummary, RunRecord } from '../../harness/model/run-record.ts'
import { formatCount, formatPlural } from '../figures.ts'
import { html, type Markup } from './markup.ts'
import { chip, dataTable } from './table.ts'

type HistoryFile = HistorySummary['files'][number]

/** With more files than this, formats are listed and the files are folded away. */
const filesMax = 8

export function historySection({ history }: RunRecord): Markup {
  const { files } = history
  if (files.length === 0) return html``
  const byFormat = [...Map.groupBy(files, ({ format }) => format)].map(([format, of]) => ({
    ...added(of),
    file: formatPlural(of.length, 'file'),
    format,
  }))
  return html`<section aria-labelledby="history">
    <h2 id="history">History that was replayed</h2>
    <div class="card">
      ${filesTable('History files', files.length > filesMax ? byFormat : files)}
      <p class="note">
        ${formatCount(history.records)} records, ${formatPlural(history.quarantined, 'row')} in quarantine. Control totals of the files:
        ${controls(history)}
      </p>
      ${
        history.controlsFailed.length === 0
          ? undefined
          : html`<ul class="note">
              ${history.controlsFailed.map((control) => html`<li>${control}</li>`)}
            </ul>`
      }
      ${
        files.length > filesMax
          ? html`<details>
              <summary>All ${formatCount(files.length)} files</summary>
              ${filesTable('All history files', files)}
            </details>`
          : undefined
      }
    </div>
  </section>`
}

/** A sum that does not hold is a matter of the input, and may be planted there: it is shown, but it is no fault of the stack. */
function controls({ controlsHeld, controlsFailed }: HistorySummary): Markup {
  const held = chip('good', `${formatCount(controlsHeld)} hold`)
  return controlsFailed.length === 0 ? held : html`${held} ${chip('unsure', `${formatCount(controlsFailed.length)} do not`)}`
}

function added(files: readonly HistoryFile[]): Omit<HistoryFile, 'file' | 'format'> {
  const sum = (name: 'rows' | 'records' | 'notBooked' | 'quarantined'): number => files.reduce((total, file) => total + file[name], 0)
  return { rows: sum('rows'), records: sum('records'), notBooked: sum('notBooked'), quarantined: sum('quarantined') }
}

function filesTable(label: string, files: readonly HistoryFile[]): Markup {
  return dataTable(
    label,
    [
      { title: 'File', align: 'text' },
      { title: 'Format', align: 'text' },
      { title: 'Rows' },
      { title: 'Records' },
      { title: 'Not booked' },
      { title: 'Quarantined' },
    ],
    files.map(({ file, format, rows, records, notBooked, quarantined }) => ({
      cells: [file, format, formatCount(rows), formatCount(records), formatCount(notBooked), formatCount(quarantined)],
    })),
  )
}
