/** Where the quarantined rows stand that a run keeps as their files have them (`--keep-raw`). Reads nothing. */

import type { QuarantinedRow, RowInFile } from '../../replay/index.ts'

/** Rows that are kept: the first ones, so that memory does not grow with what is wrong with a file. */
const rawRowsMax = 100_000

export class RawPlaces {
  readonly rows: RowInFile[] = []
  readonly #rowsMax: number
  #count = 0

  constructor(rowsMax = rawRowsMax) {
    this.#rowsMax = rowsMax
  }

  add(rows: readonly QuarantinedRow[]): void {
    this.#count += rows.length
    for (const { file, line, byteOffset, byteLength } of rows) {
      if (this.rows.length < this.#rowsMax) this.rows.push({ file, line, byteOffset, byteLength })
    }
  }

  notes(): string[] {
    if (this.#count <= this.rows.length) return []
    return [
      `--keep-raw: of ${this.#count} rows that cannot be read the first ${this.rows.length} are kept; history/quarantine.ndjson tells where all of them stand`,
    ]
  }
}
