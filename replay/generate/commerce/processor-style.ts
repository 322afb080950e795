/** How each processor names payouts and their transfers, as far as its files and the bank's show it. Data. */

import type { WrittenFormat } from '../../write/written-formats.ts'
import type { ProcessorStyle } from '../book.ts'

export function processorStyle({ source, format }: WrittenFormat): ProcessorStyle {
  if (source === 'adyen') return { source, payoutPrefix: '', tracePrefix: 'TX' }
  if (source === 'paypal') return { source, payoutPrefix: '7WD', tracePrefix: 'PP' }
  return { source, payoutPrefix: 'po_', ...(format === 'stripe-balance-change' ? {} : { tracePrefix: 'TR' }) }
}
