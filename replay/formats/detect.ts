/** Which format a file is of, by its first bytes. Reads no rows. */

import { HarnessError } from '../../harness/model/errors.ts'
import { detectBank } from './bank/detect-bank.ts'
import { csvFormatOf } from './detect-csv.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import { headText } from './text-encoding.ts'

/** The format whose columns or root element the file begins with; throws BAD_INPUT where there is none. */
export async function detectFormat({ file, chunks }: FileInput): Promise<HistoryFormat> {
  let head: Buffer | undefined
  for await (const chunk of chunks) {
    head = Buffer.from(chunk)
    break
  }
  const text = headText(head ?? new Uint8Array())
  if (text.trim() === '') {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (${head?.length ?? 0} bytes)`, {
      hint: 'export the file again, or take it out of the history',
    })
  }
  const bank = detectBank(text)
  if (bank !== undefined) return bank
  if (text.trimStart().startsWith('<')) {
    const message = /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}/.exec(text)?.[0]
    throw unknownFormat(file, `is XML, of message ${message ?? 'none'}`)
  }
  if (/^[[{]/.test(text.trimStart())) {
    // Every object of Stripe's says what it is.
    if (/"object"\s*:\s*"balance_transaction"/.test(text)) return 'stripe-api'
    // The page of a day without any.
    if (/"url"\s*:\s*"\/v1\/balance_transactions"/.test(text)) return 'stripe-api'
    throw unknownFormat(file, 'is JSON, but holds no balance transactions of Stripe')
  }
  const found = csvFormatOf(file, head ?? new Uint8Array())
  if (found.kind === 'known') return found.format
  throw unknownFormat(file, found.seen)
}

function unknownFormat(file: string, seen: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: ${seen}; not a history file that we read`, {
    hint: 'expected a report of Stripe, PayPal or Adyen, a bank statement, or a ledger CSV: see tenfold inspect --help',
  })
}
