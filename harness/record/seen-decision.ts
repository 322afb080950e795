/** Observed decisions over the columns of their file: an event is a place in them, since a million of whole ones would take most of the memory. */

import type { ClaimedResult, DecisionCause, DecisionEvent, DecisionTimes } from '../model/decision.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { DecisionColumns } from './row-columns.ts'

/** What the columns name by numbers. */
export interface DecisionNames {
  readonly columns: DecisionColumns
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  readonly results: readonly ClaimedResult[]
  readonly causeOf: (id: number) => DecisionCause
  readonly textOf: (id: number) => string
}

/** The decision of one row. Not to be spread: its fields are read when they are asked for. */
export class SeenDecision implements DecisionEvent {
  readonly #names: DecisionNames
  readonly #row: number

  constructor(names: DecisionNames, row: number) {
    this.#names = names
    this.#row = row
  }

  get kind(): 'decision' {
    return 'decision'
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

  get cause(): DecisionCause {
    const { columns, causeOf } = this.#names
    return causeOf(columns.cause[this.#row] as number)
  }

  get times(): DecisionTimes | undefined {
    const { columns, textOf } = this.#names
    const row = this.#row
    if (columns.host[row] === -1) return undefined
    return {
      hostId: textOf(columns.host[row] as number),
      producedUs: columns.producedUs[row] as number,
      readUs: columns.readUs[row] as number,
      decidedUs: columns.decidedUs[row] as number,
    }
  }
}
