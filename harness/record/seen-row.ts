/** Rows of the final state over the columns of their file: a row is a place in them, since a million of whole ones would be most of the heap. */

import type { ClaimedResult, FinalStateRow } from '../model/decision.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { RowColumns } from './row-columns.ts'

/** What the columns name by numbers. */
export interface RowNames {
  readonly columns: RowColumns
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  readonly results: readonly ClaimedResult[]
}

/** The row of a record that says of it what was sent. Not to be spread: its fields are read when they are asked for. */
export class SeenRow implements FinalStateRow {
  readonly #names: RowNames
  readonly #row: number

  constructor(names: RowNames, row: number) {
    this.#names = names
    this.#row = row
  }

  get identity(): CanonicalRecord {
    const { columns, records } = this.#names
    return records[columns.record[this.#row] as number] as CanonicalRecord
  }

  get content(): string {
    const { columns, contents } = this.#names
    return contents[columns.record[this.#row] as number] as string
  }

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
    const { columns, results } = this.#names
    return { result: results[columns.result[this.#row] as number] as ClaimedResult, version: columns.version[this.#row] as number }
  }
}
