/** Texts of bank formats, read as the statements of one account. */

import type { BankAccount, BankAccountOf } from '../../replay/formats/bank/bank-line.ts'
import { streamBankFile, type BankFormat } from '../../replay/formats/bank-formats.ts'
import { bytesInput } from '../../replay/formats/bytes-input.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import { collected } from '../../replay/formats/record-stream.ts'

export const berlinAccount: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'Europe/Berlin', cutOff: '24:00' }
export const newYorkAccount: BankAccount = { ...berlinAccount, zone: 'America/New_York' }

type Read = (text: string | Uint8Array, accountOf?: BankAccountOf, chunkBytes?: number) => Promise<FileReading>

/** A reader of texts of one format; unless a test says whose they are, they are all of `account`. */
export function readerOf(format: BankFormat, account = berlinAccount): Read {
  return (text, accountOf = () => account, chunkBytes = 65_536) =>
    collected(streamBankFile(bytesInput(`bank.${format}`, text, chunkBytes), format, accountOf, 'unique'))
}
