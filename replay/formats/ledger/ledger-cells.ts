/** Where the columns of a ledger's map stand in one file. */

import type { Columns } from '../csv-table.ts'
import type { LedgerMap } from './ledger-map.ts'

/** Cell numbers; -1 for a column that the file does not have, or the map does not need. */
export interface LedgerCells {
  readonly tenant: number
  readonly merchant: number
  readonly kind: number
  readonly state: number
  readonly amount: number
  readonly currency: number
  readonly entryId: readonly number[]
  readonly rowText: readonly number[]
  readonly reference: readonly number[]
  readonly parentReference: readonly number[]
  readonly occurredAt: readonly number[]
  readonly continuation: readonly number[] | undefined
}

export function ledgerCells(columns: Columns, map: LedgerMap): LedgerCells {
  const at = (name: string): number => columns.at(name)
  const ofText = (text: object): number => ('column' in text ? at(text.column as string) : -1)
  return {
    tenant: ofText(map.tenant),
    merchant: ofText(map.merchant),
    kind: ofText(map.kind),
    state: map.state === undefined ? -1 : at(map.state.column),
    amount: at(map.amount),
    currency: typeof map.currency === 'string' ? at(map.currency) : -1,
    entryId: map.entryId.map(at),
    rowText: map.rowText.map(at),
    reference: map.reference.map(at),
    parentReference: map.parentReference.map(at),
    occurredAt: map.occurredAt.map(at),
    continuation: map.continuation?.map(at),
  }
}
