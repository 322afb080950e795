/** Where the rows of one bank file go: lines, not booked, or quarantined; each row to exactly one. Knows no notation. */

import { CellReader } from '../amounts.ts'
import type { QuarantinedRow, RowProblem } from '../reading.ts'
import { accountDays } from './account-days.ts'
import { bankLine, type BankAccountOf, type BankMovement, type PendingLine, type RowPlace } from './bank-line.ts'

/** When an entry was booked: a day, or an instant that its account's zone puts into a day. */
export type Booked =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly instantIn: (zone: string) => string | undefined }

export class BankBook {
  readonly lines: PendingLine[] = []
  readonly quarantined: QuarantinedRow[] = []
  notBooked = 0
  /** Lines and quarantined rows, also those that the stream has taken out. */
  #rows = 0
  readonly #file: string
  readonly #accountOf: BankAccountOf
  readonly #daysOf = accountDays()

  constructor(file: string, accountOf: BankAccountOf) {
    this.#file = file
    this.#accountOf = accountOf
  }

  get physicalRows(): number {
    return this.#rows + this.notBooked
  }

  quarantine(place: RowPlace, problem: RowProblem): void {
    this.#rows++
    this.quarantined.push({ file: this.#file, ...place, ...problem })
  }

  /** Books a row that was read without a problem, unless its account or day is not to be had. */
  book(place: RowPlace, statementAccount: string, movement: BankMovement, booked: Booked, refuseDate: (reader: CellReader) => void): void {
    const account = this.#accountOf(statementAccount)
    if (account === undefined) {
      return this.quarantine(place, { reason: 'unknown-account', field: 'account', expected: "an account of the profile's" })
    }
    const days = this.#daysOf(account)
    const occurredAt = booked.kind === 'day' ? days.startOf(booked.day) : booked.instantIn(account.zone)
    if (occurredAt === undefined) {
      const reader = new CellReader()
      refuseDate(reader)
      return this.quarantine(place, reader.problem ?? { reason: 'date', field: 'date', expected: 'a day that exists' })
    }
    const businessDate = booked.kind === 'day' ? booked.day : days.dayOf(occurredAt)
    this.#rows++
    this.lines.push(bankLine(movement, account, statementAccount, occurredAt, businessDate))
  }
}
