/** The totals and counts that BAI2 trailers 49, 98 and 99 state, proved from what was read. Keeps sums, not records. */

import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlTally } from '../reading.ts'
import { readInteger } from './account-summary.ts'

/**
 * What a bank adds up in its account trailer. `records`: all amounts of 03 and 16 with their signs as written (the standard).
 * `details`: the net of its transactions alone. `either`: whichever closes; where only `details` does, the file's notes say so.
 */
export type Bai2AccountTotal = 'records' | 'details' | 'either'

export interface Trailers {
  readonly account: ControlTally
  readonly group: ControlTally
  readonly file: ControlTally
}

/** Sums and counts of what has been read since the beginning of the file, of the group, and of the account. */
export class Bai2Controls {
  readonly #tallies: Trailers
  readonly #accountTotal: Bai2AccountTotal
  #accountMinor = 0n
  #detailsMinor = 0n
  #groupMinor = 0n
  #fileMinor = 0n
  #accountRecords = 0
  #groupRecords = 0
  #fileRecords = 0
  #groupAccounts = 0
  /** Of all files, so that each has a number of its own. */
  #groups = 0
  #fileGroups = 0
  #files = 0
  #currency = ''
  readonly #groupCurrencies = new Set<string>()
  readonly #fileCurrencies = new Set<string>()
  #openAccount: string | undefined
  #groupIsOpen = false
  #fileIsOpen = true
  /** Account trailers that hold the net of the details alone. */
  detailsOnly = 0

  constructor(tallies: Trailers, accountTotal: Bai2AccountTotal) {
    this.#tallies = tallies
    this.#accountTotal = accountTotal
  }

  /** Every record, continuations included, before anything else is said of it. */
  count(code: string, physicalRecords: number): void {
    this.#fileRecords += physicalRecords
    if (code !== '01' && code !== '99') this.#groupRecords += physicalRecords
    if (code !== '01' && code !== '02' && code !== '98' && code !== '99') this.#accountRecords += physicalRecords
  }

  /** Everything begins anew: files may stand one behind the other. */
  header(physicalRecords: number): void {
    if (this.#files > 0) this.end()
    this.#files++
    this.#openAccount = undefined
    this.#groupIsOpen = false
    this.#fileIsOpen = true
    this.#currency = ''
    this.#accountRecords = 0
    this.#fileMinor = 0n
    this.#fileGroups = 0
    this.#fileCurrencies.clear()
    this.#fileRecords = physicalRecords
  }

  group(physicalRecords: number): void {
    this.#missing('group', this.#groupIsOpen ? `group ${this.#groups}` : undefined)
    this.#groups++
    this.#fileGroups++
    this.#groupIsOpen = true
    this.#groupMinor = 0n
    this.#groupAccounts = 0
    this.#groupCurrencies.clear()
    this.#groupRecords = physicalRecords
  }

  account(name: string, currency: string, physicalRecords: number): void {
    this.#missing('account', this.#openAccount)
    this.#openAccount = name
    this.#currency = currency
    // Whether there is more than one is all that is asked.
    for (const currencies of [this.#groupCurrencies, this.#fileCurrencies]) if (currencies.size < 2) currencies.add(currency)
    this.#groupAccounts++
    this.#accountMinor = 0n
    this.#detailsMinor = 0n
    this.#accountRecords = physicalRecords
  }

  /** An amount as written, and what it moves: nothing for a status or summary. */
  amount(writtenMinor: bigint, netMinor = 0n): void {
    this.#accountMinor += writtenMinor
    this.#detailsMinor += netMinor
  }

  accountTrailer(fields: readonly string[]): void {
    const subject = `account ${this.#openAccount ?? 'without a record 03'}`
    const stated = this.#total(fields[0])
    const [records, details] = [this.#accountMinor, this.#detailsMinor]
    const byRecords = this.#accountTotal !== 'details' && stated === records
    const byDetails = this.#accountTotal !== 'records' && stated === details
    if (byRecords || byDetails) this.#tallies.account.hold()
    else {
      const text = (minor: bigint): string => amountText(minor, this.#currency)
      const byDetailsAlone = this.#accountTotal === 'details'
      this.#tallies.account.fail({
        subject: `${subject} total`,
        expected: byDetailsAlone ? `${text(details)} (net of details)` : `${text(records)} (net of details ${text(details)})`,
        actual: told(fields[0], text),
        ...differenceOf(stated, byDetailsAlone ? details : records, text),
      })
    }
    if (byDetails && !byRecords) this.detailsOnly++
    this.#checkCount('account', `${subject} records`, this.#accountRecords, fields[1])
    if (stated !== undefined) this.#groupMinor += stated
    this.#openAccount = undefined
    this.#currency = ''
    this.#accountRecords = 0
  }

  groupTrailer(fields: readonly string[]): void {
    this.#missing('account', this.#openAccount)
    this.#openAccount = undefined
    const subject = `group ${this.#groups}`
    this.#checkTotal('group', this.#groupMinor, fields[0])
    this.#checkCount('group', `${subject} accounts`, this.#groupAccounts, fields[1])
    this.#checkCount('group', `${subject} records`, this.#groupRecords, fields[2])
    const stated = this.#total(fields[0])
    if (stated !== undefined) this.#fileMinor += stated
    this.#groupIsOpen = false
  }

  fileTrailer(fields: readonly string[]): void {
    this.#checkTotal('file', this.#fileMinor, fields[0])
    this.#checkCount('file', `${this.#fileName()} groups`, this.#fileGroups, fields[1])
    this.#checkCount('file', `${this.#fileName()} records`, this.#fileRecords, fields[2])
    this.#fileIsOpen = false
  }

  /** What is still open at the end of the file was cut off. */
  end(): void {
    this.#missing('account', this.#openAccount)
    this.#missing('group', this.#groupIsOpen ? `group ${this.#groups}` : undefined)
    this.#missing('file', this.#fileIsOpen ? this.#fileName() : undefined)
  }

  /** The first is *the* file, in nearly all of them. */
  #fileName(): string {
    return this.#files > 1 ? `file ${this.#files}` : 'file'
  }

  #missing(level: keyof Trailers, subject: string | undefined): void {
    if (subject === undefined) return
    this.#tallies[level].fail({ subject: level === 'account' ? `account ${subject}` : subject, expected: 'a trailer', actual: 'none' })
  }

  #checkTotal(level: 'group' | 'file', found: bigint, stated: string | undefined): void {
    if (this.#total(stated) === found) return this.#tallies[level].hold()
    // A total over accounts of several currencies is a number without a unit.
    const currencies = level === 'group' ? this.#groupCurrencies : this.#fileCurrencies
    const [currency = ''] = currencies.size === 1 ? currencies : []
    const text = (minor: bigint): string => amountText(minor, currency)
    this.#tallies[level].fail({
      subject: `${level === 'group' ? `group ${this.#groups}` : this.#fileName()} total`,
      expected: text(found),
      actual: told(stated, text),
      ...differenceOf(this.#total(stated), found, text),
    })
  }

  #checkCount(level: keyof Trailers, subject: string, found: number, stated: string | undefined): void {
    if (readInteger(stated ?? '') === BigInt(found)) return this.#tallies[level].hold()
    this.#tallies[level].fail({
      subject,
      expected: `${found}`,
      actual: told(stated, String),
      ...differenceOf(readInteger(stated ?? ''), found),
    })
  }

  #total(text: string | undefined): bigint | undefined {
    return readInteger(text ?? '')
  }
}

/** Trailers hold numbers; what is none is not told. */
function told(stated: string | undefined, text: (minor: bigint) => string): string {
  const trimmed = (stated ?? '').trim()
  if (trimmed === '') return 'nothing stated'
  return /^[+-]?\d{1,18}$/.test(trimmed) ? text(BigInt(trimmed.replace('+', ''))) : 'no number'
}
