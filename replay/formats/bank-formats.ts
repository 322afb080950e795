/** Bank formats by name, and the reader of each. */

import type { BankAccountOf } from './bank/bank-line.ts'
import type { BankIds } from './bank/bank-stream.ts'
import { readBai2 } from './bai2/bai2.ts'
import type { Bai2AccountTotal } from './bai2/controls.ts'
import { readCamt } from './camt/camt053.ts'
import type { SeenStatements } from './camt/repeated-statements.ts'
import { readMt940 } from './mt940/mt940.ts'
import { readOfx } from './ofx/ofx.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import type { RecordStream } from './record-stream.ts'
import type { Admit } from './same-transactions.ts'

const bankFormats = ['camt053', 'camt054', 'mt940', 'bai2', 'ofx'] as const satisfies readonly HistoryFormat[]
export type BankFormat = (typeof bankFormats)[number]

export function isBankFormat(format: HistoryFormat): format is BankFormat {
  return bankFormats.some((known) => known === format)
}

/** `accountTotal` is for BAI2 alone, `admit` for camt; `seen`, the statements of the files read before, for camt and MT940. */
export function streamBankFile(
  input: FileInput,
  format: BankFormat,
  accountOf: BankAccountOf,
  ids: BankIds,
  accountTotal: Bai2AccountTotal = 'either',
  admit?: Admit,
  seen?: SeenStatements,
): RecordStream {
  switch (format) {
    case 'mt940':
      return readMt940(input, accountOf, ids, seen?.chain)
    case 'bai2':
      return readBai2(input, accountOf, ids, accountTotal)
    case 'ofx':
      return readOfx(input, accountOf, ids)
    default:
      return readCamt(input, format, accountOf, ids, admit, seen)
  }
}
