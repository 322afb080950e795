/** Records as JSON of the wire, valid and not, for the comparison of the two statements of docs/wire.md. Data alone. */

import { wireRecord } from '../support/sample-record.ts'

export type Wire = Readonly<Record<string, unknown>>

/** A charge at a processor; ids tell the cases apart. */
export function charge(tenant: string, recordId: string, change: Wire = {}): Wire {
  return { ...wireRecord, tenant, recordId, ref: recordId, ...change }
}

const largest = '9'.repeat(18)
const bankLine = { kind: 'bank_line', side: 'bank', source: 'bank' }
const payout = { kind: 'payout', grossMinor: '-10000', feeMinor: '0', netMinor: '-10000' }
const fee = { kind: 'fee', ref: undefined }

/** What matching.md §1 allows nowhere else. */
export const misplacedKinds: readonly { readonly kind: string; readonly side: string }[] = [
  ...['payout', 'payout_return', 'bank_line'].map((kind) => ({ kind, side: 'ledger' })),
  { kind: 'bank_line', side: 'processor' },
  ...['charge', 'refund', 'dispute', 'dispute_reversal', 'payout', 'payout_return'].map((kind) => ({ kind, side: 'bank' })),
]

/** Valid, and none of it usual. */
export const oddRecords: readonly { readonly name: string; readonly change: Wire }[] = [
  { name: 'a reference with compatibility forms and blanks of all kinds', change: { ref: '\u3000ＰＩ\u00a0\t１  ﬁ Ⅳ\n' } },
  { name: 'a reference in decomposed letters', change: { ref: 'Zu\u0308rich e\u0301' } },
  { name: 'references of every kind', change: { parentRef: ' ch 1 ', payoutRef: 'po_１', traceRef: 'TR\t1' } },
  { name: 'references that name nothing', change: { ref: '', parentRef: 'NONREF', payoutRef: ' NOTPROVIDED ', traceRef: '\u2003' } },
  { name: 'references that only look as if', change: { ref: 'nonref', parentRef: 'NOTPROVIDED 1', payoutRef: 'Nonref' } },
  {
    name: 'ids in other scripts, with quotes, slashes and separators',
    change: { merchant: 'Café "☕" 東京\\', account: 'a/b?c=d&e#f%', source: 'ſtripe\u001f' },
  },
  { name: 'an id that is not normalised', change: { recordId: ' ｏｄｄ  id\u2028 👩‍👩‍👧 ' } },
  { name: 'the longest text', change: { account: '☕'.repeat(512) } },
  { name: 'the largest amount', change: { grossMinor: largest, feeMinor: '0', netMinor: largest } },
  { name: 'the largest amount, negative', change: { grossMinor: `-${largest}`, feeMinor: '0', netMinor: `-${largest}` } },
  { name: 'a negative fee', change: { grossMinor: '0', feeMinor: '-5', netMinor: '5' } },
  { name: 'amounts beyond a float', change: { grossMinor: '9007199254740993', feeMinor: '1', netMinor: '9007199254740992' } },
  { name: 'a currency without minor units', change: { currency: 'JPY' } },
  { name: 'a presentment', change: { presentment: { rate: '000.920000000000', currency: 'KWD', amountMinor: '-12500' } } },
  { name: 'bank references, some of them absent', change: { ...bankLine, references: [' po_1 ', 'NONREF', '', 'ＴＲ１', 'po_1'] } },
  { name: 'bank references, all of them absent', change: { ...bankLine, references: ['NONREF', ' '] } },
  { name: 'no bank references', change: { ...bankLine, references: [] } },
  {
    name: 'as many bank references as there may be',
    change: { ...bankLine, references: Array.from({ length: 100 }, (_, index) => `r${index}`) },
  },
  { name: 'a payout that is not automatic', change: { ...payout, automatic: false } },
  { name: 'a payout that says that it is automatic', change: { ...payout, automatic: true } },
  { name: 'status and version', change: { status: 'verfügbar "1"', version: 2_147_483_647 } },
  { name: 'an empty status, version 0', change: { status: '', version: 0 } },
  { name: 'the first day', change: { ...fee, businessDate: '0001-01-01', occurredAt: '0001-01-01T00:00:00.000Z' } },
  { name: 'the last day', change: { ...fee, businessDate: '9999-12-31', occurredAt: '9999-12-31T23:59:59.999Z' } },
  { name: 'a leap day', change: { ...fee, businessDate: '2028-02-29', occurredAt: '2028-02-29T12:30:45.678Z' } },
]

/** Not valid: `field` as the api names it; the decoder of the harness names the field or, where several are at odds, the record. */
export const badRecords: readonly { readonly name: string; readonly change: Wire; readonly field: string; readonly decoder?: 'record' }[] =
  [
    ...[
      'merchant',
      'side',
      'source',
      'account',
      'recordId',
      'kind',
      'grossMinor',
      'feeMinor',
      'netMinor',
      'currency',
      'occurredAt',
      'businessDate',
    ].map((field) => ({ name: `${field} left out`, change: { [field]: undefined }, field })),
    ...['ref', 'parentRef', 'payoutRef', 'traceRef', 'status', 'version', 'presentment'].map((field) => ({
      name: `${field} null`,
      change: { [field]: null },
      field,
    })),
    { name: 'an empty merchant', change: { merchant: '' }, field: 'merchant' },
    { name: 'a merchant that is a number', change: { merchant: 1 }, field: 'merchant' },
    { name: 'an id with U+0000', change: { recordId: 'a\0b' }, field: 'recordId' },
    { name: 'half a character', change: { ref: 'a\ud83d' }, field: 'ref' },
    { name: 'a text of 513 characters', change: { account: 'a'.repeat(513) }, field: 'account' },
    { name: 'net that is not gross less fee', change: { netMinor: '9681' }, field: 'netMinor', decoder: 'record' },
    { name: 'an amount as a number', change: { grossMinor: 10_000 }, field: 'grossMinor' },
    { name: 'an amount of 19 digits', change: { grossMinor: `1${largest}`, netMinor: `1${largest}` }, field: 'grossMinor' },
    { name: 'an amount with a point', change: { feeMinor: '3.20' }, field: 'feeMinor' },
    { name: 'an amount with a plus sign', change: { grossMinor: '+10000' }, field: 'grossMinor' },
    { name: 'an amount with a leading zero', change: { netMinor: '09680' }, field: 'netMinor' },
    { name: 'minus zero', change: { feeMinor: '-0' }, field: 'feeMinor' },
    { name: 'an amount with a blank', change: { feeMinor: ' 320' }, field: 'feeMinor' },
    { name: 'an amount with an exponent', change: { feeMinor: '1e3' }, field: 'feeMinor' },
    { name: 'digits of another script', change: { feeMinor: '３２０' }, field: 'feeMinor' },
    { name: 'a currency in lower case', change: { currency: 'usd' }, field: 'currency' },
    { name: 'an unknown side', change: { side: 'shop' }, field: 'side' },
    { name: 'an unknown kind', change: { kind: 'chargeback' }, field: 'kind' },
    ...misplacedKinds.map(({ kind, side }) => ({
      name: `${kind} on side ${side}`,
      change: { kind, side },
      field: 'kind',
      decoder: 'record' as const,
    })),
    { name: 'a day that does not exist', change: { businessDate: '2026-02-29' }, field: 'businessDate' },
    { name: 'a day in the year 0', change: { businessDate: '0000-01-01' }, field: 'businessDate' },
    { name: 'a day with a time', change: { businessDate: '2026-01-05T00:00' }, field: 'businessDate' },
    { name: 'an instant without milliseconds', change: { occurredAt: '2026-01-05T10:00:00Z' }, field: 'occurredAt' },
    { name: 'an instant with an offset', change: { occurredAt: '2026-01-05T10:00:00.000+01:00' }, field: 'occurredAt' },
    { name: 'hour 24', change: { occurredAt: '2026-01-05T24:00:00.000Z' }, field: 'occurredAt' },
    { name: 'second 60', change: { occurredAt: '2026-01-05T23:59:60.000Z' }, field: 'occurredAt' },
    { name: 'an instant on no day', change: { occurredAt: '2026-13-05T10:00:00.000Z' }, field: 'occurredAt' },
    { name: 'references on a charge', change: { references: ['a'] }, field: 'references' },
    { name: 'no references, but on a charge', change: { references: [] }, field: 'references' },
    { name: 'references that are no list', change: { ...bankLine, references: 'TR1' }, field: 'references' },
    { name: 'references that are no texts', change: { ...bankLine, references: ['a', 1] }, field: 'references' },
    { name: 'a 101st reference', change: { ...bankLine, references: Array.from({ length: 101 }, () => 'r') }, field: 'references' },
    { name: 'a reference of 513 characters', change: { ...bankLine, references: ['a'.repeat(513)] }, field: 'references' },
    { name: 'automatic on a charge', change: { automatic: true }, field: 'automatic' },
    { name: 'automatic as a text', change: { ...payout, automatic: 'false' }, field: 'automatic' },
    { name: 'a presentment without a rate', change: { presentment: { amountMinor: '1', currency: 'EUR' } }, field: 'presentment' },
    { name: 'a presentment with a float', change: { presentment: { amountMinor: '1', currency: 'EUR', rate: 1.1 } }, field: 'presentment' },
    {
      name: 'a presentment with a negative rate',
      change: { presentment: { amountMinor: '1', currency: 'EUR', rate: '-1.1' } },
      field: 'presentment',
    },
    {
      name: 'a rate of 13 decimals',
      change: { presentment: { amountMinor: '1', currency: 'EUR', rate: '1.0000000000001' } },
      field: 'presentment',
    },
    {
      name: 'a presentment with a field more',
      change: { presentment: { amountMinor: '1', currency: 'EUR', rate: '1', at: '' } },
      field: 'presentment',
    },
    { name: 'a version that is no whole number', change: { version: 1.5 }, field: 'version' },
    { name: 'a negative version', change: { version: -1 }, field: 'version' },
    { name: 'a version as a text', change: { version: '1' }, field: 'version' },
    { name: 'a version above 31 bits', change: { version: 2_147_483_648 }, field: 'version' },
    { name: 'an unknown field', change: { colour: 'red' }, field: 'colour' },
    { name: 'a field of every object', change: { toString: 'x' }, field: 'toString' },
  ]
