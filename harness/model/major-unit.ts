/** How amounts of minor units stand to one major unit of their currency. Knows no anomaly. */

import { currencyExponent } from './currency.ts'
import { absoluteMinor } from './money.ts'

/** Whether an amount is less than one major unit, or one minor unit where the two are the same; two digits for an unknown code. */
export function isBelowMajorUnit(minor: bigint, currency: string): boolean {
  const major = 10n ** BigInt(currencyExponent(currency) ?? 2)
  const size = absoluteMinor(minor)
  return size < major || size === 1n
}
