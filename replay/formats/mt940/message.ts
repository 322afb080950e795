/** One MT940 or MT942 message while it is read: whose it is, its balances, and whether they agree. Reads no lines. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import { shortDay } from '../bank/account-days.ts'
import { looseAmount } from '../bank/loose-amount.ts'
import type { EndOfStatement, StatementLink } from '../bank/statement-chain.ts'
import { keyDigest } from '../bank/statement-keys.ts'
import { balanceFailure, StatementTotals } from '../bank/statement-totals.ts'
import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlTally, StatedBalance } from '../reading.ts'

/** `:60F:` or `:62F:`: mark, date, currency, amount. */
interface Mt940Balance {
  readonly currency: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** `:60M:`, `:62M:`: between two pages of a statement. */
  readonly isInterim: boolean
  /** As the file writes it, with a point, signed; undefined if it is no amount. */
  readonly text: string | undefined
}

interface StatedCount {
  readonly name: string
  /** Undefined where a bank leaves it out. */
  readonly count: number | undefined
  readonly currency: string
  readonly text: string | undefined
}

/** A message has one number, two balances and two totals; of a file that repeats them without end, so many are looked at. */
const saidMax = 10
const countsMax = 100

export class Mt940Message {
  readonly number: number
  account = ''
  /** Of the lines: from the opening balance, else from what else names one. */
  currency: string | undefined
  /** Says by its tags that it is an interim report, which has no balances. */
  interim: boolean
  readonly totals = new StatementTotals()
  #opening: Mt940Balance | undefined
  #closing: Mt940Balance | undefined
  /** Its number and balances as written, dates included. */
  readonly #said: string[] = []
  readonly #counts: StatedCount[] = []
  #countsLeft = 0

  constructor(number: number, interim: boolean) {
    this.number = number
    this.interim = interim
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** Whether nothing that it states could show that a line is missing. */
  get isUnproved(): boolean {
    return this.#opening === undefined && this.#closing === undefined && this.#counts.length === 0
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
    if (tag === '25' || tag === '25P') {
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
      this.currency ??= /^[A-Z]{3}/.exec(text)?.[0]
    } else if (tag === '90C' || tag === '90D') {
      const [, count = '', currency = '', amount = ''] = /^\s*(\d{0,9})([A-Z]{3})(.*)$/.exec(text) ?? []
      this.currency ??= currency === '' ? undefined : currency
      if (this.#counts.length === countsMax) this.#countsLeft++
      else
        this.#counts.push({ name: `:${tag}:`, count: count === '' ? undefined : Number(count), currency, text: looseAmount(amount.trim()) })
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
    for (const stated of this.#counts) this.#checkCount(stated, summary)
    if (this.#countsLeft === 0) return
    const expected = `at most ${countsMax} totals (:90C:, :90D:)`
    summary.fail({ subject: `statement ${this.number}`, expected, actual: `${this.#countsLeft} more, which were not proved` })
  }

  #checkBalance(tally: ControlTally): void {
    const subject = `statement ${this.number}`
    const [opening, closing] = [this.#opening, this.#closing]
    const missing = [opening === undefined ? ':60F:' : '', closing === undefined ? ':62F:' : ''].filter((tag) => tag !== '')
    if (opening === undefined || closing === undefined) {
      tally.fail({ subject, expected: 'an opening and a closing balance', actual: `no ${missing.join(' and no ')}` })
      return
    }
    const [openingMinor, closingMinor] = [minorOf(opening), minorOf(closing)]
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

  #checkCount({ name, count, currency, text }: StatedCount, tally: ControlTally): void {
    const isCredit = name === ':90C:'
    const found = {
      count: isCredit ? this.totals.creditCount : this.totals.debitCount,
      minor: isCredit ? this.totals.creditMinor : this.totals.debitMinor,
    }
    const stated = text === undefined ? undefined : minorOf({ currency, text })
    if ((count ?? found.count) === found.count && stated === found.minor) return tally.hold()
    const told = (minor: bigint): string => amountText(minor, currency)
    tally.fail({
      subject: `statement ${this.number} ${name}`,
      expected: `lines give ${found.count} / ${told(found.minor)}`,
      actual: `stated ${count ?? 'no count'} / ${stated === undefined ? 'unreadable' : told(stated)}`,
      ...differenceOf(stated, found.minor, (difference) => `${(count ?? found.count) - found.count} / ${told(difference)}`),
    })
  }
}

function balanceOf(tag: string, text: string): Mt940Balance | undefined {
  const match = /^\s*(R?[CD])(\d{6})([A-Z]{3})(.*)$/.exec(text)
  if (match === null) return undefined
  const [, mark = '', day = '', currency = '', amount = ''] = match
  const strict = looseAmount(amount.trim())
  const signed = strict === undefined || mark === 'C' || mark === 'RD' ? strict : `-${strict}`
  return { currency, day: shortDay(day), isInterim: tag.endsWith('M'), text: signed }
}

function endOf(balance: Mt940Balance | undefined): EndOfStatement | undefined {
  const minor = balance === undefined ? undefined : minorOf(balance)
  return balance === undefined || minor === undefined ? undefined : { day: balance.day, minor, isInterim: balance.isInterim }
}

function minorOf({ currency, text }: Pick<Mt940Balance, 'currency' | 'text'>): bigint | undefined {
  const exponent = currencyExponent(currency)
  const parsed = exponent === undefined || text === undefined ? undefined : parseMajor(text, { exponent })
  return parsed?.kind === 'amount' ? parsed.minor : undefined
}
