/** A record id for a row that has none (matching.md §2). Equal rows of one file differ by their ordinal. */

import { hash } from 'node:crypto'
import { normaliseReference } from '../../harness/model/record.ts'

/** What a made id begins with. */
export const madeIdPrefix = 'made-'

export interface AnonymousRow {
  readonly account: string
  readonly businessDate: string
  readonly currency: string
  readonly netMinor: bigint
  readonly text: string
}

/**
 * Ids for the rows of one file, to be asked for in file order. The n-th of several equal rows has the same id in every file,
 * so that overlapping exports repeat each other instead of adding up, and three equal payments stay three.
 */
export function madeIds(): (row: AnonymousRow) => string {
  const seen = new Map<string, number>()
  return ({ account, businessDate, currency, netMinor, text }) => {
    const row = JSON.stringify([account, businessDate, currency, netMinor.toString(), normaliseReference(text) ?? ''])
    const ordinal = (seen.get(row) ?? 0) + 1
    seen.set(row, ordinal)
    return `${madeIdPrefix}${hash('sha256', `${row}${ordinal}`, 'hex').slice(0, 32)}`
  }
}
