/** Formats of processors by name, and the reader of each. */

import { streamAdyenSettlement } from './adyen/settlement.ts'
import { streamPayPalReport } from './paypal/report.ts'
import type { PayPalAccount } from './paypal/row.ts'
import type { MadeIds } from './made-id.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'
import type { Admit } from './same-transactions.ts'
import { streamStripeApi } from './stripe/api-pages.ts'
import { streamStripeReport, type ProcessorAccount } from './stripe/report-csv.ts'

const processorFormats = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'stripe-api',
  'adyen-settlement',
  'paypal-stl',
  'paypal-trr',
] as const satisfies readonly HistoryFormat[]
export type ProcessorFormat = (typeof processorFormats)[number]

export function isProcessorFormat(format: HistoryFormat): format is ProcessorFormat {
  return processorFormats.some((known) => known === format)
}

/** `ids` are those of Adyen's rows alone: the others have their own. */
export function streamProcessorFile(
  input: FileInput,
  format: ProcessorFormat,
  account: ProcessorAccount & PayPalAccount,
  admit?: Admit,
  ids: MadeIds = 'made',
): RecordStream {
  if (format === 'adyen-settlement') return streamAdyenSettlement(input, account, ids)
  if (format === 'paypal-stl' || format === 'paypal-trr') return streamPayPalReport(input, format, account, admit)
  if (format === 'stripe-api') return streamStripeApi(input, account, admit)
  return streamStripeReport(input, format, account, admit)
}
