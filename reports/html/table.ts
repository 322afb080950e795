/** A table in a box of its own, with row and column headers. Knows no data. */

import { type Content, html, type Markup } from './markup.ts'

interface Column {
  readonly title: Content
  readonly align?: 'text' | 'number'
}

export interface Row {
  readonly cells: readonly Content[]
  readonly className?: string
}

/**
 * The first cell of each row is its header; `label` names the table for those who do not see it. On a narrow page it scrolls within its
 * box, or, with `restack`, each row becomes a block in which every value has its column's name before it.
 */
export function dataTable(
  label: string,
  columns: readonly Column[],
  rows: readonly Row[],
  narrow: 'scroll' | 'restack' = 'scroll',
): Markup {
  const classOf = (index: number): string => columns[index]?.align ?? 'number'
  const labelOf = (index: number): string => {
    const title = columns[index]?.title
    return typeof title === 'string' ? title : ''
  }
  // Roles are written out, because a browser that lays rows out as blocks no longer takes them for a table's.
  const cell = (content: Content, index: number): Markup =>
    index === 0
      ? html`<th scope="row" role="rowheader" class="${classOf(0)}" data-label="${labelOf(0)}">${content}</th>`
      : html`<td role="cell" class="${classOf(index)}" data-label="${labelOf(index)}">${content}</td>`
  return html`<div class="scroll ${narrow}" tabindex="0" role="region" aria-label="${label}">
    <table role="table">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map(({ title }, index) => html`<th scope="col" role="columnheader" class="${classOf(index)}">${title}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          ({ cells, className }) =>
            html`<tr role="row" class="${className ?? 'row'}">
              ${cells.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A word with its tone: the sign and the word carry the meaning, the colour only repeats it. */
export function chip(tone: 'good' | 'bad' | 'unsure' | 'plain', word: string): Markup {
  const signs = { good: '✓', bad: '✗', unsure: '?', plain: '–' } as const
  return html`<span class="chip ${tone}"><span aria-hidden="true">${signs[tone]}</span> ${word}</span>`
}
