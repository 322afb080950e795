/** Any history file through detection and the reader of its format, as a run reads it: with ids, under an account that takes everything. */

import { isBankFormat, streamBankFile } from '../../replay/formats/bank-formats.ts'
import { bytesInput } from '../../replay/formats/bytes-input.ts'
import { detectFormat } from '../../replay/formats/detect.ts'
import { isLedgerFormat, streamLedgerFile } from '../../replay/formats/ledger-formats.ts'
import { streamProcessorFile } from '../../replay/formats/processor-formats.ts'
import type { FileInput, FileReading, HistoryFormat } from '../../replay/formats/reading.ts'
import { collected } from '../../replay/formats/record-stream.ts'

const account = {
  tenant: 'acme',
  merchant: 'm1',
  account: 'account-1',
  zone: 'Europe/Berlin',
  cutOff: '24:00',
  decimalSeparator: '.',
  exponents: {},
  tenants: 'any',
} as const

/** What detection may look at. */
const headBytes = 65_536

/** Throws what the reader throws. */
export async function readAny(file: string, bytes: Uint8Array, chunkBytes = headBytes): Promise<FileReading> {
  const format = await detectFormat(bytesInput(file, bytes.subarray(0, headBytes), headBytes))
  return readStream(bytesInput(file, bytes, chunkBytes), format)
}

/** The same, of a file whose format is known. */
export async function readStream(input: FileInput, format: HistoryFormat): Promise<FileReading> {
  if (isBankFormat(format)) return collected(streamBankFile(input, format, () => account, 'unique'))
  if (isLedgerFormat(format)) return collected(streamLedgerFile(input, format, account, { owner: account }))
  return collected(streamProcessorFile(input, format, account))
}
