/** A table in a box that scrolls by itself, with row and column headers. Knows no data. */

import { type Content, html, type Markup } from './markup.ts'

export interface Column {
  readonly title: Content
  readonly align?: 'text' | 'number'
}

export interface Row {
  readonly cells: readonly Content[]
  readonly className?: string
}

/** The first cell of each row is its header; `label` names the table for those who do not see it. */
export function dataTable(label: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const classOf = (index: number): string => columns[index]?.align ?? 'number'
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${columns.map(({ title }, index) => html`<th scope="col" class="${classOf(index)}">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ cells, className }) =>
      html`<tr class="${className ?? 'row'}">${cells.map((cell, index) => (index === 0 ? html`<th scope="row" class="${classOf(0)}">${cell}</th>` : html`<td class="${classOf(index)}">${cell}</td>`))}</tr>`,
  )}</tbody>
</table></div>`
}

/** A word with its tone: the sign and the word carry the meaning, the colour only repeats it. */
export function chip(tone: 'good' | 'bad' | 'unsure' | 'plain', word: string): Markup {
  const signs = { good: '✓', bad: '✗', unsure: '?', plain: '–' } as const
  return html`<span class="chip ${tone}"><span aria-hidden="true">${signs[tone]}</span> ${word}</span>`
}
