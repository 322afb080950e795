/** Rows of the final state over the columns of their file. */

import type { ClaimedResult, FinalStateRow } from '../model/decision.ts'
import { PlacedRow } from './placed-row.ts'
import type { RowNames } from './placed-row.ts'

export class SeenRow extends PlacedRow<RowNames> implements FinalStateRow {
  get currency(): string {
    return this.identity.currency
  }

  get grossMinor(): bigint {
    return this.identity.grossMinor
  }

  get netMinor(): bigint {
    return this.identity.netMinor
  }

  get current(): { readonly result: ClaimedResult; readonly version: number } {
    return { result: this.result, version: this.version }
  }
}
