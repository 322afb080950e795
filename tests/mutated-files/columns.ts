/** Tables with one column taken out, for files whose cells hold no line ends. */

import type { RealFile } from './real-files.ts'

const tables = [
  'stripe-itemized',
  'stripe-balance-change',
  'stripe-payouts',
  'paypal-stl',
  'paypal-trr',
  'adyen-settlement',
  'ledger-csv',
  'shopify-orders',
  'shopify-transactions',
]

/** One for each column; PayPal's rows lose it where they have a name for it, and their first cell stays. */
export function* withoutColumn({ text, reading, spans }: RealFile): Generator<{ readonly column: string; readonly bytes: Buffer }> {
  if (reading === undefined || spans.length === 0 || !tables.includes(reading.format)) return
  const isPayPal = reading.format.startsWith('paypal')
  const lines = text.split('\n').map((line) => ({ line, cells: cellsOf(line) }))
  const header = lines.find(({ line }) => (isPayPal ? /^"?CH\b/.test(line) : line !== ''))?.cells ?? []
  for (const [at, column] of header.entries()) {
    if (isPayPal && at === 0) continue
    const changed = lines.map(({ line, cells }) => (isPayPal && !/^"?(?:CH|SB)\b/.test(line) ? line : cells.toSpliced(at, 1).join(',')))
    yield { column, bytes: Buffer.from(changed.join('\n'), 'latin1') }
  }
}

function cellsOf(line: string): readonly string[] {
  return line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^,]*)/g) ?? []
}
