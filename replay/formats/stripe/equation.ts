/** The equation of each Stripe row, net = gross − fee, where it does not hold: what the row should say, and what it says. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { formatMajor } from '../../../harness/model/money.ts'
import { amountText } from '../control-amounts.ts'
import type { ControlFailure } from '../reading.ts'
import { shownValue } from '../shown-value.ts'

export interface BrokenEquation {
  /** Major units; undefined where it is too long to be told. */
  readonly due: string | undefined
  readonly net: string | undefined
  readonly failure: Omit<ControlFailure, 'subject'>
}

/** `dueMinor`: gross less fee. */
export function brokenEquation(dueMinor: bigint, netMinor: bigint, currency: string): BrokenEquation {
  const exponent = currencyExponent(currency) ?? 0
  const due = shownValue(formatMajor(dueMinor, exponent), 'amount')
  const net = shownValue(formatMajor(netMinor, exponent), 'amount')
  const difference = due === undefined || net === undefined ? {} : { difference: amountText(netMinor - dueMinor, currency) }
  return {
    due,
    net,
    failure: { expected: `${due ?? 'another amount'} ${currency}`, actual: `${net ?? 'not shown'} ${currency}`, ...difference },
  }
}
