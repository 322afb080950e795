import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { zipOf } from '../../tests/support/zip-bytes.ts'
import { smallText } from '../formats/traps/processor-files.ts'
import { loadHistory } from '../history.ts'
import { inspectFiles } from '../inspect.ts'
import { parseHistoryProfile } from '../profile.ts'
import { expandFiles } from './expand-files.ts'
import { openInputs } from './open-inputs.ts'

const statement = ':20:A\n:25:ACC\n:60F:C260107EUR0,00\n:61:2601080108C59,95NTRFNONREF//BANK1\n:62F:C260108EUR59,95\n'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-sources-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function written(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

/** Each input's member and text. */
async function contents(path: string, stdin?: Buffer): Promise<(readonly [string | undefined, string])[]> {
  const found: (readonly [string | undefined, string])[] = []
  for await (const { member, chunks } of openInputs(path, stdin === undefined ? undefined : Readable.from([stdin]))) {
    const all: Uint8Array[] = []
    for await (const chunk of chunks) all.push(Buffer.from(chunk))
    found.push([member, Buffer.concat(all).toString()])
  }
  return found
}

describe('a history file is opened by what it is, whatever its name', () => {
  test.each([
    ['plain', Buffer.from(statement), [[undefined, statement]]],
    ['gzipped', gzipSync(statement), [[undefined, statement]]],
    ['gzipped in two pieces', Buffer.concat([gzipSync(statement), gzipSync(statement)]), [[undefined, statement + statement]]],
    [
      'a ZIP archive',
      zipOf([
        { name: 'b.sta', content: statement },
        { name: 'in/a.sta', content: 'x', stored: true },
        { name: 'in/', content: '', stored: true },
        { name: '__MACOSX/b.sta', content: 'x' },
        { name: 'c.gz', content: gzipSync('packed') },
      ]),
      [
        ['b.sta', statement],
        ['in/a.sta', 'x'],
        ['c.gz', 'packed'],
      ],
    ],
  ] as const)('%s', async (_, bytes, expected) => {
    expect(await contents(await written('data.csv', bytes))).toEqual(expected)
    expect(await contents('-', bytes)).toEqual(expected)
  })

  test('members of an archive have profile entries of their own, or that of the archive', async () => {
    const other = statement.replace('BANK1', 'BANK2')
    await written(
      'bank.zip',
      zipOf([
        { name: 'a.sta', content: statement },
        { name: 'b.sta', content: other },
      ]),
    )
    const entry = { format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
    const idsOf = async (files: readonly object[]): Promise<(readonly string[])[]> => {
      const history = await loadHistory(folder, parseHistoryProfile({ version: 1, files }, 'p.json'))
      return [history.files.map(({ file }) => file), history.records.map(({ recordId, merchant }) => `${merchant} ${recordId}`)]
    }
    expect(await idsOf([{ ...entry, file: 'bank.zip' }])).toEqual([
      ['bank.zip/a.sta', 'bank.zip/b.sta'],
      ['m1 BANK1', 'm1 BANK2'],
    ])
    expect(await idsOf([{ ...entry, file: 'bank.zip/b.sta', merchant: 'm2' }])).toEqual([['bank.zip/b.sta'], ['m2 BANK2']])
  })

  test('a member of an archive that the profile does not name is told, and one that it names and is not there is refused', async () => {
    await written(
      'bank.zip',
      zipOf([
        { name: 'one.sta', content: statement },
        { name: 'two.sta', content: statement },
      ]),
    )
    const entry = { file: 'bank.zip/one.sta', format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
    const load = async (...files: readonly object[]): Promise<readonly string[]> =>
      (await loadHistory(folder, parseHistoryProfile({ version: 1, files }, 'p.json'))).notes
    expect(await load(entry)).toEqual(['bank.zip: the profile has no entry for 1 of its 2 members, which are not read: two.sta'])
    await expect(load(entry, { ...entry, file: 'bank.zip/tow.sta' })).rejects.toMatchObject({
      code: 'BAD_CONFIGURATION',
      problems: ['files[1].file: bank.zip has no member "tow.sta"'],
      hint: 'its members: one.sta, two.sta',
    })
  })

  test('a member that fills what another one leads is no money of its own', async () => {
    const header = 'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id\n'
    const content = `${header}txn_1,2026-01-05 10:00:00,usd,100.00,3.20,96.80,charge,ch_1\n`
    await written(
      'stripe.zip',
      zipOf([
        { name: 'a.csv', content },
        { name: 'b.csv', content },
      ]),
    )
    const entry = { file: 'stripe.zip/b.csv', format: 'stripe-itemized', account: 'a1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
    const files = [{ ...entry, file: 'stripe.zip/a.csv', fills: true }, entry]
    const history = await loadHistory(folder, parseHistoryProfile({ version: 1, files }, 'p.json'))
    expect(history.files.map(({ file, records, notBooked }) => [file, records, notBooked])).toEqual([
      ['stripe.zip/b.csv', 1, 0],
      ['stripe.zip/a.csv', 0, 1],
    ])
    expect(history.notes.filter((note) => note.includes('the profile'))).toEqual([])
  })
})

/** What a slow pipe may do to a stream. */
async function* byteByByte(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte)
}

describe('standard input says the same however few bytes come at a time', () => {
  const marked = (text: string): Buffer => Buffer.from(`\uFEFF${text}`)
  const wide = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')
  const ledger = smallText('ledger-csv')
  const camt = (encoding: string): string =>
    `<?xml version="1.0" encoding="${encoding}"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct>` +
    '<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><AcctSvcrRef>Z\u00fc1</AcctSvcrRef></Ntry>' +
    '</Stmt></BkToCstmrStmt></Document>'
  const ofx =
    'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>' +
    '<STMTTRN><DTPOSTED>20260108<TRNAMT>1.00<FITID>Z\u00fc1</STMTTRN></BANKTRANLIST></STMTRS></OFX>'
  const pages =
    '{"object":"list","data":[{"object":"balance_transaction","id":"txn_1","amount":1,"fee":0,"net":1,"currency":"eur","created":1,"type":"charge"}]}'

  test.each([
    ['CSV with a mark', marked(ledger), 'utf-8-bom'],
    ['CSV in UTF-16', wide(ledger), 'utf-16le'],
    ['CSV in UTF-16 without a mark', Buffer.from(ledger, 'utf16le'), 'utf-16le'],
    ['XML in UTF-8', Buffer.from(camt('UTF-8')), 'utf-8'],
    ['XML with a mark', marked(camt('UTF-8')), 'utf-8-bom'],
    ['XML in ISO 8859-1', Buffer.from(camt('ISO-8859-1'), 'latin1'), 'iso-8859-1'],
    ['XML in UTF-16', wide(camt('UTF-16')), 'utf-16le'],
    ['OFX with a mark', marked(ofx), 'utf-8-bom'],
    ['OFX in UTF-16', wide(ofx), 'utf-16le'],
    ['MT940 with a mark', marked(statement), 'utf-8-bom'],
    ['MT940 in UTF-16', wide(statement), 'utf-16le'],
    ['JSON with a mark', marked(pages), 'utf-8'],
    ['gzip', gzipSync(wide(ofx)), 'utf-16le'],
    ['ZIP', zipOf([{ name: 'a', content: wide(camt('UTF-16')) }]), 'utf-16le'],
  ])('%s', async (_what, bytes, encoding) => {
    const read = async (stdin: AsyncIterable<Uint8Array>): Promise<unknown[]> => Array.fromAsync(inspectFiles('-', {}, stdin))
    const whole = await read(Readable.from([bytes]))
    expect(whole).toMatchObject([{ kind: 'inspection', inspection: { quarantined: { count: 0 }, figures: { encoding } } }])
    expect(await read(byteByByte(bytes))).toEqual(whole)
  })
})

describe('what cannot be opened is refused with a reason', () => {
  const bomb = Buffer.alloc(96 * 1024 * 1024, ':86:nothing at all\n')
  const plain = { name: 'a', content: statement }
  const good = zipOf([plain])
  const overlapping = (): Buffer => {
    const bytes = zipOf([plain, { ...plain, name: 'b' }])
    // The second entry of the directory points at the first member.
    bytes.writeUInt32LE(0, bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 42)
    return bytes
  }
  test.each([
    ['gzip that is cut off', gzipSync(statement).subarray(0, -12), /cannot be unpacked .*cut off/],
    ['gzip that is broken', Buffer.concat([gzipSync(statement).subarray(0, 20), Buffer.alloc(40, 7)]), /cannot be unpacked/],
    ['a gzip bomb', gzipSync(bomb), /grows to more than 200 times/],
    ['gzip in gzip', gzipSync(gzipSync(statement)), /an archive inside of another/],
    ['ZIP in gzip', gzipSync(good), /an archive inside of another/],
    ['ZIP in ZIP', zipOf([{ name: 'a.zip', content: good }]), /an archive inside of another/],
    ['a ZIP bomb', zipOf([{ name: 'a', content: bomb }]), /grows to more than 200 times/],
    ['a ZIP bomb of shared bytes', overlapping(), /members a and b overlap/],
    ['ZIP that is cut off', good.subarray(0, -30), /without its directory/],
    ['ZIP with another checksum', zipOf([{ ...plain, crc: 7 }]), /is not what was packed/],
    ['ZIP with a password', zipOf([{ ...plain, flags: 1 }]), /member a is encrypted/],
    ['ZIP of another method', zipOf([{ ...plain, method: 12 }]), /packed by method 12/],
    ['ZIP without a file', zipOf([{ name: 'in/', content: '' }]), /without files/],
    ['ZIP with an empty file', zipOf([{ name: 'a', content: '' }]), /a: is empty \(0 bytes\)/],
    ['an empty file', Buffer.alloc(0), /is empty \(0 bytes\)/],
  ])('%s', async (_, bytes, message) => {
    const path = await written('data', bytes)
    await expect(contents(path)).rejects.toThrow(message)
    await expect(contents(path)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(contents('-', bytes)).rejects.toThrow(message)
  })

  test('one broken member says so, and the others are read', async () => {
    const path = await written(
      'data',
      zipOf([
        { ...plain, crc: 7 },
        { name: 'x', content: 'x' },
        { ...plain, name: 'b' },
      ]),
    )
    const kinds: string[] = []
    for await (const each of inspectFiles(path)) kinds.push(each.kind)
    expect(kinds).toEqual(['error', 'error', 'inspection'])
  })
})

test('a large file tells now and then how much of it has been read', async () => {
  const path = await written('large.gz', gzipSync(`${statement}-\n${`${'x'.repeat(100_000)}\n`.repeat(400)}`))
  const told: number[] = []
  for await (const each of inspectFiles(path, { onBytes: (_, bytes) => told.push(bytes) })) expect(each.kind).toBe('inspection')
  expect(told.length).toBe(2)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

test('patterns stand for files in the order of text; a name with signs in it is itself; a pattern of nothing is an error', async () => {
  await mkdir(join(folder, 'in'))
  for (const name of ['b.sta', 'a.sta', 'in/c.sta', 'odd[1].sta']) await written(name, statement)
  expect(await expandFiles(folder, ['*.sta', 'a.sta', '-'])).toEqual(['a.sta', 'b.sta', 'odd[1].sta', '-'])
  expect(await expandFiles(folder, ['odd[1].sta', '**/c.sta', join(folder, 'a.*')])).toEqual([
    'odd[1].sta',
    'in/c.sta',
    join(folder, 'a.sta'),
  ])
  await expect(expandFiles(folder, ['*.xml'])).rejects.toThrow(/matches no file/)
})
