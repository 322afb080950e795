/** Which of PayPal's reports a file is, by its first rows. */

import { columnAt, payPalHeaderKind } from './columns.ts'
import type { PayPalFormat } from './report.ts'

/** Rows of every report that PayPal drops on its server begin with one of these. */
const rowTypes = ['RH', 'FH', 'SH', 'CH', 'SB']

export type PayPalFinding = PayPalFormat | 'another-report' | 'not-paypal'

/**
 * Both reports have the same frame; only the transaction detail report says of each row whether money moved. Some settlement reports have
 * its columns and leave them empty: most rows decide, so that one damaged row does not take the others with it.
 */
export function payPalReportOf(rows: readonly (readonly string[])[]): PayPalFinding {
  const typeOf = (cells: readonly string[]): string => (cells[0] ?? '').trim().toUpperCase()
  if (!rowTypes.includes(typeOf(rows[0] ?? []))) return 'not-paypal'
  const header = rows.find((cells) => typeOf(cells) === 'CH')
  if (header === undefined) return 'another-report'
  const kind = payPalHeaderKind(header)
  if (kind === 'another-report') return kind
  if (kind === 'without-status') return 'paypal-stl'
  const bodies = rows.filter((cells) => typeOf(cells) === 'SB' && cells.length === header.length)
  const statusAt = columnAt(header, 'status')
  const empty = bodies.filter((cells) => (cells[statusAt] ?? '').trim() === '')
  return 2 * empty.length > bodies.length ? 'paypal-stl' : 'paypal-trr'
}
