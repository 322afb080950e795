/** The formats that can be written, by name: their writers, and what of a record each of them carries. */

import type { CanonicalRecord, Kind, Side } from '../../harness/model/record.ts'
import { referencesOf } from '../formats/bank/references.ts'
import { dayStart } from '../formats/instants.ts'
import type { HistoryFormat } from '../formats/reading.ts'
import { adyenModification, adyenType, adyenWriter } from './adyen.ts'
import { bai2Writer } from './bai2.ts'
import { camtWriter } from './camt.ts'
import type { FormatWriter, WrittenAccount } from './format-writer.ts'
import type { WrittenFormatName } from './format-names.ts'
import { ledgerCsvWriter, orderName, shopifyWriter } from './ledger.ts'
import { mtWriter, ownerReference } from './mt940.ts'
import { ofxWriter } from './ofx.ts'
import { payPalWriter } from './paypal.ts'
import { stripeApiWriter } from './stripe-api.ts'
import { stripeCsvWriter } from './stripe-csv.ts'

export interface WrittenFormat {
  readonly side: Side
  /** What a profile calls it. */
  readonly format: HistoryFormat
  readonly extension: 'csv' | 'json' | 'xml' | 'sta' | 'bai' | 'ofx'
  /** The processor that it is of, in records. */
  readonly source: 'stripe' | 'paypal' | 'adyen' | 'bank' | 'ledger'
  /** Kinds that it has rows for; absent: those of its side. */
  readonly kinds?: readonly Kind[]
  writer(account: WrittenAccount): FormatWriter
  /** The record as its reader gives it back: what the format cannot say is not in it. */
  carried(record: CanonicalRecord, account: WrittenAccount): CanonicalRecord
}

/** The formats have no milliseconds. */
function toSecond(record: CanonicalRecord): CanonicalRecord {
  return { ...record, occurredAt: `${record.occurredAt.slice(0, 19)}.000Z` }
}

/** Without fields that are absent. */
function without(record: CanonicalRecord, ...names: readonly ('ref' | 'parentRef' | 'payoutRef' | 'traceRef')[]): CanonicalRecord {
  const copy = { ...record }
  for (const name of names) delete copy[name]
  return copy
}

/** A payout of which the format does not say what it is made of. */
function undecomposable(record: CanonicalRecord): CanonicalRecord {
  return record.kind === 'payout' ? { ...record, automatic: false } : without(record, 'payoutRef')
}

/** Days without a time: they begin with their first moment. */
function atDayStart(record: CanonicalRecord, zone: string): CanonicalRecord {
  return { ...record, occurredAt: dayStart(record.businessDate, zone) }
}

function withReferences(record: CanonicalRecord, named: readonly string[], remittance: readonly string[]): CanonicalRecord {
  return { ...record, references: referencesOf(named, remittance) }
}

const remittanceOf = ({ references = [] }: CanonicalRecord): readonly string[] => [references.join(' ')]

const stripeCsv = (format: 'stripe-itemized' | 'stripe-balance-change' | 'stripe-payouts'): WrittenFormat => ({
  side: 'processor',
  format,
  extension: 'csv',
  source: 'stripe',
  ...(format === 'stripe-payouts' ? { kinds: ['payout'] as const } : {}),
  writer: () => stripeCsvWriter(format),
  carried: (record) => (format === 'stripe-itemized' ? toSecond(record) : without(toSecond(record), 'traceRef')),
})

const payPal = (format: 'paypal-stl' | 'paypal-trr'): WrittenFormat => ({
  side: 'processor',
  format,
  extension: 'csv',
  source: 'paypal',
  writer: (account) => payPalWriter(format, account),
  carried: (record) => ({ ...undecomposable(toSecond(record)), ...(format === 'paypal-trr' ? { status: 'S' } : {}) }),
})

const camt = (format: 'camt053' | 'camt054'): WrittenFormat => ({
  side: 'bank',
  format,
  extension: 'xml',
  source: 'bank',
  writer: (account) => camtWriter(format, account),
  carried: (record) => withReferences(toSecond(record), [], remittanceOf(record)),
})

const mt = (message: 'mt940' | 'mt942'): WrittenFormat => ({
  side: 'bank',
  format: 'mt940',
  extension: 'sta',
  source: 'bank',
  writer: (account) => mtWriter(message, account),
  carried: (record, { zone }) =>
    withReferences(atDayStart(record, zone), [ownerReference(record.references ?? []) ?? '', record.recordId], remittanceOf(record)),
})

const ofx = (version: 'ofx1' | 'ofx2'): WrittenFormat => ({
  side: 'bank',
  format: 'ofx',
  extension: 'ofx',
  source: 'bank',
  writer: (account) => ofxWriter(version, account),
  carried: (record) => withReferences(toSecond(record), [], remittanceOf(record)),
})

const shopify = (format: 'shopify-orders' | 'shopify-transactions'): WrittenFormat => ({
  side: 'ledger',
  format,
  extension: 'csv',
  source: 'ledger',
  kinds: format === 'shopify-orders' ? ['charge'] : ['charge', 'refund'],
  writer: (account) => shopifyWriter(format, account),
  carried: (record) => ({ ...toSecond(record), parentRef: orderName(record) }),
})

export const writtenFormats: Readonly<Record<WrittenFormatName, WrittenFormat>> = {
  'stripe-itemized': stripeCsv('stripe-itemized'),
  'stripe-balance-change': stripeCsv('stripe-balance-change'),
  'stripe-payouts': stripeCsv('stripe-payouts'),
  'stripe-api': {
    side: 'processor',
    format: 'stripe-api',
    extension: 'json',
    source: 'stripe',
    writer: stripeApiWriter,
    carried: (record) => ({ ...undecomposable(toSecond(record)), status: 'available' }),
  },
  'paypal-stl': payPal('paypal-stl'),
  'paypal-trr': payPal('paypal-trr'),
  'adyen-settlement': {
    side: 'processor',
    format: 'adyen-settlement',
    extension: 'csv',
    source: 'adyen',
    writer: adyenWriter,
    carried: (record) => ({
      ...without(toSecond(record), 'parentRef'),
      recordId: `${record.recordId}/${adyenType(record.kind)}/${adyenModification(record)}`,
    }),
  },
  camt053: camt('camt053'),
  camt054: camt('camt054'),
  mt940: mt('mt940'),
  mt942: mt('mt942'),
  bai2: {
    side: 'bank',
    format: 'bai2',
    extension: 'bai',
    source: 'bank',
    writer: bai2Writer,
    carried: (record, { zone }) =>
      withReferences(
        atDayStart(record, zone),
        [record.recordId, record.references?.[0] ?? ''],
        [(record.references ?? []).slice(1).join(' ')],
      ),
  },
  ofx1: ofx('ofx1'),
  ofx2: ofx('ofx2'),
  'ledger-csv': {
    side: 'ledger',
    format: 'ledger-csv',
    extension: 'csv',
    source: 'ledger',
    writer: ledgerCsvWriter,
    carried: (record) => record,
  },
  'shopify-orders': shopify('shopify-orders'),
  'shopify-transactions': shopify('shopify-transactions'),
}
