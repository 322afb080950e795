/** A record id for a row that has none (matching.md §2). Equal rows of one file differ by their ordinal. */

import { hash } from 'node:crypto'
import { normaliseReference } from '../../harness/model/record.ts'
import { ownText } from './own-text.ts'

/** What a made id begins with. */
export const madeIdPrefix = 'made-'

export interface AnonymousRow {
  readonly account: string
  readonly businessDate: string
  readonly currency: string
  readonly netMinor: bigint
  readonly text: string
}

/** Whether rows without an id are given one; `none` is for whoever only counts and sums: an id has to remember all rows before it. */
export type MadeIds = 'made' | 'none'

/**
 * Ids for the rows of one file, to be asked for in file order. The n-th of several equal rows has the same id in every file,
 * so that overlapping exports repeat each other instead of adding up, and three equal payments stay three.
 */
export function madeIds(ids: MadeIds = 'made'): (row: AnonymousRow) => string {
  if (ids === 'none') return () => ''
  // Rows are known by the id of the first of them, which its record has as well: their own texts are not kept.
  const seen = new Map<string, number>()
  return ({ account, businessDate, currency, netMinor, text }) => {
    const row = JSON.stringify([account, businessDate, currency, netMinor.toString(), normaliseReference(text) ?? ''])
    const first = idOf(row, 1)
    const ordinal = (seen.get(first) ?? 0) + 1
    seen.set(first, ordinal)
    return ordinal === 1 ? first : idOf(row, ordinal)
  }
}

/** 128 bits: two rows of any history have the same by chance less often than a disk errs. */
function idOf(row: string, ordinal: number): string {
  return ownText(`${madeIdPrefix}${hash('sha256', `${row}${ordinal}`, 'hex').slice(0, 32)}`)
}
