import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { writeLargeFile } from '../benchmarks/parser-files.ts'
import type { ParsedOnce } from '../benchmarks/parse-once.ts'

/** What is kept of a file that is read must fit in here: about twice what the code alone takes. */
const heapMiB = 32
const fileBytes = 2 * heapMiB * 2 ** 20
const rowsPerStatement = 100

/** Statements with a long account each, as a bank sends them day by day: of none may its piece of the file be kept. */
interface Statements {
  readonly head: string
  readonly statement: string
  readonly foot: (statements: number) => string
}

const account = 'DE00TENFOLD1000100000001'
const row = (text: string): string => text.repeat(rowsPerStatement)
const camtEntry =
  '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>STRIPE po_1 TR091</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n'
const camtBalance = (type: string, amount: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`

const banks: Readonly<Record<string, Statements>> = {
  mt940: {
    head: '',
    statement: `:20:STATEMENT\n:25:${account}\n:60F:C260107EUR1234567890,12\n${row(':61:2601080108C1,00NTRFNONREF//BANK0001\n:86:STRIPE po_1 TR091\n')}:62F:C260108EUR1234567990,12\n-\n`,
    foot: () => '',
  },
  camt053: {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n',
    statement: `<Stmt><Acct><Id><IBAN>${account}</IBAN></Id></Acct>${camtBalance('OPBD', '1234567890.12')}${camtBalance('CLBD', '1234567990.12')}\n${row(camtEntry)}</Stmt>\n`,
    foot: () => '</BkToCstmrStmt></Document>\n',
  },
  ofx: {
    head: 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1>\n',
    statement: `<STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>${account}</BANKACCTFROM><BANKTRANLIST>\n${row('<STMTTRN><DTPOSTED>20260108120000<TRNAMT>1.00<FITID>BANK0001<MEMO>STRIPE po_1 TR091</STMTTRN>\n')}</BANKTRANLIST><LEDGERBAL><BALAMT>1234567890.12</LEDGERBAL></STMTRS></STMTTRNRS>\n`,
    foot: () => '</BANKMSGSRSV1></OFX>\n',
  },
  bai2: {
    head: '01,BANK,CUST,260109,0600,1,80,,2/\n',
    statement: `02,CUST,BANK,1,260108,,EUR,2/\n03,${account},EUR,010,1000,,,015,11000,,/\n${row('16,165,100,0,BANK0001,po_1,STRIPE TRANSFER/\n')}49,22000,102/\n98,22000,1,104/\n`,
    foot: (groups) => `99,${groups * 22_000},${groups},${groups * 104 + 2}/\n`,
  },
}

async function writeStatements(path: string, { head, statement, foot }: Statements): Promise<number> {
  const statements = Math.ceil(fileBytes / statement.length)
  const perWrite = 100
  function* texts(): Generator<string> {
    yield head
    for (let left = statements; left > 0; left -= perWrite) yield statement.repeat(Math.min(perWrite, left))
    yield foot(statements)
  }
  await pipeline(Readable.from(texts()), createWriteStream(path))
  return statements * rowsPerStatement
}

test.each([
  ...Object.entries(banks).map(([format, statements]) => ({ format, write: (path: string) => writeStatements(path, statements) })),
  { format: 'stripe-itemized', write: (path: string) => writeLargeFile(path, 'stripe-itemized', fileBytes) },
])('a file of $format is read to its end with a heap of half of it', { timeout: 240_000 }, async ({ write }) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-flat-'))
  const file = join(folder.path, 'file')
  const rows = await write(file)
  const program = join(import.meta.dirname, '..', 'benchmarks', 'parse-once.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${heapMiB}`, program, 'ours', file])
  expect((JSON.parse(stdout) as ParsedOnce).rows).toBe(rows)
})
