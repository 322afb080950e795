/** What a history's reading set aside, in a few lines. Knows no folder and no format. */

import type { QuarantinedRow } from '../../replay/index.ts'

/** Rows that are shown; all of them stand in the run folder. */
const shownMax = 5

/** How many rows, and the first few of them; nothing where there is none. */
export function quarantineLines(quarantined: readonly QuarantinedRow[]): string[] {
  if (quarantined.length === 0) return []
  const shown = quarantined.slice(0, shownMax).map(({ file, line, field, expected, value }) => {
    const got = value === undefined ? '' : `, got ${JSON.stringify(value)}`
    return `  ${file}, line ${line}: ${field ?? 'row'}: expected ${expected}${got}`
  })
  const count = `${quarantined.length} ${quarantined.length === 1 ? 'row' : 'rows'} set aside, see history/quarantine.ndjson of the run folder`
  return [count, ...shown, ...(quarantined.length > shownMax ? [`  and ${quarantined.length - shownMax} more`] : [])]
}
