/** Adyen's settlement details report (formats.md §5). Times in UTC, which each row says. */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord, Kind } from '../../harness/model/record.ts'
import { majorUnits, type FormatWriter, type WrittenAccount } from './format-writer.ts'

const columns = [
  'Company Account',
  'Merchant Account',
  'Psp Reference',
  'Merchant Reference',
  'Payment Method',
  'Creation Date',
  'TimeZone',
  'Type',
  'Modification Reference',
  'Gross Currency',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Exchange Rate',
  'Net Currency',
  'Net Debit (NC)',
  'Net Credit (NC)',
  'Commission (NC)',
  'Markup (NC)',
  'Scheme Fees (NC)',
  'Interchange (NC)',
  'Payment Method Variant',
  'Modification Merchant Reference',
  'Batch Number',
]

const types: Readonly<Partial<Record<Kind, string>>> = {
  charge: 'Settled',
  refund: 'Refunded',
  dispute: 'Chargeback',
  dispute_reversal: 'ChargebackReversed',
  fee: 'Fee',
  adjustment: 'DepositCorrection',
  payout: 'MerchantPayout',
}

/** What a row of this kind is called; other kinds are corrections. */
export function adyenType(kind: Kind): string {
  return types[kind] ?? 'Adjustment'
}

/** The payout's own row carries its transfer in this column. */
export function adyenModification({ kind, traceRef = '' }: CanonicalRecord): string {
  return kind === 'payout' ? traceRef : ''
}

export function adyenWriter({ account }: WrittenAccount): FormatWriter {
  return { begin: () => `${columns.join(',')}\n`, add: (record) => row(record, account), end: () => '' }
}

function row(record: CanonicalRecord, account: string): string {
  const { recordId, kind, ref = '', payoutRef = '', occurredAt, currency, grossMinor, feeMinor, netMinor } = record
  const isPayout = kind === 'payout'
  const gross = isPayout ? [currency, '', '', ''] : [currency, ...debitAndCredit(grossMinor, currency), '1']
  return `${[
    'Tenfold',
    account,
    recordId,
    isPayout ? '' : ref,
    isPayout || kind === 'fee' ? '' : 'visa',
    `${occurredAt.slice(0, 10)} ${occurredAt.slice(11, 19)}`,
    'UTC',
    adyenType(kind),
    adyenModification(record),
    ...gross,
    currency,
    ...debitAndCredit(netMinor, currency),
    feeMinor === 0n ? '' : majorUnits(feeMinor, currency),
    '',
    '',
    '',
    '',
    '',
    isPayout ? ref : payoutRef,
  ].join(',')}\n`
}

function debitAndCredit(minor: bigint, currency: string): [string, string] {
  const text = majorUnits(absoluteMinor(minor), currency)
  return minor < 0n ? [text, ''] : ['', text]
}
