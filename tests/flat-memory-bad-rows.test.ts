import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { smallFiles } from '../replay/formats/traps/processor-files.ts'
import type { ReadRows } from './support/read-rows.ts'

/** About twice what the code alone takes: a quarter of a million rows of which something is kept do not fit. */
const heapMiB = 32
const rows = 250_000
const rowsPerWrite = 5_000
/** A hundred times what one takes. */
const timeout = 240_000

interface LargeFile {
  readonly head: string
  readonly row: (index: number) => string
  readonly foot: string
}

/** A small file whose rows are all its first one, with one text changed. */
function repeated(format: 'stripe-itemized' | 'paypal-stl' | 'ledger-csv', rowAt: number, from: string, to: string): LargeFile {
  const lines = smallFiles[format]
  const bad = `${(lines[rowAt] ?? '').replace(from, to)}\n`
  return { head: `${lines.slice(0, rowAt).join('\n')}\n`, row: () => bad, foot: '' }
}

const mt940 = ':20:STATEMENT\n:25:DE00TENFOLD1\n'

const bad: Readonly<Record<string, LargeFile & { readonly reason: string }>> = {
  'stripe-itemized': { ...repeated('stripe-itemized', 1, '100.00', '1.000.000.000.00'), reason: 'amount' },
  'paypal-stl': { ...repeated('paypal-stl', 4, '5200', '5.200.000.000'), reason: 'amount' },
  'stripe-api': {
    head: '',
    row: (index) =>
      `{"object":"balance_transaction","id":"txn_${index}","amount":0.125,"fee":0,"net":1,"currency":"usd","created":1767607200,"type":"charge"}\n`,
    foot: '',
    reason: 'amount',
  },
  mt940: { head: `${mt940}:60F:C260107EUR1,00\n`, row: () => ':61:260108C10.000.000,00NTRFNONREF\n', foot: '-\n', reason: 'amount' },
  'mt940 without a currency': { head: mt940, row: () => ':61:260108C1,00NTRFNONREF\n', foot: '-\n', reason: 'currency' },
  camt053: {
    head: '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>\n',
    row: () => '<Ntry><Amt Ccy="EUR">10.000.000,00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-08</Dt></BookgDt></Ntry>\n',
    foot: '</Stmt></BkToCstmrStmt></Document>\n',
    reason: 'amount',
  },
}

test.each(Object.entries(bad))(
  'a file of %s in which every row is bad is read to its end: each is counted and told, few are kept',
  { timeout },
  async (_name, file) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-bad-'))
    const path = join(folder.path, 'file')
    await write(path, file)
    expect(await read('inspect', path)).toEqual({ records: 0, quarantined: rows, reasons: { [file.reason]: rows }, told: rows })
  },
)

test('a file in which no row has an id of its own is inspected to its end: its rows are not remembered', { timeout }, async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-no-ids-'))
  const path = join(folder.path, 'file')
  const [head = ''] = smallFiles['shopify-transactions']
  const row = (index: number): string => `${index},#${index},capture,stripe,2026-05-01 10:00:05 +0200,success,100.90,EUR,visa\n`
  await write(path, { head: `${head}\n`, row, foot: '' })
  expect(await read('inspect', path)).toEqual({ records: rows, quarantined: 0, reasons: {}, told: 0 })
})

test('a history in which nearly every row is bad keeps its records, and tells the others as they go by', { timeout }, async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-bad-history-'))
  const { head, row } = repeated('ledger-csv', 1, '100.00', '1.000.000.000.00')
  await write(join(folder.path, 'ledger.csv'), { head, row, foot: `${smallFiles['ledger-csv'][1]}\n` })
  const entry = { file: '*.csv', format: 'ledger-csv', account: 'books', zone: 'UTC', tenants: ['acme'] }
  await writeFile(join(folder.path, 'profile.json'), JSON.stringify({ version: 1, files: [entry] }))
  expect(await read('history', folder.path)).toEqual({ records: 1, quarantined: rows, reasons: { amount: rows }, told: rows })
})

async function write(path: string, { head, row, foot }: LargeFile): Promise<void> {
  function* texts(): Generator<string> {
    yield head
    for (let from = 0; from < rows; from += rowsPerWrite) yield Array.from({ length: rowsPerWrite }, (_, at) => row(from + at)).join('')
    yield foot
  }
  await pipeline(Readable.from(texts()), createWriteStream(path))
}

async function read(how: 'inspect' | 'history', path: string): Promise<ReadRows> {
  const program = join(import.meta.dirname, 'support', 'read-rows.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${heapMiB}`, program, how, path])
  return JSON.parse(stdout) as ReadRows
}
