/** One STMTTRN of OFX: its values, and what becomes of it (formats.md §9). Knows neither tags nor files. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import type { Booked } from '../bank/bank-book.ts'
import { groupedAmount, plainAmountMinor } from '../bank/loose-amount.ts'
import type { RowProblem } from '../reading.ts'
import { shownValue, type ValueClass } from '../shown-value.ts'

/** The values that are collected; payee, addresses and the other account never are. */
const collected = ['TRNAMT', 'DTPOSTED', 'FITID', 'CHECKNUM', 'REFNUM', 'NAME', 'MEMO', 'CORRECTFITID'] as const
type Collected = (typeof collected)[number]
const collectedNames: ReadonlySet<string> = new Set(collected)

/** Aggregates inside of a transaction that are about somebody else. */
const otherParty: ReadonlySet<string> = new Set(['PAYEE', 'BANKACCTTO', 'CCACCTTO', 'EXTDPAYEE', 'IMAGEDATA'])

export class OfxTransaction {
  /** Position of its `<`, in characters. */
  readonly start: number
  readonly place: { readonly line: number; readonly column: number }
  readonly isPending: boolean
  readonly #values: Partial<Record<Collected, string>> = {}
  #currency: string | undefined
  /** The value that is there twice, and differs. */
  #twice: Collected | undefined
  #inside: string | undefined
  #last = ''

  constructor(start: number, place: { readonly line: number; readonly column: number }, isPending: boolean) {
    this.start = start
    this.place = place
    this.isPending = isPending
  }

  get fitId(): string {
    return this.#values.FITID ?? ''
  }

  /** A tag without a name is text that belongs to the tag before it. */
  open(tag: string, text: string): void {
    // Some banks write the number of a cheque so.
    const name = tag === '' ? this.#last : tag === 'CHKNUM' ? 'CHECKNUM' : tag
    this.#last = name
    if (otherParty.has(name) || name === 'CURRENCY' || name === 'ORIGCURRENCY') this.#inside = name
    // With CURRENCY the amount is in that currency; with ORIGCURRENCY it has been converted already.
    else if (name === 'CURSYM' && this.#inside === 'CURRENCY') this.#currency = text
    else if (this.#inside === undefined && collectedNames.has(name)) this.#set(name as Collected, text)
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
    const currency = (this.#currency ?? statementCurrency).toUpperCase()
    const { TRNAMT = '', DTPOSTED = '', CHECKNUM = '', REFNUM = '', NAME = '', MEMO = '' } = this.#values
    if (this.#twice !== undefined) return problem('field', this.#twice, 'one value', undefined)
    if (this.#values.CORRECTFITID !== undefined) {
      return problem('kind', 'CORRECTFITID', 'a transaction, not the correction of another', undefined)
    }
    const exponent = currencyExponent(currency)
    if (exponent === undefined) return problem('currency', 'CURDEF', 'an ISO 4217 code', shown(currency, 'currency'))
    let netMinor = plainAmountMinor(TRNAMT, exponent)
    if (netMinor === undefined) {
      const strict = groupedAmount(TRNAMT)
      const parsed = strict === undefined ? undefined : parseMajor(strict, { exponent })
      if (parsed?.kind !== 'amount') {
        return problem('amount', 'TRNAMT', parsed?.expected ?? 'an amount such as -12.50', shown(TRNAMT, 'amount'))
      }
      netMinor = parsed.minor
    }
    const booked = dates(DTPOSTED)
    if (booked === undefined) return problem('date', 'DTPOSTED', 'YYYYMMDD with or without a time', shown(DTPOSTED, 'date'))
    return {
      kind: 'transaction',
      currency,
      netMinor,
      booked,
      dateText: DTPOSTED,
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
