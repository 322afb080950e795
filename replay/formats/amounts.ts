/** Currency and amount cells to minor units, or to the problem that they are. Knows no columns. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { parseMajor } from '../../harness/model/money.ts'
import type { RowProblem } from './reading.ts'
import { shownValue } from './shown-value.ts'

/** Collects the first problem of a row while its cells are read; values after a problem are placeholders. */
export class CellReader {
  problem: RowProblem | undefined

  /** An upper-case ISO 4217 code and its digits. */
  currency(field: string, text: string): { readonly currency: string; readonly exponent: number } {
    const currency = text.toUpperCase()
    const exponent = currencyExponent(currency)
    if (exponent === undefined) this.refuse('currency', field, 'an ISO 4217 code', shownValue(text, 'currency'))
    return { currency, exponent: exponent ?? 2 }
  }

  /** Major units as text to minor units. */
  amount(field: string, text: string, exponent: number, decimalSeparator: '.' | ','): bigint {
    // What nearly all cells look like; the rule for all of them is parseMajor's.
    if (exponent === 2 && decimalSeparator === '.' && plainCents.test(text)) return BigInt(text.slice(0, -3) + text.slice(-2))
    const parsed = parseMajor(text, { exponent, decimalSeparator })
    if (parsed.kind === 'amount') return parsed.minor
    this.refuse('amount', field, parsed.expected, shownValue(text, 'amount'))
    return 0n
  }

  /** Where nothing may stand, and the zero before the point may be missing: undefined for nothing. */
  optionalAmount(field: string, text: string, exponent: number, decimalSeparator: '.' | ','): bigint | undefined {
    if (text === '') return undefined
    return this.amount(field, text.replace(/^([+-]?)(?=[.,])/, '$10'), exponent, decimalSeparator)
  }

  refuse(reason: RowProblem['reason'], field: string, expected: string, value: string | undefined): void {
    this.problem ??= { reason, field, expected, ...(value === undefined ? {} : { value }) }
  }
}

const plainCents = /^-?\d{1,15}\.\d\d$/
