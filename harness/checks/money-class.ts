/** Which class an amount that changed belongs to: less than a major unit is lost precision, more is money made or destroyed. */

import { currencyExponent } from '../model/currency.ts'
import type { AnomalyClass } from '../model/finding.ts'
import { absoluteMinor } from '../model/money.ts'

/** `driftMinor` is what the system says less what is right; where a major unit is one minor unit, one of it is precision still. */
export function alteredClass(driftMinor: bigint, currency: string): AnomalyClass {
  const major = 10n ** BigInt(currencyExponent(currency) ?? 2)
  const drift = absoluteMinor(driftMinor)
  if (drift < major || drift === 1n) return 'precision-loss'
  return driftMinor > 0n ? 'money-created' : 'money-destroyed'
}
