/** Formats of a merchant's own ledger by name, and the reader of each. */

import { streamLedgerCsv, type LedgerAccount } from './ledger/ledger-csv.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'

const ledgerFormats = ['ledger-csv'] as const satisfies readonly HistoryFormat[]
export type LedgerFormat = (typeof ledgerFormats)[number]

export function isLedgerFormat(format: HistoryFormat): format is LedgerFormat {
  return ledgerFormats.some((known) => known === format)
}

export function streamLedgerFile(input: FileInput, _format: LedgerFormat, account: LedgerAccount): RecordStream {
  return streamLedgerCsv(input, account)
}
