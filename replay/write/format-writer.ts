/** What writes one file of a historical format, record by record, in flat memory. Knows no format and touches no disk. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { formatMajor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'

/** Whose file it is. */
export interface WrittenAccount {
  readonly account: string
  /** IANA zone: of local times, and of days in formats that write no time. */
  readonly zone: string
  readonly currency: string
  /** The bank account as its statements call it. */
  readonly statementAccount: string
  /** The sender that a bank's remittance texts begin with, such as `STRIPE`. */
  readonly sender: string
}

/**
 * `begin`, then each record, then `end`; the texts together are the file. Records come in the order of their business days.
 * A writer may hold back what belongs to one statement, never more.
 */
export interface FormatWriter {
  begin(): string
  add(record: CanonicalRecord): string
  end(): string
}

/** Major units with every digit of the currency. */
export function majorUnits(minor: bigint, currency: string): string {
  return formatMajor(minor, currencyExponent(currency) ?? 2)
}

/** Records of one business day at a time, for formats that state totals before their lines. */
export class DayByDay {
  #day = ''
  #records: CanonicalRecord[] = []
  readonly #statement: (day: string, records: readonly CanonicalRecord[]) => string

  constructor(statement: (day: string, records: readonly CanonicalRecord[]) => string) {
    this.#statement = statement
  }

  /** The statement of the day before, once a record of another day comes. */
  add(record: CanonicalRecord): string {
    const done = record.businessDate === this.#day ? '' : this.flush()
    this.#day = record.businessDate
    this.#records.push(record)
    return done
  }

  flush(): string {
    const records = this.#records
    this.#records = []
    return records.length === 0 ? '' : this.#statement(this.#day, records)
  }
}
