import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newYorkAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { changed, file, head, transaction } from '../../../tests/support/ofx-text.ts'
import { RepeatedIds } from './repeated-ids.ts'

const read = readerOf('ofx', newYorkAccount)

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE"?>\n'
const xml = transaction.replace(/<(TRNTYPE|DTPOSTED|TRNAMT|FITID|NAME|MEMO)>([^<]*)/g, '<$1>$2</$1>')

test('a transaction becomes a bank line; the statement tells its closing balance', async () => {
  const { records, figures, controls } = await read(file(transaction))
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
      occurredAt: '2026-01-08T17:00:00.000Z',
      businessDate: '2026-01-08',
    },
  ])
  expect(controls).toEqual([])
  expect(figures).toMatchObject({
    statements: 1,
    balances: [{ account: '42', currency: 'USD', opening: null, closing: '200.29' }],
    version: 'OFX 1.02',
  })
})

test.each([xmlHead, xmlHead.replaceAll('"', "'")])('a header of OFX 2 says its version, in quotes of either kind: %s', async (quoted) => {
  const { figures } = await read(file(transaction).replace(head, quoted))
  expect(figures).toMatchObject({ version: 'OFX 2.11', dialect: 'OFXHEADER 200 (XML)' })
})

// The second byte of à is a blank where a letter has one byte.
test('a text that ends in à keeps it', async () => {
  for (const letter of ['\u00e0', '\u00e0\u00a0']) {
    const { records } = await read(file(changed('po_1 TR091', `po_1 7${letter}`)))
    expect(records).toMatchObject([{ references: ['po_1', '7\u00e0'] }])
  }
})

test.each([
  ['OFX 2 in XML', file(xml, xmlHead)],
  ['a header on one line', file(transaction, head.replaceAll('\n', ''))],
  ['no header', file(transaction, '')],
  ['CRLF and blanks', file(transaction.replaceAll('<', ' \r\n  <'))],
  [
    'CDATA and comments',
    file(xml.replace('po_1 TR091', '<![CDATA[po_1 TR091]]>').replace('<FITID>', '<!-- <TRNAMT>7 --><FITID>'), xmlHead),
  ],
  ['lower case', file(transaction.toLowerCase().replace('bank0001', 'BANK0001').replace('tr091', 'TR091').replace('[-5:est]', '[-5:EST]'))],
  ['a namespace', file(xml.replaceAll(/<(\/?)([A-Z])/g, '<$1ofx:$2'), xmlHead)],
  ['UTF-16', Buffer.from(`\uFEFF${file(transaction)}`, 'utf16le')],
  ['a transaction that is never closed', file(transaction.replace('</STMTTRN>', ''))],
  ['a list that is never closed', file(transaction).replace('</BANKTRANLIST>', '')],
  [
    'a payee with an address and another account',
    file(changed('<MEMO>', '<BANKACCTTO><BANKID>9<ACCTID>77</BANKACCTTO><PAYEE><NAME>Jane 5 Doe<ADDR1>Road 6</PAYEE><MEMO>')),
  ],
  ['the sign of the amount, whatever the type', file(changed('CREDIT', 'DEBIT'))],
  ['a plus sign', file(changed('59.95', '+59.95'))],
  ['a decimal comma', file(changed('59.95', '59,95'))],
  ['zeros before and behind', file(changed('59.95', '0059.9500'))],
])('%s gives the same line', async (_, text) => {
  expect((await read(text)).records).toEqual((await read(file(transaction))).records)
})

describe('amounts', () => {
  test.each([
    ['1,234.50', 123_450n],
    ['-1.234,50', -123_450n],
    ['-.5', -50n],
    ['12.', 1_200n],
    ['  7 ', 700n],
    ['-0.00', 0n],
    // Blanks and apostrophes part thousands, also a blank that does not break.
    ['+1 006,60', 100_660n],
    ['-1 234 567.8', -123_456_780n],
    ['1\u00A0234,50', 123_450n],
    ["1'234.50", 123_450n],
  ])('%s', async (text, netMinor) => {
    expect((await read(file(changed('59.95', text)))).records).toMatchObject([{ netMinor }])
  })

  test.each([
    '',
    '.',
    '$120',
    '1,234',
    '1,000',
    '59.950',
    '995.4190396554627',
    '1.2.3',
    '1 00.00',
    '12 34',
    '1 234,567.8',
    '12.5O',
    '1,23,4.5',
  ])('"%s" is quarantined, never rounded', async (text) => {
    const { quarantined, records } = await read(file(changed('59.95', text)))
    expect(records).toEqual([])
    expect(quarantined).toMatchObject([
      { reason: 'amount', field: 'TRNAMT', line: 8, column: 1, byteOffset: file('').indexOf('\n\n</BANKTRANLIST>') + 1 },
    ])
  })

  test('CHKNUM is the number of a cheque too', async () => {
    expect((await read(file(changed('<NAME>', '<CHKNUM>1932<NAME>')))).records[0]?.references).toContain('1932')
  })

  test('what follows a payee that is a value, closed or not, is the transaction’s own', async () => {
    const open = transaction.replace('<DTPOSTED>', '<PAYEE>Jane Doe\n<DTPOSTED>')
    const closed = transaction.replace('<DTPOSTED>', '<PAYEE>Jane Doe</PAYEE><DTPOSTED>')
    const aggregate = transaction.replace('<DTPOSTED>', '<PAYEE><NAME>Jane Doe<CITY>York</PAYEE><DTPOSTED>')
    for (const text of [open, closed, aggregate]) {
      expect((await read(file(text))).records).toMatchObject([{ netMinor: 5_995n, references: ['po_1', 'TR091'] }])
    }
  })

  test('a currency of its own is the amount’s; one that it was converted from is not', async () => {
    const own = changed('<NAME>', '<CURRENCY><CURRATE>1.1<CURSYM>JPY</CURRENCY><NAME>').replace('59.95', '5995')
    const converted = changed('<NAME>', '<ORIGCURRENCY><CURRATE>1.1<CURSYM>JPY</ORIGCURRENCY><NAME>')
    expect((await read(file(own + converted))).records).toMatchObject([
      { currency: 'JPY', netMinor: 5_995n },
      { currency: 'USD', netMinor: 5_995n },
    ])
  })
})

describe('dates', () => {
  test.each([
    ['20260108', '2026-01-08T05:00:00.000Z', '2026-01-08'],
    ['20260108000000', '2026-01-08T05:00:00.000Z', '2026-01-08'],
    ['202601081200', '2026-01-08T17:00:00.000Z', '2026-01-08'],
    ['20260108120000.123[0:GMT]', '2026-01-08T12:00:00.123Z', '2026-01-08'],
    ['20260108030000[0:GMT]', '2026-01-08T03:00:00.000Z', '2026-01-07'],
    ['20260108120000[-3.5:NST]', '2026-01-08T15:30:00.000Z', '2026-01-08'],
    ['20260108120000[+5.30:IST]', '2026-01-08T06:30:00.000Z', '2026-01-08'],
    ['20260108120000[EST]', '2026-01-08T17:00:00.000Z', '2026-01-08'],
    ['20260108120000[+01:00]', '2026-01-08T11:00:00.000Z', '2026-01-08'],
    ['20260108120000[5]', '2026-01-08T07:00:00.000Z', '2026-01-08'],
    ['20260108120000.979[-0300:BRT]', '2026-01-08T15:00:00.979Z', '2026-01-08'],
    ['20260108120000[+0530]', '2026-01-08T06:30:00.000Z', '2026-01-08'],
    ['20260108120000[-300:BRT]', '2026-01-08T15:00:00.000Z', '2026-01-08'],
  ])('%s', async (text, occurredAt, businessDate) => {
    expect((await read(file(changed('20260108120000[-5:EST]', text)))).records).toMatchObject([{ occurredAt, businessDate }])
  })

  test.each([
    '',
    '20260230',
    '201120000000',
    '2026-01-08',
    '20260108126000',
    '20260108120000[-5.18:X]',
    '20260108120000[20]',
    '20260108120000[-0318:X]',
  ])('"%s" is quarantined', async (text) => {
    expect((await read(file(changed('20260108120000[-5:EST]', text)))).quarantined).toMatchObject([{ reason: 'date', field: 'DTPOSTED' }])
  })
})

describe('transactions that are not one by themselves', () => {
  test('a FITID that comes again is no id: each row stays, with an id of its own', async () => {
    const { records, figures, notes } = await read(
      file(transaction + changed('59.95', '-1.00').replace('CREDIT', 'DEBIT') + changed('BANK0001', 'BANK0002')),
    )
    expect(notes).toEqual(['1 transactions have a FITID that came before in their account: each was taken'])
    expect(records.map(({ netMinor }) => netMinor)).toEqual([5_995n, -100n, 5_995n])
    expect(records.map(({ recordId }) => recordId)).toEqual([expect.stringMatching(/^made-/), expect.stringMatching(/^made-/), 'BANK0002'])
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(3)
    expect(figures?.further).toMatchObject({ repeatedFitids: 1 })
  })

  test.each([
    ['the correction of another', changed('<NAME>', '<CORRECTFITID>BANK0000<CORRECTACTION>DELETE<NAME>'), 'kind'],
    ['one with two amounts', changed('<NAME>', '<TRNAMT>1.00<NAME>'), 'field'],
    ['one of text alone', '<STMTTRN>*snipped*</STMTTRN>', 'amount'],
  ])('%s is quarantined', async (_, text, reason) => {
    expect(await read(file(text))).toMatchObject({ records: [], physicalRows: 1, quarantined: [{ reason }] })
  })

  test('a pending one is not booked', async () => {
    expect(await read(file(transaction.replaceAll('STMTTRN>', 'STMTTRNP>')))).toMatchObject({ records: [], notBooked: 1, physicalRows: 1 })
  })
})

describe('a transaction whose tags are damaged', () => {
  const whole = file(transaction + changed('BANK0001', 'BANK0002').replace('59.95', '7.00') + changed('BANK0001', 'BANK0003'))
  test.each([
    ['has lost its beginning', whole.replace('<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>', '<STMXTRN><TRNTYPE>CREDIT<DTPOSTED>'), 2],
    ['has lost all but its end', whole.replace(transaction, '</STMTTRN>'), 2],
    ['has lost all but its amount', whole.replace(transaction, '<TRNAMT>59.95'), 2],
    ['has lost the sign that ends its last tag', whole.replace('</STMTTRN>', '</STMTTRN'), 3],
  ])('%s: it is a row in the quarantine or a record, and its neighbours are as they were', async (_, text, records) => {
    for (const chunkBytes of [7, 65_536]) {
      const reading = await read(text, undefined, chunkBytes)
      expect([reading.physicalRows, reading.records.length]).toEqual([3, records])
      expect(reading.records.slice(-2).map(({ netMinor }) => netMinor)).toEqual([700n, 5_995n])
      expect(reading.quarantined.map(({ field }) => field)).toEqual(records === 3 ? [] : ['STMTTRN'])
    }
  })
})

describe('a file that is cut off', () => {
  test('behind a transaction says so, and gives what it has', async () => {
    const whole = file(transaction + transaction)
    const reading = await read(whole.slice(0, whole.indexOf('</BANKTRANLIST>')))
    expect(reading.records).toHaveLength(2)
    expect(reading.controls).toMatchObject([{ name: 'file-end', failed: 1 }])
  })

  test('inside of a transaction loses no row: what is not whole is quarantined', async () => {
    const whole = file(transaction)
    const from = whole.indexOf('<STMTTRN>') + '<STMTTRN>'.length
    for (let end = from; end < whole.indexOf('</STMTTRN>'); end++) {
      const { physicalRows, quarantined } = await read(whole.slice(0, end))
      expect([end, physicalRows, quarantined.length]).toEqual([end, 1, 1])
    }
  })
})

test('chunks of any size give the same', async () => {
  const text = Buffer.from(file(changed('STRIPE', 'Stra\u00dfe \u20ac') + xml + changed('59.95', 'x')), 'utf8')
  const whole = await read(text)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async (chunkBytes) => {
      expect(await read(text, undefined, chunkBytes)).toEqual(whole)
    }),
    { numRuns: 60 },
  )
})

test('two statements, of a bank and of a card, keep their accounts, currencies and balances', async () => {
  const text = file(transaction).replace(
    '</STMTRS>',
    '</STMTRS><CCSTMTRS><CURDEF>KWD<CCACCTFROM><ACCTID>43</CCACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>FEE<DTPOSTED>20260108<TRNAMT>-1.005<FITID>F1</STMTTRN></BANKTRANLIST><AVAILBAL><BALAMT>7</AVAILBAL></CCSTMTRS>',
  )
  const { records, figures } = await read(text)
  expect(records.map(({ currency, netMinor }) => `${currency} ${netMinor}`)).toEqual(['USD 5995', 'KWD -1005'])
  expect(figures?.balances).toMatchObject([{ account: '42' }, { account: '43', currency: 'KWD', closing: null, available: '7' }])
})

test.each([
  ['', /is empty/],
  ['hello', /holds no statement/],
  ['<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>', /holds no statement/],
  [
    `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${file(transaction, '')}`,
    /line 1, column 22 .*a DOCTYPE or ENTITY is not accepted/,
  ],
  [file(changed('STRIPE', 'x'.repeat(70_000))), /a text is longer than 65536 characters/],
  [`<OFX><STMTRS${'x'.repeat(70_000)}`, /a tag does not end within 65536 characters/],
  ['x'.repeat(2_000_000), /a text is longer than 65536 characters/],
])('files that are something else are refused %#', async (text, message) => {
  await expect(read(text, undefined, 4_096)).rejects.toThrow(message)
  await expect(read(text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

test('entities are those that OFX names, each once: nothing is expanded', async () => {
  const { records } = await read(file(changed('po_1 TR091', 'a1&amp;b &lt;c2&gt; &#55; &bomb;3 &amp;lt;4')))
  expect(records[0]?.references).toEqual(['a1&b', '<c2>', 'c2', '7', '&bomb;3', 'bomb;3', '&lt;4', 'lt;4'])
})

test('repeated ids are counted as a set would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3_000 }), { maxLength: 3_000 }), (numbers) => {
      const ids = new RepeatedIds()
      for (const number of numbers) ids.add('a', `id-${number}`)
      expect(ids.repeated).toBe(numbers.length - new Set(numbers).size)
    }),
    { numRuns: 20 },
  )
})
