import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { berlinAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { balances, changedEntry, document, entry as sample, statement } from '../../../tests/support/camt-text.ts'
import { collected } from '../record-stream.ts'
import { readCamt } from './camt053.ts'

const read = readerOf('camt053')

describe('entries become bank lines', () => {
  test('with references, without names', async () => {
    const { records, controls } = await read(document(statement(sample, balances('0', '59.95'))))
    expect(records).toEqual([
      {
        tenant: 'acme',
        merchant: 'm1',
        side: 'bank',
        source: 'bank',
        account: 'bank-1',
        recordId: 'BANK0001',
        kind: 'bank_line',
        references: ['po_1', 'TR091'],
        grossMinor: 5_995n,
        feeMinor: 0n,
        netMinor: 5_995n,
        currency: 'USD',
        occurredAt: '2026-01-07T23:00:00.000Z',
        businessDate: '2026-01-08',
      },
    ])
    expect(controls).toMatchObject([{ name: 'statement-balance', checked: 1, failed: 0 }])
  })

  test.each([
    ['version 8', document(statement(changedEntry('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>')), '08')],
    [
      'prefixed names',
      document(statement(sample))
        .replaceAll(/<(\/?)([A-Z])/g, '<$1ns2:$2')
        .replace('xmlns=', 'xmlns:ns2='),
    ],
    ['comments and CDATA', document(statement(changedEntry('59.95<', '<!-- <Amt>7</Amt> --><![CDATA[59.95]]><')))],
    ['five decimals', document(statement(changedEntry('59.95', '59.95000')))],
    ['ISO-8859-1', Buffer.from(document(statement(changedEntry('Jane', 'J\u00e4ne'))).replace('UTF-8', 'ISO-8859-1'), 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${document(statement(sample)).replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(document(statement(sample)).replace('UTF-8', 'UTF-16'), 'utf16le')],
    ['UTF-16, the large half of a letter first', Buffer.from(`\uFEFF${document(statement(sample))}`, 'utf16le').swap16()],
    ['a reversal, whose sign stands already', document(statement(changedEntry('<Sts>', '<RvslInd>true</RvslInd><Sts>')))],
  ])('%s gives the same line', async (_, text) => {
    expect((await read(text)).records).toEqual((await read(document(statement(sample)))).records)
  })

  test.each([
    ['a debit', changedEntry('CRDT', 'DBIT'), { netMinor: -5_995n }],
    [
      'a time',
      changedEntry('<Dt>2026-01-08</Dt>', '<DtTm>2026-01-07T23:30:00+00:00</DtTm>'),
      { occurredAt: '2026-01-07T23:30:00.000Z', businessDate: '2026-01-08' },
    ],
    ['a value date alone', changedEntry(/<BookgDt>.*<\/BookgDt>/, ''), { businessDate: '2026-01-08' }],
    ['no bank reference', changedEntry(/<AcctSvcrRef>.*<\/AcctSvcrRef>/, ''), { recordId: '1' }],
    [
      'no reference at all',
      changedEntry(/<AcctSvcrRef>.*<\/AcctSvcrRef>/, '').replace('<NtryRef>1</NtryRef>', ''),
      { recordId: expect.stringMatching(/^made-[0-9a-f]{32}$/) },
    ],
    [
      'a reference of its own in a structured text',
      changedEntry(
        /<RmtInf>.*<\/RmtInf>/,
        '<RmtInf><Strd><RfrdDocInf><Nb>INV-7</Nb></RfrdDocInf><AddtlRmtInf>po_55</AddtlRmtInf></Strd></RmtInf>',
      ),
      { references: expect.arrayContaining(['INV-7', 'po_55']) },
    ],
    [
      'further information on the entry, as in an MT940',
      changedEntry(
        /<NtryDtls>.*<\/NtryDtls>/,
        '<AddtlNtryInf>/TRTP/SEPA/IBAN/DE89370400440532013000/NAME/H&amp;M 77/REMI/po_99/EREF/E2E-9</AddtlNtryInf>',
      ),
      { references: ['E2E-9', 'po_99'] },
    ],
    [
      'further information on the transaction',
      changedEntry(/<RmtInf>.*<\/RmtInf>/, '<AddtlTxInf>STRIPE po_98</AddtlTxInf>'),
      { references: expect.arrayContaining(['po_98']) },
    ],
    ['a mail address and a card number', changedEntry('po_1', 'jane1@example.org 4242424242424242'), { references: ['TR091'] }],
  ])('%s', async (_, entry, expected) => {
    expect((await read(document(statement(entry)))).records).toMatchObject([expected])
  })

  test.each([
    ['of the closing balance', balances('0', '59.95').replace(/<\/Bal>$/, '<Dt><Dt>2026-01-09</Dt></Dt></Bal>'), '2026-01-09'],
    ['to which its period goes', '<FrToDt><FrDtTm>2026-01-09T00:00:00</FrDtTm><ToDtTm>2026-01-10T23:59:59</ToDtTm></FrToDt>', '2026-01-10'],
    ['on which it was made', '<CreDtTm>2026-01-11T02:06:16.7+01:00</CreDtTm>', '2026-01-11'],
  ])('one that names no day is booked on the day of its statement: that %s', async (_, head, businessDate) => {
    const dayless = changedEntry(/<BookgDt>.*<\/ValDt>/, '')
    const { records, notes } = await read(document(statement(dayless, head)))
    expect(records).toMatchObject([{ businessDate, netMinor: 5_995n }])
    expect(notes).toEqual(['entries that name no day: 1; they are booked on the day of their statement'])
    expect((await read(document(statement(dayless)))).quarantined).toMatchObject([{ reason: 'date', field: 'BookgDt' }])
  })

  test('pending ones move nothing, whatever the version', async () => {
    const pending = changedEntry('BOOK', 'PDNG') + changedEntry('<Sts>BOOK</Sts>', '<Sts><Cd>INFO</Cd></Sts>')
    const reading = await read(document(statement(sample + pending, balances('0', '59.95'))))
    expect(reading).toMatchObject({ physicalRows: 3, notBooked: 2, quarantined: [], controls: [{ failed: 0 }] })
    expect(reading.records).toHaveLength(1)
  })

  test('equal entries without a reference stay apart, and an overlapping file repeats their ids', async () => {
    const bare = changedEntry(/<AcctSvcrRef>.*<\/AcctSvcrRef>/, '')
    const idsOf = async (text: string): Promise<string[]> => (await read(text)).records.map(({ recordId }) => recordId)
    const three = await idsOf(document(statement(bare + bare + bare)))
    expect(new Set(three).size).toBe(3)
    expect(await idsOf(document(statement(bare.replace('<NtryRef>1', '<NtryRef>7').replace('59.95', '1.00') + bare + bare)))).toEqual([
      '7',
      ...three.slice(0, 2),
    ])
  })

  test('each statement goes to the account that the profile names', async () => {
    const text = document(statement(sample) + statement(sample).replace('DE02', 'DE03'))
    const reading = await read(text, (account) => (account === 'DE03' ? { ...berlinAccount, merchant: 'm3' } : undefined))
    expect(reading.records.map(({ merchant }) => merchant)).toEqual(['m3'])
    expect(reading.quarantined).toMatchObject([{ reason: 'unknown-account', field: 'Acct/Id' }])
    expect(JSON.stringify(reading.quarantined)).not.toContain('DE02')
  })

  test('chunks of any size give the same', async () => {
    const text = Buffer.from(
      document(statement(changedEntry('Jane', 'J\u00e4ne \u20ac') + sample.replace('59.95', 'x'), balances('0', '59.95'))),
    )
    const whole = await read(text)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (chunkBytes) => {
        expect(await read(text, () => berlinAccount, chunkBytes)).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })
})

test('line ends between any number of entries add up to no text', async () => {
  const { records } = await read(document(statement(`${sample}\n${' '.repeat(40)}`.repeat(2_000))))
  expect(records).toHaveLength(2_000)
})

test.each(['', '<!--', '<?x ', '<a b="'])('a line of 1 GB is refused after its first megabytes: %s', async (begin) => {
  const chunk = Buffer.alloc(65_536, 'x')
  let given = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>${begin}`)
    for (; given < 16_384; given++) yield chunk
  }
  await expect(collected(readCamt({ file: 'bank.xml', chunks: endless() }, 'camt053', () => berlinAccount))).rejects.toThrow(
    /no element begins or ends/,
  )
  expect(given).toBeLessThan(100)
})

describe('an entry that cannot be taken is quarantined with its place', () => {
  test.each([
    ['amount', changedEntry('59.95', '59.955'), { value: '59.955' }],
    ['amount', changedEntry('59.95', '-59.95'), { value: '-59.95' }],
    ['currency', changedEntry('USD', 'XTS'), { value: 'XTS' }],
    ['field', changedEntry('CRDT', 'UP'), { field: 'CdtDbtInd' }],
    ['date', changedEntry('2026-01-08', '2026-02-30'), { value: '2026-02-30' }],
    ['date', changedEntry(/<BookgDt>.*<\/ValDt>/, ''), {}],
  ])('%s', async (reason, entry, expected) => {
    const text = document(`\r\n${statement(`<!-- \u20ac -->\n  ${entry}`)}`)
    const { quarantined, records } = await read(text)
    expect(records).toEqual([])
    expect(quarantined).toMatchObject([{ reason, line: 4, column: 3, ...expected }])
    const { byteOffset = 0, byteLength = 0 } = quarantined[0] ?? {}
    expect(
      Buffer.from(text)
        .subarray(byteOffset, byteOffset + byteLength)
        .toString(),
    ).toBe(entry)
  })
})

// The first characters are ASCII, which needs no decoder; what stands at the beginning of a later chunk is text, also where it looks like a mark.
test('places are exact in any chunks, whatever letters come before', async () => {
  const entry = changedEntry('59.95', '59.955')
  const good = changedEntry('po_1', 'x\uFEFFpo_1 \u20ac\u00fc\u{1f600}')
  const text = Buffer.from(document(statement(`${good}${entry}${good}${entry}${sample}`)))
  const whole = await read(text)
  expect(whole.quarantined.map(({ byteOffset, byteLength }) => text.subarray(byteOffset, byteOffset + byteLength).toString())).toEqual([
    entry,
    entry,
  ])
  expect(whole.records[0]?.references).toEqual(['po_1', 'TR091'])
  for (let chunkBytes = 1; chunkBytes < 80; chunkBytes++) expect(await read(text, () => berlinAccount, chunkBytes)).toEqual(whole)
})

describe('a statement’s own totals', () => {
  test('a balance that does not close is a finding, and the entries are delivered', async () => {
    const { records, controls } = await read(document(statement(sample, balances('10.00', '60.00'))))
    expect(records).toHaveLength(1)
    expect(controls).toMatchObject([{ failed: 1, failures: [{ expected: 'opening + booked = 69.95 USD', actual: 'closing 60.00 USD' }] }])
  })

  test.each([
    ['holds', '1', '59.95', 0],
    ['pads its count as far as the schema allows', '000000000000001', '59.95', 0],
    ['counts another number', '2', '59.95', 1],
    ['counts what is none', 'Jane Doe', '59.95', 1],
    ['sums to another amount', '1', '60.00', 1],
  ])('a summary that %s', async (_, count, sum, failed) => {
    const summary = `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlNtries></TxsSummry>`
    const { controls } = await read(document(statement(sample, summary)))
    expect(controls).toMatchObject([{ name: 'statement-summary', checked: 1, failed }])
    expect(JSON.stringify(controls)).not.toContain('Jane')
  })
})

describe('files that are something else are refused with a place', () => {
  const good = document(statement(sample))
  test.each([
    ['', /is empty/],
    [good.slice(0, -40), /line 2, column \d+ \(byte \d+\): unclosed tag/],
    [good.replace('</NtryRef>', '</Other>'), /line 2, column \d+ .*unexpected close tag/],
    [good.replace('<Document', '<!DOCTYPE x [<!ENTITY a "b">]><Document'), /a DOCTYPE is not accepted/],
    [good.replace('59.95', '&boom;'), /undefined entity/],
    [good.replace('camt.053', 'camt.054'), /not a camt.053 message but camt.054.001.02/],
    ['<OFX></OFX>', /holds no statement/],
    [document(''), /holds no statement/],
    [`x${good}`, /text outside of the root element/],
    [`${good}garbage`, /text outside of the root element/],
    [`${good}\x1a${good}`, /line 2, column \d+ .*disallowed character/],
    [`${good.slice(0, -40)}\0\0\0`, /unclosed tag/],
    [good.replace('po_1', 'po\0_1'), /disallowed character/],
    [`${good}<!DOCTYPE x>${good}`, /a DOCTYPE is not accepted/],
    [good.replace('<Acct>', '<?xml version="1.0"?><Acct>'), /declaration must be at the start/],
    [document(`${'<a>'.repeat(70)}${'</a>'.repeat(70)}`), /nested deeper than 64/],
    [document(`<a>${'x'.repeat(70_000)}</a>`), /longer than 65536 characters/],
    [good.replace('UTF-8', 'x-unknown'), /encoding x-unknown is not known/],
    [Buffer.from(good.replace('Jane', 'J\u00e4ne'), 'latin1'), /do not fit the encoding/],
  ])('%#', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
    await expect(read(text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})
