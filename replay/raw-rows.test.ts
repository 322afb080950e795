import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bytesInput } from './formats/bytes-input.ts'
import type { QuarantinedRow } from './formats/reading.ts'
import { loadHistory } from './history.ts'
import type { FileProfile } from './profile.ts'
import { rawBytesMax, rawRows, type RawRow } from './raw-rows.ts'

const row = (byteOffset: number, byteLength: number): QuarantinedRow => ({
  file: 'f',
  line: 1,
  column: 1,
  byteOffset,
  byteLength,
  reason: 'amount',
  expected: 'digits',
})

async function cut(bytes: Uint8Array | string, rows: readonly QuarantinedRow[], chunkBytes?: number): Promise<RawRow[]> {
  return Array.fromAsync(rawRows('f', bytesInput('f', bytes, chunkBytes).chunks, rows))
}

test.each([1, 2, 3, 5, 1000])('rows are cut out of chunks of %i bytes, also where they lie inside of each other', async (chunkBytes) => {
  const rows = await cut('alpha\nbeta\ngamma\n', [row(11, 5), row(0, 5), row(0, 10), row(6, 0)], chunkBytes)
  expect(rows.map(({ raw }) => raw)).toEqual(
    expect.arrayContaining([{ text: 'alpha' }, { text: 'alpha\nbeta' }, { text: 'gamma' }, { text: '' }]),
  )
  expect(rows).toHaveLength(4)
})

test('bytes that are no UTF-8 are kept as they are, and what is endless is cut', async () => {
  const bytes = Buffer.from('M\u00FCller', 'latin1')
  expect(await cut(bytes, [row(0, 6)])).toEqual([{ file: 'f', line: 1, byteOffset: 0, raw: { base64: bytes.toString('base64') } }])
  const [long] = await cut(Buffer.alloc(rawBytesMax + 10, 'x'), [row(4, rawBytesMax + 1)], 65_536)
  expect(long).toMatchObject({ cut: true, raw: { text: 'x'.repeat(rawBytesMax) } })
})

test('a file that ends before its row does is not the one that was read', async () => {
  await expect(cut('alpha', [row(3, 5)])).rejects.toThrow(/f: ends at byte 5/)
  await expect(cut('alpha', [row(30, 5)])).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

const owned = { account: 'a', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
const camt = (entries: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>${entries}</Stmt></BkToCstmrStmt></Document>`
const entry = (amount: string): string =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-01-08</Dt></BookgDt><AcctSvcrRef>B${amount}</AcctSvcrRef></Ntry>`
const posted = (amount: string): string => `<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260108<TRNAMT>${amount}<FITID>F${amount}</STMTTRN>`

/** A file of each kind of reader with one row that cannot be read, which holds a name; and how that row begins. */
const cases: readonly { readonly format: FileProfile['format']; readonly text: string; readonly bad: string }[] = [
  {
    format: 'ledger-csv',
    text:
      'tenant,merchant,entry_id,kind,reference,parent_reference,amount,currency,occurred_at\n' +
      'acme,m1,le_1,charge,pi_1,,100.00,USD,2026-01-05T10:00:00.000Z\n"acme",m1,"Jane\nDoe",charge,pi_2,,1.2.3,USD,2026-01-05T10:00:00.000Z\n',
    bad: '"acme",m1,"Jane\nDoe",charge,pi_2,,1.2.3,USD,2026-01-05T10:00:00.000Z',
  },
  { format: 'camt053', text: camt(`${entry('1.00')}\n${entry('Jane')}`), bad: entry('Jane') },
  {
    format: 'mt940',
    text: ':20:A\n:25:DE02\n:28C:1/1\n:60F:C260101EUR0,\n:61:260108C1,00NTRFNONREF//B1\n:61:260108CJaneNTRFNONREF//B2\n:62F:C260108EUR1,00\n-\n',
    bad: ':61:260108CJaneNTRFNONREF//B2',
  },
  {
    format: 'bai2',
    text: '01,A,B,260109,0600,1,,,2/\n02,B,A,1,260108,,USD,2/\n03,1,USD,/\n16,165,100,0,B1,,x/\n16,165,Jane,0,B2,,x/\n49,100,4/\n98,100,1,6/\n99,100,1,8/\n',
    bad: '16,165,Jane,0,B2,,x/',
  },
  {
    format: 'ofx',
    text: `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>${posted('1.00')}\n${posted('Jane')}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`,
    bad: posted('Jane'),
  },
  {
    format: 'stripe-api',
    text: ['1', '"Jane"']
      .map(
        (amount, index) =>
          `{"object":"balance_transaction","id":"txn_${index}","amount":${amount},"fee":0,"net":${amount},"currency":"usd","created":1767607200,"reporting_category":"charge","source":"ch_1","status":"available"}`,
      )
      .join('\n'),
    bad: '{"object":"balance_transaction","id":"txn_1","amount":"Jane"',
  },
]

test.each(cases)(
  'a quarantined row of $format is had back as it stands, also out of a packed file; a history tells nothing of it',
  async (each) => {
    const { format, text, bad } = each
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-raw-'))
    await writeFile(join(folder.path, 'plain'), text)
    await writeFile(join(folder.path, 'packed'), gzipSync(text))
    const files = ['packed', 'plain'].map(
      (file) => ({ ...owned, file, format, ...(format === 'ledger-csv' ? { tenants: ['acme'] } : {}) }) as FileProfile,
    )
    const history = await loadHistory(folder.path, { version: 1, files })
    const { rows } = history.quarantined
    expect(rows).toHaveLength(2)
    const told = JSON.stringify([history.quarantined, history.records, history.controls, history.notes], (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    expect(told).not.toMatch(/Jane|Doe/)
    const raw = await Array.fromAsync(history.rawRows(rows))
    expect(raw.map(({ file }) => file)).toEqual(['packed', 'plain'])
    for (const { raw: bytes } of raw) expect('text' in bytes && bytes.text.startsWith(bad), JSON.stringify(bytes)).toBe(true)
  },
)
