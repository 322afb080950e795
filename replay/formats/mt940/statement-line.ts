/** The statement line `:61:` of MT940 and MT942 (formats.md §7). Reads one line and knows nothing of its statement. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import { shortDay } from '../bank/account-days.ts'
import { looseAmount, mayBeThousands, plainAmountMinor, withoutThousands } from '../bank/loose-amount.ts'
import type { RowProblem } from '../reading.ts'
import { shownValue } from '../shown-value.ts'

export type StatementLine =
  | {
      readonly kind: 'line'
      /** `YYYY-MM-DD`; the entry date where there is one, else the value date. Not asked whether it exists. */
      readonly day: string
      readonly netMinor: bigint
      /** RC or RD: takes back an earlier entry. */
      readonly reversal: boolean
      /** EC or ED of MT942: announced, and will come again when it is booked. */
      readonly expected: boolean
      readonly ownerReference: string
      readonly bankReference: string
    }
  | { readonly kind: 'problem'; readonly problem: RowProblem }

/**
 * `6!n[4!n]2a[1!a]15d1!a3!c16x[//16x]`. Wider than the standard where banks are: a point for the comma, no digits before
 * or after it, blanks behind it and one before it, blanks for the entry date (Citi), no transaction type, any letter for its first, blanks in it (`NID NONREF`, `S   X`).
 */
export const statementLinePattern =
  /^(\d{6})(?:(\d{4})| {1,4})?(R[CD]|E[CD]|[CD])([A-Z])? ?(\d[\d.,]*|[.,]\d+) *((?!NONREF)(?:[A-Z][A-Z0-9]{3}|[NSF][A-Z0-9 ]{3}))?(.*)$/

/** What goes on behind an amount and its blanks as an amount does: `1 234,50`, `1'234,50`, `12,50-`. */
const amountGoesOn = /^[-+.,'\u2019\u00A0\u202F\d]/

/** RC takes a credit back, so money goes out; RD takes a debit back. */
const moneyIn: ReadonlySet<string> = new Set(['C', 'RD', 'EC'])

export function readStatementLine(text: string, currency: string): StatementLine {
  const match = statementLinePattern.exec(text.trim())
  if (match === null) return problem(shapeProblem(text.trim()))
  const [, valueDate = '', entryDate, mark = '', , amountText = '', type, rest = ''] = match
  if (type === undefined && amountGoesOn.test(rest)) return problem(shapeProblem(text.trim()))
  const exponent = currencyExponent(currency)
  if (exponent === undefined) {
    return problem({ reason: 'currency', field: ':60F:', expected: 'an ISO 4217 code', ...value(currency, 'currency') })
  }
  let minor = plainAmountMinor(amountText, exponent)
  if (minor === undefined) {
    if (mayBeThousands(amountText, exponent)) {
      return problem({ reason: 'amount', field: ':61: amount', expected: withoutThousands, ...value(amountText, 'amount') })
    }
    const strict = looseAmount(amountText)
    const parsed = strict === undefined ? undefined : parseMajor(strict, { exponent })
    if (parsed?.kind !== 'amount') {
      const expected = parsed?.expected ?? 'digits with at most one comma, such as 12,50'
      return problem({ reason: 'amount', field: ':61: amount', expected, ...value(amountText, 'amount') })
    }
    minor = parsed.minor
  }
  const slashes = rest.indexOf('//')
  return {
    kind: 'line',
    day: dayOf(valueDate, entryDate),
    netMinor: moneyIn.has(mark) ? minor : -minor,
    reversal: mark.startsWith('R'),
    expected: mark.startsWith('E'),
    ownerReference: reference(slashes === -1 ? rest : rest.slice(0, slashes)),
    bankReference: reference(slashes === -1 ? '' : rest.slice(slashes + 2)),
  }
}

/** `KREF+`, `EREF+`, and at Dutch banks `EREF`, `PREF` and `MARF` say that the reference stands in `:86:`. */
export const referenceElsewhere = /^(?:[KEP]REF|MARF)\+?$/

function reference(text: string): string {
  const trimmed = text.trim()
  return referenceElsewhere.test(trimmed) ? '' : trimmed
}

/** The dates of the line before, and their day: lines of one day follow each other. */
let lastDay = { valueDate: '', entryDate: '' as string | undefined, day: '' }

function dayOf(valueDate: string, entryDate: string | undefined): string {
  if (lastDay.valueDate !== valueDate || lastDay.entryDate !== entryDate) {
    lastDay = { valueDate, entryDate, day: entryDay(valueDate, entryDate) }
  }
  return lastDay.day
}

/**
 * An entry date names no year: it is the one that brings it nearest to the value date, which may lie across new year. One that is none (`3112`,
 * with its halves changed over) says nothing: the value date stands.
 */
function entryDay(valueDate: string, entryDate: string | undefined): string {
  const valueDay = shortDay(valueDate)
  if (entryDate === undefined) return valueDay
  const month = Number(entryDate.slice(0, 2))
  if (month < 1 || month > 12) return valueDay
  const months = month - Number(valueDate.slice(2, 4))
  const year = Number(valueDay.slice(0, 4)) + (months > 6 ? -1 : months < -6 ? 1 : 0)
  return `${year}-${entryDate.slice(0, 2)}-${entryDate.slice(2)}`
}

function shapeProblem(text: string): RowProblem {
  if (!/^\d{6}/.test(text)) {
    return { reason: 'date', field: ':61: value date', expected: 'YYMMDD', ...value(text.slice(0, 6), 'date') }
  }
  const mark = /^\d{6}(?:\d{4}| {1,4})?(?:R[CD]|E[CD]|[CD])[A-Z]?/.exec(text)
  if (mark === null) {
    return { reason: 'field', field: ':61: mark', expected: 'C, D, RC, RD, EC or ED', ...value(/[A-Z]{2}/.exec(text)?.[0] ?? '', 'mark') }
  }
  const amount = /^[-+\d.,' ]*/.exec(text.slice(mark[0].length))?.[0] ?? ''
  return { reason: 'amount', field: ':61: amount', expected: 'an amount without a sign, such as 1234,50', ...value(amount, 'amount') }
}

function value(text: string, valueClass: Parameters<typeof shownValue>[1]): { readonly value?: string } {
  const shown = text === '' ? undefined : shownValue(text, valueClass)
  return shown === undefined ? {} : { value: shown }
}

function problem(of: RowProblem): StatementLine {
  return { kind: 'problem', problem: of }
}
