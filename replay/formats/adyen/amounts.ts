/** The amount columns of one Adyen row to gross, fee and net (formats.md §5). Knows no types of rows. */

import type { Presentment } from '../../../harness/model/record.ts'
import type { CellReader } from '../amounts.ts'
import { feeExtraDigits } from './sums.ts'

export interface AdyenAmounts {
  readonly currency: string
  readonly grossMinor: bigint
  readonly feeMinor: bigint
  readonly netMinor: bigint
  readonly presentment?: Presentment
  /** As the gross columns have it, in their own currency; undefined where they are empty. */
  readonly gross: { readonly currency: string; readonly minor: bigint } | undefined
  /** Sum of the fee columns, in fractions of the smallest unit. */
  readonly feesFine: bigint
  /** Whether the fee columns explain what lies between gross and net; they need not (a conversion, a correction). */
  readonly feesExplain: boolean
}

const feeColumns = ['Commission (NC)', 'Markup (NC)', 'Scheme Fees (NC)', 'Interchange (NC)']
const finePerMinor = 10n ** BigInt(feeExtraDigits)

/**
 * Net is credit less debit. In one currency gross is too, and the fee is what lies between. Across currencies the gross of the net's currency
 * stands nowhere: it is net and fees together, and the gross columns are what the shopper saw. Problems go to the reader.
 */
export function adyenAmounts(cell: (name: string) => string, reader: CellReader, decimalSeparator: '.' | ','): AdyenAmounts {
  const { currency, exponent } = reader.currency('Net Currency', cell('Net Currency'))
  const amount = (name: string, digits: number): bigint | undefined => reader.optionalAmount(name, cell(name), digits, decimalSeparator)
  const [debit, credit] = [amount('Net Debit (NC)', exponent), amount('Net Credit (NC)', exponent)]
  if (debit === undefined && credit === undefined) reader.refuse('amount', 'Net Credit (NC)', 'a net debit or a net credit', undefined)
  const netMinor = (credit ?? 0n) - (debit ?? 0n)

  let feesFine = 0n
  for (const name of feeColumns) feesFine += amount(name, exponent + feeExtraDigits) ?? 0n
  const gross = grossOf(cell, reader, decimalSeparator)
  if (gross === undefined) return { currency, grossMinor: netMinor, feeMinor: 0n, netMinor, gross, feesFine, feesExplain: true }
  if (gross.currency === currency) {
    const feeMinor = gross.minor - netMinor
    return { currency, grossMinor: gross.minor, feeMinor, netMinor, gross, feesFine, feesExplain: feeMinor * finePerMinor === feesFine }
  }
  if (feesFine % finePerMinor !== 0n) reader.refuse('amount', 'Interchange (NC)', `fees of whole ${currency} units together`, undefined)
  const feeMinor = feesFine / finePerMinor
  const rate = cell('Exchange Rate')
  const known = /^\d+(?:\.\d+)?$/.test(rate)
  return {
    currency,
    grossMinor: netMinor + feeMinor,
    feeMinor,
    netMinor,
    ...(known ? { presentment: { amountMinor: gross.minor, currency: gross.currency, rate } } : {}),
    gross,
    feesFine,
    feesExplain: true,
  }
}

function grossOf(cell: (name: string) => string, reader: CellReader, decimalSeparator: '.' | ','): AdyenAmounts['gross'] {
  const [debitText, creditText] = [cell('Gross Debit (GC)'), cell('Gross Credit (GC)')]
  // A payout names a gross currency and no amount of it.
  if (debitText === '' && creditText === '') return undefined
  const { currency, exponent } = reader.currency('Gross Currency', cell('Gross Currency'))
  const debit = reader.optionalAmount('Gross Debit (GC)', debitText, exponent, decimalSeparator) ?? 0n
  const credit = reader.optionalAmount('Gross Credit (GC)', creditText, exponent, decimalSeparator) ?? 0n
  return { currency, minor: credit - debit }
}
