/** What every reader gives back, whatever the format: records, quarantined rows, and the file's own controls re-proved. */

import type { CanonicalRecord } from '../../harness/model/record.ts'
import { ownText } from './own-text.ts'
import type { ReportPart } from './paypal/report-part.ts'

export const historyFormats = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'stripe-api',
  'paypal-stl',
  'paypal-trr',
  'adyen-settlement',
  'camt053',
  'camt054',
  'mt940',
  'bai2',
  'ofx',
  'ledger-csv',
  'shopify-orders',
  'shopify-transactions',
] as const
export type HistoryFormat = (typeof historyFormats)[number]

/** Bytes of one file, from its first; a stream, so that a file of any size fits. */
export interface FileInput {
  /** Name for messages and results: never opened by a reader. */
  readonly file: string
  readonly chunks: AsyncIterable<Uint8Array>
}

export type QuarantineReason =
  | 'amount'
  | 'column-count'
  | 'contradiction'
  | 'currency'
  | 'date'
  | 'encoding'
  | 'equation'
  | 'field'
  | 'kind'
  | 'missing-id'
  | 'quoting'
  | 'unknown-account'
  | 'unknown-tenant'

/** A row that never becomes a record (matching.md §1). The raw row stays in the file: it may hold personal data. */
export interface QuarantinedRow {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1: the cell of a CSV row, the character in its line for XML. */
  readonly column: number
  readonly byteOffset: number
  readonly byteLength: number
  readonly reason: QuarantineReason
  readonly expected: string
  /** Name of the column or element at fault. */
  readonly field?: string
  /** The offending value, only where `shownValue` lets it through. */
  readonly value?: string
}

export interface ControlFailure {
  /** Which row, payout or statement. */
  readonly subject: string
  readonly expected: string
  readonly actual: string
  /** What was found less what was expected; absent where one of the two is no number. */
  readonly difference?: string
}

/** One of the file's own totals, proved again. A failure is a finding about the file; nothing is repaired. */
export interface ControlResult {
  readonly file: string
  readonly name:
    | 'row-equation'
    | 'payout-members'
    | 'batch-balance'
    | 'footer-totals'
    | 'footer-balance'
    | 'footer-count'
    | 'statement-balance'
    | 'day-balance'
    | 'statement-summary'
    | 'account-total'
    | 'group-total'
    | 'file-total'
    | 'file-end'
  readonly checked: number
  readonly failed: number
  /** The first of the failed ones, at most `failuresKept`. */
  readonly failures: readonly ControlFailure[]
}

export const failuresKept = 100

/** What a statement or section says of its balance, in the file's own notation; null where it does not say. */
export interface StatedBalance {
  readonly account?: string
  readonly currency: string
  readonly opening: string | null
  readonly closing: string | null
  /** Which of several balances of one footer this is, from 1. */
  readonly pair?: number
  readonly available?: string
}

/** Amounts by currency, in the file's own notation. */
export type Sums = Readonly<Record<string, string>>

/** What a file says of itself beyond its records. What is absent is told from the records. */
export interface OwnFigures {
  /** Of the text: ascii, utf-8, utf-8-bom, utf-16le, utf-16be, windows-1252, … */
  readonly encoding?: string
  /** Of the format, as far as the file says it: `camt.053.001.08`, `OFX 1.02`, `009`. */
  readonly version?: string
  /** How the file writes that version, where there are several ways. */
  readonly dialect?: string
  /** Statements or accounts, for formats that have them. */
  readonly statements?: number
  /** Absent: amounts are major units. */
  readonly unit?: 'as-written'
  /** Signed sum of what was booked. Absent: net of all records. */
  readonly bookedSums?: Sums
  readonly balances?: readonly StatedBalance[]
  /** Further sums and counts that only this format has, under their own names. */
  readonly further?: Readonly<Record<string, unknown>>
}

/** `records.length + quarantined.length + notBooked = physicalRows`, always. */
export interface FileReading {
  readonly file: string
  readonly format: HistoryFormat
  readonly physicalRows: number
  readonly records: readonly CanonicalRecord[]
  readonly figures?: OwnFigures
  readonly quarantined: readonly QuarantinedRow[]
  /** Entries that are pending, denied or for information, and those that a leading export has: they move no money, or move it elsewhere. */
  readonly notBooked: number
  readonly controls: readonly ControlResult[]
  /** Of a format whose reports may be split into several files: what joins this one to the others. */
  readonly part?: ReportPart
  /** What is no fault of a row and should be known all the same, a sentence each. */
  readonly notes: readonly string[]
}

/** What is true of a file as a whole, once its rows have gone by. */
export type FileSummary = Omit<FileReading, 'records' | 'quarantined'>

/** Why one cell cannot be taken. */
export interface RowProblem {
  readonly reason: QuarantineReason
  readonly field: string
  readonly expected: string
  readonly value?: string
}

/** Collects the checks of one control while a file is read. */
export class ControlTally {
  readonly #file: string
  readonly #name: ControlResult['name']
  readonly #failures: ControlFailure[] = []
  #checked = 0
  #failed = 0

  constructor(file: string, name: ControlResult['name']) {
    this.#file = file
    this.#name = name
  }

  hold(): void {
    this.#checked++
  }

  /** Holds where there is no failure. */
  check(failure: ControlFailure | undefined): void {
    if (failure === undefined) this.hold()
    else this.fail(failure)
  }

  fail(failure: ControlFailure): void {
    this.#checked++
    this.#failed++
    if (this.#failures.length < failuresKept) this.#failures.push(ownFailure(failure))
  }

  /** As it stands now; no result where nothing could be checked. */
  results(): ControlResult[] {
    if (this.#checked === 0) return []
    return [{ file: this.#file, name: this.#name, checked: this.#checked, failed: this.#failed, failures: [...this.#failures] }]
  }
}

/** In memory of its own: what it tells of the file are parts of the piece that they stood in. */
function ownFailure(failure: ControlFailure): ControlFailure {
  return { ...failure, subject: ownText(failure.subject), expected: ownText(failure.expected), actual: ownText(failure.actual) }
}
