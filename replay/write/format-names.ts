/** The formats that can be written. Data, without their writers. */

export const writtenFormatNames = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'stripe-api',
  'paypal-stl',
  'paypal-trr',
  'adyen-settlement',
  'camt053',
  'camt054',
  'mt940',
  'mt942',
  'bai2',
  'ofx1',
  'ofx2',
  'ledger-csv',
  'shopify-orders',
  'shopify-transactions',
] as const
export type WrittenFormatName = (typeof writtenFormatNames)[number]
