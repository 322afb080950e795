/** Small whole files of each processor and ledger format, for tests to break. The shared scenario of the format notes. */

import { bytesInput } from '../bytes-input.ts'
import { isLedgerFormat, streamLedgerFile, type LedgerFormat } from '../ledger-formats.ts'
import { streamProcessorFile, type ProcessorFormat } from '../processor-formats.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'

export const account = {
  tenant: 'acme',
  merchant: 'm1',
  account: 'acct_1',
  zone: 'America/Los_Angeles',
  cutOff: '24:00',
  decimalSeparator: '.' as '.' | ',',
  exponents: {} as Readonly<Record<string, number>>,
  merchants: undefined as Readonly<Record<string, string>> | undefined,
}

export type SmallFormat = ProcessorFormat | LedgerFormat

/** Reads a text or bytes as a file of the format. */
export function readAs(
  format: SmallFormat,
  bytes: Uint8Array | string,
  options: Partial<typeof account> = {},
  chunkBytes?: number,
): Promise<FileReading> {
  const input = bytesInput('file', bytes, chunkBytes)
  const rules = { ...account, ...options }
  if (isLedgerFormat(format)) return collected(streamLedgerFile(input, format, { ...rules, tenants: 'any' }, { owner: rules }))
  const { merchants, ...others } = rules
  return collected(streamProcessorFile(input, format, merchants === undefined ? others : { ...others, merchants }))
}

const stripeRows = (trace: string): readonly string[] => [
  `txn_1,2026-01-05 10:00:00,usd,100.00,3.20,96.80,charge,ch_1,ch_1,pi_1,po_1${trace}`,
  `txn_2,2026-01-05 23:59:59,usd,50.00,1.75,48.25,charge,ch_2,ch_2,pi_2,po_1${trace}`,
  `txn_3,2026-01-06 09:00:00,usd,-20.00,0.00,-20.00,refund,re_1,ch_1,pi_1,po_1${trace}`,
  `txn_4,2026-01-06 12:00:00,usd,-50.00,15.00,-65.00,dispute,dp_1,ch_2,pi_2,po_1${trace}`,
  `txn_5,2026-01-06 12:30:00,usd,-0.10,0.00,-0.10,fee,,,,po_1${trace}`,
  `txn_6,2026-01-08 00:00:00,usd,-59.95,0.00,-59.95,payout,po_1,,,po_1${trace}`,
]
const stripeHeader =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,automatic_payout_id'

const payPalHeader = [
  'Transaction ID',
  'Invoice ID',
  'PayPal Reference ID',
  'PayPal Reference ID Type',
  'Transaction Event Code',
  'Transaction Initiation Date',
  'Transaction Completion Date',
  'Transaction Debit or Credit',
  'Gross Transaction Amount',
  'Gross Transaction Currency',
  'Fee Debit or Credit',
  'Fee Amount',
  'Fee Currency',
]
const payPalRow = (
  id: string,
  code: string,
  direction: string,
  gross: string,
  currency: string,
  fee = '"",,""',
  reference = '"",""',
): string =>
  `"SB","${id}","INV-7",${reference},"${code}",2026/01/06 00:00:30 -0800,2026/01/06 00:00:31 -0800,"${direction}",${gross},"${currency}",${fee}`
const payPalRows = [
  payPalRow('5TX1', 'T0006', 'CR', '5200', 'EUR', '"DR",225,"EUR"'),
  payPalRow('5TX2', 'T1107', 'DR', '1000', 'EUR', '"CR",47,"EUR"', '"5TX1","TXN"'),
  payPalRow('6FX1', 'T0201', 'DR', '4022', 'EUR', undefined, '"6FX2","TXN"'),
  payPalRow('6FX2', 'T0201', 'CR', '4380', 'USD', undefined, '"6FX1","TXN"'),
  payPalRow('7WD1', 'T0400', 'DR', '4380', 'USD'),
]
const payPalHead = [
  '"RH",2026/01/07 02:05:05 -0800,"A","ACCT01",009,',
  '"FH",01',
  '"SH",2026/01/06 00:00:00 -0800,2026/01/06 23:59:59 -0800,"ACCT01",""',
]
const payPalNames = (names: readonly string[]): string => `"CH",${names.map((name) => `"${name}"`).join(',')}`

const adyenHeader =
  'Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number'
const adyenRows = [
  'Co,Shop,8811,order-1,visa,2026-01-05 10:00:00,PST,Settled,8812,USD,,100.00,1,USD,,96.80,3.20,,,,7',
  'Co,Shop,8811,order-1,visa,2026-01-06 09:00:00,PST,Refunded,8813,USD,20.00,,1,USD,20.00,,,,,,7',
  'Co,Shop,8821,order-2,jcb,2026-01-06 09:30:00,PST,Settled,8822,JPY,,3158,0.0067,USD,,20.92,,0.1,0.1,0.04,7',
  'Co,Shop,,,,2026-01-07 02:21:49,PST,Fee,Transaction Fees January,,,,,USD,0.10,,,,,,7',
  'Co,Shop,,,,2026-01-07 02:21:49,PST,MerchantPayout,"TX100XT batch 7, Shop",,,,,USD,97.62,,,,,,7',
]

/** Each with its header first; rows that hold money come one a line. */
export const smallFiles: Readonly<Record<Exclude<SmallFormat, 'stripe-api'>, readonly string[]>> = {
  'stripe-itemized': [`${stripeHeader},trace_id`, ...stripeRows(',TR091')],
  'stripe-balance-change': [stripeHeader, ...stripeRows('').slice(0, 5)],
  'stripe-payouts': [
    'payout_id,effective_at_utc,currency,gross,fee,net,reporting_category,balance_transaction_id,payout_status',
    'po_1,2026-01-08 00:00:00,usd,-59.95,0.00,-59.95,payout,txn_6,paid',
    'po_2,2026-01-09 00:00:00,usd,10.00,0.00,10.00,payout_reversal,txn_7,failed',
  ],
  'adyen-settlement': [adyenHeader, ...adyenRows],
  'paypal-stl': [
    ...payPalHead,
    payPalNames(payPalHeader),
    ...payPalRows,
    '"SF","EUR",5200,5022,47,225,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,3',
    '"SF","USD",4380,4380,0,0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,2',
    '"SC",5',
    '"RF","EUR",5200,5022,47,225,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,3',
    '"RF","USD",4380,4380,0,0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,2',
    '"RC",5',
    '"FF",5',
  ],
  'paypal-trr': [
    ...payPalHead,
    payPalNames([...payPalHeader, 'Transactional Status', 'First Name']),
    ...payPalRows.map((row, at) => `${row},"${'SPSDS'[at]}","Jane"`),
    '"SC",5',
    '"RC",5',
  ],
  'ledger-csv': [
    'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at',
    'acme,m1,le_1,charge,pi_1,,100.00,USD,2026-01-05T10:00:00.000Z',
    'acme,m1,le_2,charge,pi_2,,50.00,USD,2026-01-05T23:59:59.000Z',
    'acme,m1,le_3,refund,re_1,ch_1,-20.00,USD,2026-01-06T09:00:00.000Z',
  ],
  'shopify-orders': [
    'Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem name,Payment Reference,Id',
    '#1050,jane@example.com,paid,2026-05-01 10:00:00 +0200,EUR,100.90,2026-05-01 09:59:00 +0200,Tea,c77.1,555',
    '#1050,jane@example.com,,,,,,Cup,,',
    '#1051,jane@example.com,pending,,EUR,5.00,2026-05-01 23:59:00 +0200,Cup,,556',
  ],
  'shopify-transactions': [
    'Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type',
    '555,#1050,capture,stripe,2026-05-01 10:00:05 +0200,success,100.90,EUR,visa',
    '555,#1050,refund,stripe,2026-05-02 10:00:00 +0200,success,20.00,EUR,visa',
    '556,#1051,sale,stripe,2026-05-02 10:00:00 +0200,failure,5.00,EUR,visa',
  ],
}

export const smallFormats = Object.keys(smallFiles) as (keyof typeof smallFiles)[]

export function smallText(format: keyof typeof smallFiles): string {
  return `${smallFiles[format].join('\n')}\n`
}
