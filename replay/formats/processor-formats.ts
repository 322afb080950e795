/** Formats of processors by name, and the reader of each. */

import { streamAdyenSettlement } from './adyen/settlement.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'
import { streamStripeReport, type ProcessorAccount } from './stripe/report-csv.ts'

const processorFormats = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'adyen-settlement',
] as const satisfies readonly HistoryFormat[]
export type ProcessorFormat = (typeof processorFormats)[number]

export function isProcessorFormat(format: HistoryFormat): format is ProcessorFormat {
  return processorFormats.some((known) => known === format)
}

export function streamProcessorFile(input: FileInput, format: ProcessorFormat, account: ProcessorAccount): RecordStream {
  if (format === 'adyen-settlement') return streamAdyenSettlement(input, account)
  return streamStripeReport(input, format, account)
}
