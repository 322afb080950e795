/** What a history's reading set aside, in a few lines. Knows no folder and no format. */

import type { Quarantined } from '../../replay/index.ts'

/** Rows that are shown; all of them stand in the run folder. */
const shownMax = 5

/** How many rows, and the first few of them; nothing where there is none. */
export function quarantineLines({ count, rows }: Quarantined): string[] {
  if (count === 0) return []
  const shown = rows.slice(0, shownMax).map(({ file, line, field, expected, value }) => {
    const got = value === undefined ? '' : `, got ${JSON.stringify(value)}`
    return `  ${file}, line ${line}: ${field ?? 'row'}: expected ${expected}${got}`
  })
  const told = `${count} ${count === 1 ? 'row' : 'rows'} set aside, see history/quarantine.ndjson of the run folder`
  return [told, ...shown, ...(count > shownMax ? [`  and ${count - shownMax} more`] : [])]
}
