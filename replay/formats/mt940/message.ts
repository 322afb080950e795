/** One message MT940, MT941 or MT942 while it is read: whose it is, its balances, and whether they agree. Reads no lines. */

import type { StatementLink } from '../bank/statement-chain.ts'
import { keyDigest } from '../bank/statement-keys.ts'
import { balanceFailure, StatementTotals } from '../bank/statement-totals.ts'
import type { ControlTally, StatedBalance } from '../reading.ts'
import { balanceOf, endOf, mt940Minor, type Mt940Balance } from './balance.ts'
import { StatedCounts } from './stated-counts.ts'

/** What a message says of itself in its header: a statement, a balance report without lines, an interim report. */
export type MessageType = '940' | '941' | '942'

/** A message has one number and two balances; of a file that repeats them without end, so many are looked at. */
const saidMax = 10

export class Mt940Message {
  readonly number: number
  account = ''
  /** Of the lines: from the opening balance, else from what else names one. */
  currency: string | undefined
  /** Says by its tags that it is an interim report, which has no balances. */
  interim: boolean
  readonly totals = new StatementTotals()
  /** `:61:` that stand in it, also those that cannot be read. */
  lines = 0
  readonly #type: MessageType | undefined
  #hasTime = false
  #opening: Mt940Balance | undefined
  #closing: Mt940Balance | undefined
  /** Its number and balances as written, dates included. */
  readonly #said: string[] = []
  readonly #counts = new StatedCounts()

  constructor(number: number, type?: MessageType) {
    this.number = number
    this.#type = type
    this.interim = type === '942'
  }

  /** Which of SWIFT's messages it is. A balance report has the day's totals and its time between two balances, and no lines. */
  get type(): MessageType {
    if (this.interim) return '942'
    const isReport =
      this.#type === '941' || (this.#type === undefined && this.#hasTime && this.#opening !== undefined && this.#counts.countLines)
    return isReport && this.lines === 0 ? '941' : '940'
  }

  /** Of its totals, those that no lines could prove. */
  get unprovedCounts(): number {
    return this.#counts.unproved
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** Whether nothing that it states could show that a line is missing. */
  get isUnproved(): boolean {
    return this.#opening === undefined && this.#closing === undefined && this.#counts.isEmpty
  }

  /** What no two statements have in common; nothing of one without balances or lines. */
  get identity(): string | undefined {
    const { count, creditMinor, debitMinor } = this.totals
    if (this.#opening === undefined || this.#closing === undefined || count === 0) return undefined
    return keyDigest(this.account, ...this.#said, `${count}`, `${creditMinor}`, `${debitMinor}`)
  }

  /** Takes any field but lines and details. */
  field(tag: string, text: string): void {
    if (/^(?:28|60|62)/.test(tag) && this.#said.length < saidMax) this.#said.push(text.trim())
    if (tag.startsWith('13')) this.#hasTime = true
    else if (tag === '25' || tag === '25P') {
      // A second one inside of a message is another field whose tag went wrong.
      if (this.account === '') this.account = text.trim()
    } else if (tag === '60F' || tag === '60M') {
      this.#opening = balanceOf(tag, text)
      this.currency = this.#opening?.currency
    } else if (tag === '62F' || tag === '62M') {
      this.#closing = balanceOf(tag, text)
      this.currency ??= this.#closing?.currency
    } else if (tag === '34F') {
      this.interim = true
      const currency = this.#counts.takeFloorLimit(text)
      this.currency ??= currency
    } else if (tag === '90C' || tag === '90D') {
      const currency = this.#counts.take(tag, text)
      this.currency ??= currency
    }
  }

  stated(): StatedBalance[] {
    const [opening, closing] = [this.#opening, this.#closing]
    if (opening === undefined && closing === undefined) return []
    const currency = opening?.currency ?? closing?.currency ?? ''
    return [{ account: this.account, currency, opening: opening?.text ?? null, closing: closing?.text ?? null }]
  }

  /** Its place among the statements of its account. */
  link(file: string): StatementLink {
    const currency = this.#opening?.currency ?? this.#closing?.currency ?? ''
    const { number, account } = this
    return { file, number, account, currency, opening: endOf(this.#opening), closing: endOf(this.#closing) }
  }

  /** Both balances are mandatory, so that a missing one is a finding: the file was cut off, or put together by hand. */
  check(balance: ControlTally, summary: ControlTally): void {
    if (!this.interim || this.#opening !== undefined || this.#closing !== undefined) this.#checkBalance(balance)
    this.#counts.check(this.number, this.totals, this.lines, this.interim, summary)
  }

  #checkBalance(tally: ControlTally): void {
    const subject = `statement ${this.number}`
    const [opening, closing] = [this.#opening, this.#closing]
    const missing = [opening === undefined ? ':60F:' : '', closing === undefined ? ':62F:' : ''].filter((tag) => tag !== '')
    if (opening === undefined || closing === undefined) {
      tally.fail({ subject, expected: 'an opening and a closing balance', actual: `no ${missing.join(' and no ')}` })
      return
    }
    const [openingMinor, closingMinor] = [mt940Minor(opening), mt940Minor(closing)]
    if (openingMinor === undefined || closingMinor === undefined || opening.currency !== closing.currency) {
      tally.fail({
        subject,
        expected: 'two balances in one currency',
        actual: 'an amount or currency that cannot be read, or two currencies',
      })
      return
    }
    const { currency } = closing
    tally.check(
      balanceFailure(subject, currency, { opening: openingMinor, booked: this.totals.bookedMinor(currency), closing: closingMinor }),
    )
  }
}
