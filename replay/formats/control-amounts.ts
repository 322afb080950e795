/** Figures of controls for people: major units with their currency, and what lies between two of them. Proves nothing. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { formatMajor } from '../../harness/model/money.ts'
import type { ControlFailure } from './reading.ts'

/** Minor units with their currency. Of a currency that nobody knows it is the integer alone: where its point stands is not known either. */
export function amountText(minor: bigint, currency: string): string {
  const exponent = currencyExponent(currency)
  return exponent === undefined ? `${minor}` : `${formatMajor(minor, exponent)} ${currency}`
}

/** The `difference` of a failure, where both figures are known. */
export function differenceOf(
  found: bigint | number | undefined,
  expected: bigint | number | undefined,
  text: (difference: bigint) => string = String,
): Pick<ControlFailure, 'difference'> {
  if (found === undefined || expected === undefined) return {}
  return { difference: text(BigInt(found) - BigInt(expected)) }
}
