/** The amount columns of one Adyen row to gross, fee and net (formats.md §5). Knows no types of rows. */

import type { Presentment } from '../../../harness/model/record.ts'
import type { RowReader } from '../row-reader.ts'
import type { AdyenCells } from './columns.ts'

export interface AdyenAmounts {
  readonly currency: string
  readonly grossMinor: bigint
  readonly feeMinor: bigint
  readonly netMinor: bigint
  readonly presentment: Presentment | undefined
  /** As the gross columns have it, in their own currency; undefined where they are empty. */
  readonly gross: { readonly currency: string; readonly minor: bigint } | undefined
  /** Sum of the fee columns, in fractions of the smallest unit. */
  readonly feesFine: bigint
  /** Whether the fee columns explain what lies between gross and net; they need not (a conversion, a correction). */
  readonly feesExplain: boolean
  /** Whether the fee is the fee columns rounded: only where they are all that says it. */
  readonly feeIsRounded: boolean
}

const feeColumns = ['Commission (NC)', 'Markup (NC)', 'Scheme Fees (NC)', 'Interchange (NC)'] as const
/** Fees may be finer than the smallest unit of their currency. */
export const feeExtraDigits = 6
const finePerMinor = 10n ** BigInt(feeExtraDigits)

/**
 * Net is credit less debit. In one currency gross is too, and the fee is what lies between. Across currencies the gross of the net's currency
 * stands nowhere: it is net and fees together, and the gross columns are what the shopper saw. Problems go to the reader.
 */
export function adyenAmounts(at: AdyenCells, reader: RowReader): AdyenAmounts {
  const { currency, exponent } = reader.currencyAt('Net Currency', at['Net Currency'])
  const debit = reader.optionalAmountAt('Net Debit (NC)', at['Net Debit (NC)'], exponent)
  const credit = reader.optionalAmountAt('Net Credit (NC)', at['Net Credit (NC)'], exponent)
  if (debit === undefined && credit === undefined) reader.refuse('amount', 'Net Credit (NC)', 'a net debit or a net credit', undefined)
  const netMinor = debit === undefined ? (credit ?? 0n) : (credit ?? 0n) - debit

  let feesFine = 0n
  for (const name of feeColumns) {
    const fee = reader.optionalAmountAt(name, at[name], exponent + feeExtraDigits)
    if (fee !== undefined) feesFine += fee
  }
  const gross = grossOf(at, reader)
  if (gross === undefined) return oneCurrency(currency, netMinor, netMinor, gross, feesFine)
  if (gross.currency === currency) return oneCurrency(currency, gross.minor, netMinor, gross, feesFine)
  const absent = feeColumns.find((name) => at[name] === -1)
  if (absent !== undefined) reader.refuse('amount', absent, 'each column of fees, where the gross is of another currency', undefined)
  const feeMinor = roundedHalfEven(feesFine)
  const rate = reader.text(at['Exchange Rate'])
  const known = /^\d+(?:\.\d+)?$/.test(rate)
  return {
    currency,
    grossMinor: netMinor + feeMinor,
    feeMinor,
    netMinor,
    presentment: known ? { amountMinor: gross.minor, currency: gross.currency, rate } : undefined,
    gross,
    feesFine,
    feesExplain: true,
    feeIsRounded: feeMinor * finePerMinor !== feesFine,
  }
}

/** The net is what was booked: a fraction of the smallest unit in the fees does not touch it. */
function roundedHalfEven(fine: bigint): bigint {
  const size = fine < 0n ? -fine : fine
  const [whole, twice] = [size / finePerMinor, 2n * (size % finePerMinor)]
  const up = twice > finePerMinor || (twice === finePerMinor && whole % 2n === 1n)
  const rounded = up ? whole + 1n : whole
  return fine < 0n ? -rounded : rounded
}

function oneCurrency(currency: string, grossMinor: bigint, netMinor: bigint, gross: AdyenAmounts['gross'], feesFine: bigint): AdyenAmounts {
  const feeMinor = grossMinor - netMinor
  const difference = feeMinor * finePerMinor - feesFine
  // Without a gross there is nothing that fees could explain; less than the smallest unit is what rounding leaves.
  const feesExplain = gross === undefined || (difference < finePerMinor && difference > -finePerMinor)
  return { currency, grossMinor, feeMinor, netMinor, presentment: undefined, gross, feesFine, feesExplain, feeIsRounded: false }
}

function grossOf(at: AdyenCells, reader: RowReader): AdyenAmounts['gross'] {
  const [debitAt, creditAt] = [at['Gross Debit (GC)'], at['Gross Credit (GC)']]
  // A payout names a gross currency and no amount of it.
  if (reader.row.isBlank(debitAt) && reader.row.isBlank(creditAt)) return undefined
  const { currency, exponent } = reader.currencyAt('Gross Currency', at['Gross Currency'])
  const debit = reader.optionalAmountAt('Gross Debit (GC)', debitAt, exponent)
  const credit = reader.optionalAmountAt('Gross Credit (GC)', creditAt, exponent) ?? 0n
  return { currency, minor: debit === undefined ? credit : credit - debit }
}
