/** Bank formats by name, and the reader of each. */

import type { BankAccountOf } from './bank/bank-line.ts'
import type { BankIds } from './bank/bank-stream.ts'
import { readCamt } from './camt/camt053.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'

const bankFormats = ['camt053', 'camt054'] as const satisfies readonly HistoryFormat[]
export type BankFormat = (typeof bankFormats)[number]

export function isBankFormat(format: HistoryFormat): format is BankFormat {
  return bankFormats.some((known) => known === format)
}

export function streamBankFile(input: FileInput, format: BankFormat, accountOf: BankAccountOf, ids: BankIds): RecordStream {
  return readCamt(input, format, accountOf, ids)
}
