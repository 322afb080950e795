/** The amounts of a record in a copy: gross moved, fee, net and presentment computed again. Integer arithmetic. */

import { currencyExponent } from '../../harness/model/currency.ts'
import type { CanonicalRecord, Presentment } from '../../harness/model/record.ts'

export type Amounts = Pick<CanonicalRecord, 'grossMinor' | 'feeMinor' | 'netMinor' | 'presentment'>

/** A charge's fee is a share of it and follows; those of refunds and disputes are prices. Net is gross − fee, as before. */
export function movedAmounts(record: CanonicalRecord, byMinor: bigint): Amounts {
  const { grossMinor, feeMinor, netMinor, presentment } = record
  if (byMinor === 0n) return { grossMinor, feeMinor, netMinor, ...(presentment === undefined ? {} : { presentment }) }
  const gross = grossMinor + byMinor
  const fee = movedFee(record, gross)
  return {
    grossMinor: gross,
    feeMinor: fee,
    netMinor: gross - fee,
    ...(presentment === undefined ? {} : { presentment: movedPresentment(presentment, record.currency, byMinor) }),
  }
}

/** How far the net of a record moves when its gross moves by `byMinor`. */
export function netMovement(record: CanonicalRecord, byMinor: bigint): bigint {
  if (byMinor === 0n) return 0n
  const gross = record.grossMinor + byMinor
  return gross - movedFee(record, gross) - record.netMinor
}

/** Whether a record has a fee that moves with its gross. */
export function hasFollowingFee({ kind, grossMinor, feeMinor }: CanonicalRecord): boolean {
  return kind === 'charge' && grossMinor !== 0n && feeMinor !== 0n
}

function movedFee(record: CanonicalRecord, gross: bigint): bigint {
  const { grossMinor, feeMinor, currency } = record
  if (!hasFollowingFee(record)) return feeMinor
  // A fee in whole steps stays in whole steps.
  const smallest = smallestStep(currency)
  const step = feeMinor % smallest === 0n ? smallest : 1n
  return dividedHalfEven(feeMinor * gross, grossMinor * step) * step
}

/** What the shopper saw moves by what the offset is worth at the row's own rate, to the nearest unit. */
function movedPresentment(presentment: Presentment, currency: string, byMinor: bigint): Presentment {
  const [whole = '0', fraction = ''] = presentment.rate.split('.')
  const rate = BigInt(whole + fraction)
  if (rate <= 0n) return presentment
  const shown = 10n ** BigInt(currencyExponent(presentment.currency) ?? 2)
  const settled = 10n ** BigInt(currencyExponent(currency) ?? 2)
  const by = dividedHalfEven(byMinor * 10n ** BigInt(fraction.length) * shown, rate * settled)
  return { ...presentment, amountMinor: presentment.amountMinor + by }
}

/** Half to even, whatever the signs. */
export function dividedHalfEven(dividend: bigint, divisor: bigint): bigint {
  const [above, below] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor]
  const negative = above < 0n
  const size = negative ? -above : above
  const quotient = size / below
  const twice = (size % below) * 2n
  const rounded = twice > below || (twice === below && quotient % 2n === 1n) ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}

/** The least that an amount may move by: some currencies are paid in whole units or tens of their smallest one (formats.md §10). */
export function smallestStep(currency: string): bigint {
  if (['HUF', 'TWD'].includes(currency)) return 100n
  return currencyExponent(currency) === 3 ? 10n : 1n
}
