/** Which format a file is of, by its first bytes. Reads no rows. */

import { HarnessError } from '../../harness/model/errors.ts'
import { csvTokenizer } from './csv-tokenizer.ts'
import { ledgerColumns } from './ledger-csv.ts'
import type { FileInput, HistoryFormat } from './reading.ts'
import { stripeRequired } from './stripe-itemized.ts'

const csvFormats: readonly (readonly [HistoryFormat, readonly string[]])[] = [
  ['stripe-itemized', stripeRequired],
  ['ledger-csv', ledgerColumns],
]

/** The format whose columns or root element the file begins with; throws BAD_INPUT where there is none. */
export async function detectFormat({ file, chunks }: FileInput): Promise<HistoryFormat> {
  let head: Buffer | undefined
  for await (const chunk of chunks) {
    head = Buffer.from(chunk)
    break
  }
  const text = (head ?? Buffer.alloc(0)).toString(head?.[0] === 0xff ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') {
    throw new HarnessError('BAD_INPUT', `${file}: is empty (${head?.length ?? 0} bytes)`, {
      hint: 'export the file again, or take it out of the history',
    })
  }
  if (text.trimStart().startsWith('<')) {
    const message = /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}/.exec(text)?.[0]
    if (message?.startsWith('camt.053.') === true) return 'camt053'
    if (message?.startsWith('camt.054.') === true) return 'camt054'
    throw unknownFormat(file, `is XML, of message ${message ?? 'none'}`)
  }
  const columns = new Set(headerOf(file, text))
  const scores = csvFormats.map(([format, names]) => ({ format, names, found: names.filter((name) => columns.has(name)) }))
  const best = scores.toSorted((a, b) => b.found.length - a.found.length)[0]
  if (best !== undefined && best.found.length === best.names.length) return best.format
  const missing = best?.names.filter((name) => !columns.has(name)).join(', ')
  throw unknownFormat(
    file,
    best === undefined || best.found.length === 0
      ? `has ${columns.size} columns in line 1, none of them known`
      : `line 1 is near to ${best.format} (${best.found.join(', ')}), but lacks ${missing}`,
  )
}

function headerOf(file: string, text: string): readonly string[] {
  let header: readonly string[] | undefined
  const tokenizer = csvTokenizer(file, ({ cells }) => {
    header ??= cells.map((cell) => cell.trim())
  })
  const newline = text.indexOf('\n')
  tokenizer.push(Buffer.from(newline === -1 ? text : text.slice(0, newline + 1)))
  tokenizer.end()
  return header ?? []
}

function unknownFormat(file: string, seen: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: ${seen}; not a history file that we read`, {
    hint: 'expected a Stripe itemized payout reconciliation report, a camt.053 statement, or a ledger CSV',
  })
}
