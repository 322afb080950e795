/** One STMTTRN of OFX: its values, and what becomes of it (formats.md §9). Knows neither tags nor files. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import type { Booked } from '../bank/bank-book.ts'
import { groupedAmount, mayBeThousands, plainAmountMinor, withoutThousands } from '../bank/loose-amount.ts'
import type { RowProblem } from '../reading.ts'
import { shownValue, type ValueClass } from '../shown-value.ts'
import { isBalanceLine } from './balance-lines.ts'

/** The values that are collected; payee, addresses and the other account never are. */
const collected = ['TRNAMT', 'DTPOSTED', 'DTTRAN', 'FITID', 'CHECKNUM', 'REFNUM', 'NAME', 'MEMO', 'CORRECTFITID'] as const
type Collected = (typeof collected)[number]

/** Aggregates inside of a transaction: their values are no values of its own. The first are about somebody else. */
const aggregates = ['PAYEE', 'BANKACCTTO', 'CCACCTTO', 'EXTDPAYEE', 'IMAGEDATA', 'CURRENCY', 'ORIGCURRENCY'] as const

/** What becomes of a tag inside of a transaction; nothing of one that is not here. */
const roles: ReadonlyMap<string, Collected | 'aggregate' | 'symbol' | 'type'> = new Map<
  string,
  Collected | 'aggregate' | 'symbol' | 'type'
>([
  ...collected.map((name) => [name, name] as const),
  // Some banks write the number of a cheque so.
  ['CHKNUM', 'CHECKNUM'],
  ...aggregates.map((name) => [name, 'aggregate'] as const),
  ['CURSYM', 'symbol'],
  ['TRNTYPE', 'type'],
])

export class OfxTransaction {
  /** Position of its `<`, in characters. */
  readonly start: number
  readonly place: { readonly line: number; readonly column: number }
  readonly isPending: boolean
  /** Found by its amount: the tag that it begins with is damaged. */
  readonly isHeadless: boolean
  readonly #values: Record<Collected, string | undefined> = {
    TRNAMT: undefined,
    DTPOSTED: undefined,
    DTTRAN: undefined,
    FITID: undefined,
    CHECKNUM: undefined,
    REFNUM: undefined,
    NAME: undefined,
    MEMO: undefined,
    CORRECTFITID: undefined,
  }
  #currency: string | undefined
  #type = ''
  /** The value that is there twice, and differs. */
  #twice: Collected | undefined
  #inside: string | undefined
  #last = ''

  constructor(start: number, place: { readonly line: number; readonly column: number }, isPending: boolean, isHeadless = false) {
    this.start = start
    this.place = place
    this.isPending = isPending
    this.isHeadless = isHeadless
  }

  get fitId(): string {
    return this.#values.FITID ?? ''
  }

  /** A tag without a name is text that belongs to the tag before it. */
  open(tag: string, text: string): void {
    const name = tag === '' ? this.#last : tag
    this.#last = name
    const role = roles.get(name)
    if (role === undefined) return
    if (role === 'aggregate') {
      // Some banks write one as a value, and in SGML need not close it: what follows is the transaction's own.
      if (text === '') this.#inside = name
    } else if (role === 'symbol') {
      // With CURRENCY the amount is in that currency; with ORIGCURRENCY it has been converted already.
      if (this.#inside === 'CURRENCY') this.#currency = text
    } else if (this.#inside === undefined) {
      if (role === 'type') this.#type = text.toUpperCase()
      else this.#set(role, text)
    }
  }

  /** Whether its type says the other direction than the sign of its amount. Other types than these two go both ways. */
  contradicts(netMinor: bigint): boolean {
    return this.#type === 'DEBIT' ? netMinor > 0n : this.#type === 'CREDIT' && netMinor < 0n
  }

  /** Whether it says that it is no transaction, but the balance between two. */
  isBalance(statementCurrency: string): boolean {
    const { NAME = '', MEMO = '' } = this.#values
    return isBalanceLine(this.#currencyIn(statementCurrency), [NAME, MEMO])
  }

  #currencyIn(statementCurrency: string): string {
    return (this.#currency ?? statementCurrency).toUpperCase()
  }

  close(name: string): void {
    if (name === this.#inside) this.#inside = undefined
  }

  #set(name: Collected, text: string): void {
    const before = this.#values[name]
    if (before !== undefined && before !== '' && text !== '' && before !== text && name !== 'MEMO' && name !== 'NAME') this.#twice ??= name
    if (before === undefined || before === '') this.#values[name] = text
  }

  read(statementCurrency: string, dates: (text: string) => Booked | undefined): ReadTransaction {
    const currency = this.#currencyIn(statementCurrency)
    const { TRNAMT = '', CHECKNUM = '', REFNUM = '', NAME = '', MEMO = '' } = this.#values
    if (this.#twice !== undefined) return problem('field', this.#twice, 'one value', undefined)
    if (this.#values.CORRECTFITID !== undefined) {
      return problem('kind', 'CORRECTFITID', 'a transaction, not the correction of another', undefined)
    }
    const exponent = currencyExponent(currency)
    if (exponent === undefined) return problem('currency', 'CURDEF', 'an ISO 4217 code', shown(currency, 'currency'))
    let netMinor = plainAmountMinor(TRNAMT, exponent)
    if (netMinor === undefined) {
      if (mayBeThousands(TRNAMT, exponent)) return problem('amount', 'TRNAMT', withoutThousands, shown(TRNAMT, 'amount'))
      const strict = groupedAmount(TRNAMT)
      const parsed = strict === undefined ? undefined : parseMajor(strict, { exponent })
      if (parsed?.kind !== 'amount') {
        return problem('amount', 'TRNAMT', parsed?.expected ?? 'an amount such as -12.50', shown(TRNAMT, 'amount'))
      }
      netMinor = parsed.minor
    }
    // OFX 2.1.1, 11.4.4.2: nobody has posted what is pending; it has the day of the transaction. Some banks write DTPOSTED all the same.
    const dateTag = this.isPending && this.#values.DTPOSTED === undefined ? 'DTTRAN' : 'DTPOSTED'
    const dateText = this.#values[dateTag] ?? ''
    const booked = dates(dateText)
    if (booked === undefined) return problem('date', dateTag, 'YYYYMMDD with or without a time', shown(dateText, 'date'))
    return {
      kind: 'transaction',
      currency,
      netMinor,
      booked,
      dateText,
      references: [REFNUM, CHECKNUM],
      remittance: [NAME, MEMO],
    }
  }
}

export type ReadTransaction =
  | {
      readonly kind: 'transaction'
      readonly currency: string
      /** The sign is the amount's own, whatever TRNTYPE says. */
      readonly netMinor: bigint
      readonly booked: Booked
      /** The date as written. */
      readonly dateText: string
      readonly references: readonly string[]
      readonly remittance: readonly string[]
    }
  | { readonly kind: 'problem'; readonly problem: RowProblem }

function problem(reason: RowProblem['reason'], field: string, expected: string, value: string | undefined): ReadTransaction {
  return { kind: 'problem', problem: { reason, field, expected, ...(value === undefined ? {} : { value }) } }
}

function shown(text: string, valueClass: ValueClass): string | undefined {
  return text === '' ? undefined : shownValue(text, valueClass)
}
