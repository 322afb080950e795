/** What was quarantined of a file, or of several: every row is counted, the first ones are kept. Knows no format. */

import { ownText } from './own-text.ts'
import type { QuarantinedRow, QuarantineReason } from './reading.ts'

/** Rows that are kept with their details. */
export const quarantinedKept = 100

export interface Quarantined {
  readonly count: number
  /** How many rows for each reason, of all of them; the most frequent reason first. */
  readonly reasons: Readonly<Partial<Record<QuarantineReason, number>>>
  /** The first ones, at most `quarantinedKept`. */
  readonly rows: readonly QuarantinedRow[]
}

/** Takes rows as they are read, in memory that does not grow with them. */
export class QuarantineTally {
  readonly #reasons = new Map<QuarantineReason, number>()
  readonly #rows: QuarantinedRow[] = []
  #count = 0

  add(rows: readonly QuarantinedRow[]): void {
    this.#count += rows.length
    for (const row of rows) {
      this.#reasons.set(row.reason, (this.#reasons.get(row.reason) ?? 0) + 1)
      if (this.#rows.length < quarantinedKept) this.#rows.push(ownRow(row))
    }
  }

  /** As it stands now. */
  result(): Quarantined {
    const mostFirst = [...this.#reasons].toSorted(([, a], [, b]) => b - a)
    return { count: this.#count, reasons: Object.fromEntries(mostFirst), rows: [...this.#rows] }
  }
}

/** Its value is a part of the piece of the file that it stood in. */
function ownRow(row: QuarantinedRow): QuarantinedRow {
  return row.value === undefined ? row : { ...row, value: ownText(row.value) }
}
