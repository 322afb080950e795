/** A row as a place in the columns of its file, since a million of whole ones would be most of the heap: what rows of all files say. */

import type { ClaimedResult } from '../model/decision.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { RowColumns } from './row-columns.ts'

/** What the columns name by numbers. */
export interface RowNames {
  readonly columns: RowColumns
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  readonly results: readonly ClaimedResult[]
}

/** Says of its record what was sent. Not to be spread: its fields are read when they are asked for. */
export class PlacedRow<Names extends RowNames> {
  readonly #names: Names
  readonly #row: number

  constructor(names: Names, row: number) {
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

  get result(): ClaimedResult {
    const { columns, results } = this.#names
    return results[columns.result[this.#row] as number] as ClaimedResult
  }

  get version(): number {
    return this.#names.columns.version[this.#row] as number
  }

  protected get names(): Names {
    return this.#names
  }

  protected get row(): number {
    return this.#row
  }
}
