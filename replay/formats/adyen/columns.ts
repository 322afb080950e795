/** The columns of Adyen's settlement details report that are read. */

import type { Columns } from '../csv-table.ts'

const required = [
  'Psp Reference',
  'Merchant Reference',
  'Creation Date',
  'TimeZone',
  'Type',
  'Modification Reference',
  // Without them every gross would be the net, and no fee be seen.
  'Gross Currency',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Net Currency',
  'Net Debit (NC)',
  'Net Credit (NC)',
  'Batch Number',
] as const
export const adyenRequired: readonly string[] = required

const known = [
  ...required,
  'Merchant Account',
  'Exchange Rate',
  'Commission (NC)',
  'Markup (NC)',
  'Scheme Fees (NC)',
  'Interchange (NC)',
] as const
export const adyenKnown: readonly string[] = known

/** Cell numbers by column; -1 where the report does not have it. */
export type AdyenCells = Readonly<Record<(typeof known)[number], number>>

export function adyenCells(columns: Columns): AdyenCells {
  return Object.fromEntries(known.map((name) => [name, columns.at(name)])) as AdyenCells
}
