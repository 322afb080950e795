/** Formats of a merchant's own ledger by name, and the reader of each. */

import { streamLedgerCsv, type LedgerAccount } from './ledger/ledger-csv.ts'
import type { LedgerMap } from './ledger/ledger-map.ts'
import { ownMap, shopifyOrdersMap, shopifyTransactionsMap, type ShopOwner } from './ledger/ready-maps.ts'
import type { MadeIds } from './made-id.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'
import type { Admit } from './same-transactions.ts'

const ledgerFormats = ['ledger-csv', 'shopify-orders', 'shopify-transactions'] as const satisfies readonly HistoryFormat[]
export type LedgerFormat = (typeof ledgerFormats)[number]

export function isLedgerFormat(format: HistoryFormat): format is LedgerFormat {
  return ledgerFormats.some((known) => known === format)
}

interface LedgerOptions {
  /** For exports that do not say whose they are. */
  readonly owner?: ShopOwner
  /** For a ledger with columns of its own. */
  readonly map?: LedgerMap | undefined
  readonly ids?: MadeIds
  /** For transactions of a shop whose orders lead. */
  readonly admit?: Admit | undefined
}

export function streamLedgerFile(
  input: FileInput,
  format: LedgerFormat,
  account: LedgerAccount,
  { owner, map = ownMap, ids = 'made', admit }: LedgerOptions,
): RecordStream {
  if (format === 'ledger-csv') return streamLedgerCsv(input, format, map, account, ids)
  if (owner === undefined) throw new Error(`${format} without the shop's owner`)
  const shopify = format === 'shopify-orders' ? shopifyOrdersMap(owner) : shopifyTransactionsMap(owner)
  return streamLedgerCsv(input, format, shopify, account, ids, admit)
}
