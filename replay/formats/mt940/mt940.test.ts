import { describe, expect, test } from 'vitest'
import { berlinAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { details, line, message } from '../../../tests/support/mt940-text.ts'
import { detectBank } from '../bank/detect-bank.ts'
import { collected } from '../record-stream.ts'
import { readDetails } from './details.ts'
import { readMt940 } from './mt940.ts'
import { readStatementLine } from './statement-line.ts'

const read = readerOf('mt940')

test('a line becomes a bank line, with references and without names', async () => {
  const { records, controls, figures } = await read(message(line + details))
  expect(records).toEqual([
    {
      tenant: 'acme',
      merchant: 'm1',
      side: 'bank',
      source: 'bank',
      account: 'bank-1',
      recordId: 'BANK0001',
      kind: 'bank_line',
      references: ['BANK0001', 'po_1', 'TR091'],
      grossMinor: 5_995n,
      feeMinor: 0n,
      netMinor: 5_995n,
      currency: 'USD',
      occurredAt: '2026-01-07T23:00:00.000Z',
      businessDate: '2026-01-08',
    },
  ])
  expect(controls).toMatchObject([{ name: 'statement-balance', checked: 1, failed: 0 }])
  expect(figures).toMatchObject({
    statements: 1,
    encoding: 'ascii',
    balances: [{ account: 'ACC', currency: 'USD', opening: '0', closing: '59.95' }],
  })
})

describe('the statement line :61: (formats.md §7)', () => {
  test.each([
    // C is money in, D is money out; RC takes a credit back, RD a debit.
    ['2601080108C59,95NTRFNONREF', 5_995n, '2026-01-08'],
    ['2601080108D59,95NTRFNONREF', -5_995n, '2026-01-08'],
    ['2601080108RC59,95NRTINONREF', -5_995n, '2026-01-08'],
    ['2601080108RD59,95NRTINONREF', 5_995n, '2026-01-08'],
    // A funds code is the third letter of the currency; after C it may be an R (CR is no reversal), after RD too (RDR).
    ['2601080108CR100,00NMSCNONREF', 10_000n, '2026-01-08'],
    ['2601080108DR6,00N024NONREF', -600n, '2026-01-08'],
    ['2601080108RDR6,00N024NONREF', 600n, '2026-01-08'],
    ['2601080108RCR6,00N024NONREF', -600n, '2026-01-08'],
    // Nothing behind the comma, no comma, nothing before it, padding, a decimal point.
    ['2601080108C15,NTRFNONREF', 1_500n, '2026-01-08'],
    ['2601080108C15NTRFNONREF', 1_500n, '2026-01-08'],
    ['2601080108D,50NTRFNONREF', -50n, '2026-01-08'],
    ['260108C000000000300.00NMSC170059286', 30_000n, '2026-01-08'],
    ['260108C0,NMSC', 0n, '2026-01-08'],
    // Blanks behind the amount, and in a type of two letters.
    ['2601080108C59,95 NTRFNONREF', 5_995n, '2026-01-08'],
    ['260108D122,28NID NONREF', -12_228n, '2026-01-08'],
    // An entry date names no year: guessed across new year, in both directions.
    ['2601021231D3,00NTRFNONREF', -300n, '2025-12-31'],
    ['2512310102C3,00NTRFNONREF', 300n, '2026-01-02'],
    // The German 30 February as value date; the entry date is a real day.
    ['1602300301D6,00N024NONREF', -600n, '2016-03-01'],
    // An entry date that is none says nothing.
    ['2601082801C1,00NTRFNONREF', 100n, '2026-01-08'],
    ['990108C1,00NTRFNONREF', 100n, '1999-01-08'],
    // Citi and ASN: blanks for the entry date. Wise and Cuscal: a blank before the amount.
    ['240312    DD212,39NMSCNONREF//', -21_239n, '2024-03-12'],
    ['2401020102CD 59,95NMSCNONREF', 5_995n, '2024-01-02'],
  ])('%s', (text, netMinor, day) => {
    expect(readStatementLine(text, 'EUR')).toMatchObject({ kind: 'line', netMinor, day })
  })

  test.each([
    ['260108C1,00NTRFNONREF', 'NONREF'],
    ['260108C1,00 NTRFREF7', 'REF7'],
    ['260108C1,00NID NONREF', 'NONREF'],
    ['260108C1,00S   X', 'X'],
    ['260108C1,00//B7', ''],
    ['260108C1,00NONREF', 'NONREF'],
  ])('the reference of %s is %s', (text, ownerReference) => {
    expect(readStatementLine(text, 'EUR')).toMatchObject({ kind: 'line', ownerReference })
  })

  test.each([
    ['JPY', '260108C1500,NTRF', 1_500n],
    ['KWD', '260108C1,005NTRF', 1_005n],
    ['DEM', '260108C1,5NTRF', 150n],
  ])('%s has its own digits', (currency, text, netMinor) => {
    expect(readStatementLine(text, currency)).toMatchObject({ netMinor })
  })

  test.each([
    ['amount', '260108D-104,12NTRF', '-104,12'],
    ['amount', '260108C1.234,50NTRF', '1.234,50'],
    ['amount', '260108C1,005NTRF', '1,005'],
    ['amount', '260108C1,000NTRF', '1,000'],
    ['amount', '260108CNTRF', undefined],
    // Read up to the blank it would be 1,00; without its sign it would be money in.
    ['amount', '260108C1 234,50NTRFNONREF', '1 234,50'],
    ['amount', "260108C1'234,50NTRFNONREF", "1'234,50"],
    ['amount', '260108C1\u00A0234,50NTRFNONREF', '1'],
    ['amount', '260108C104,12-NTRFNONREF', undefined],
    ['field', '260108X59,95NTRF', undefined],
    ['date', 'JOHNDOE1,00', undefined],
  ])('%s: %s is quarantined', (reason, text, value) => {
    const read = readStatementLine(text, 'EUR')
    expect(read).toMatchObject({ kind: 'problem', problem: { reason, ...(value === undefined ? {} : { value }) } })
    expect(JSON.stringify(read)).not.toContain('JOHN')
  })

  test('EC and ED are announced, not booked', async () => {
    const reading = await read(':20:A\n:25:ACC\n:34F:USD0,\n:61:260108EC5,00NTRFX\n:61:260108C1,00NTRFY\n:90C:2USD6,00\n')
    expect(reading).toMatchObject({ physicalRows: 2, notBooked: 1, controls: [{ name: 'statement-summary', checked: 1, failed: 0 }] })
  })
})

test('a field of the bank’s own stands between a line and its details', async () => {
  const { records } = await read(message(`${line}:NS:15My Street 17\n16City\n${details}`))
  expect(records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', 'po_1', 'TR091'] }])
})

test('a second :25: inside of a message is no account', async () => {
  const { records, figures } = await read(message(`${line}:25:166?00CREDIT?20po_1?32Jane Doe\n`))
  expect(records).toMatchObject([{ netMinor: 5_995n }])
  expect(figures).toMatchObject({ balances: [{ account: 'ACC' }] })
})

describe('the dialects of :86:', () => {
  test.each([
    [
      'German',
      ['166?00CREDIT?20EREF+E-1?21KREF+K-2?22MREF+M3?23SVWZ+STRIPE po_1?30PBNKDEFF?31DE02120300000000202051?32Jane 2 Doe'],
      ['E-1', 'K-2'],
      'STRIPE po_1',
    ],
    ['German, another sign', ['166>00CREDIT>20SVWZ+po_1>32Jane Doe'], [], 'po_1'],
    [
      'German, cut at 65 and at 27',
      [`159?00X?20SVWZ+${'a'.repeat(22)}?21b1?22c${'d'.repeat(27)}`, 'e2'],
      [],
      `${'a'.repeat(22)}b1 c${'d'.repeat(27)}e2`,
    ],
    ['German, no keys', ['051?00UEBERWEISUNG?20Rechnung 17?21Kunde 4?32MUELLER 9'], [], 'Rechnung 17 Kunde 4'],
    ['slashes', ['/TRTP/SEPA/IBAN/NL91ABNA0417164300/BIC/ABNA/NAME/J 1 Doe/REMI/po_1 TR9/EREF/E-1'], ['E-1'], 'po_1 TR9'],
    ['slashes, nested', ['/EREF/E-1//CNTP/NL91ABNA0417164300/ABNA/Jane///REMI/USTD//po_1/'], ['E-1'], 'po_1'],
    ['plain', ['STRIPE po_1'], [], 'STRIPE po_1'],
  ] as const)('%s', (_, lines, references, remittance) => {
    const texts = { references: [] as string[], remittance: [] as string[] }
    readDetails(lines, texts.references, texts.remittance)
    expect(texts.references).toEqual(references)
    expect(texts.remittance.join(' ').trim()).toBe(remittance)
  })

  test('names, accounts, mail addresses and card numbers leave no trace, whatever the dialect', async () => {
    const personal = ':86:po_1 DE02120300000000202051 jane1@example.org 4242424242424242 Doe\n'
    const german = ':86:166?20SVWZ+po_2?21ABWA+Jane7Doe?31DE02120300000000202051?32Jane8Doe?33Doe9\n'
    const { records } = await read(message(line + personal + line + german, '119,90'))
    expect(records.map(({ references }) => references)).toEqual([
      ['BANK0001', 'po_1'],
      ['BANK0001', 'po_2'],
    ])
  })
})

describe('messages', () => {
  test.each([
    ['CRLF', message(line + details).replaceAll('\n', '\r\n')],
    ['CR alone', message(line + details).replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${message(line + details)}`],
    ['UTF-16', Buffer.from(`\uFEFF${message(line + details)}`, 'utf16le')],
    [
      'no last line end',
      message(line + details)
        .trimEnd()
        .slice(0, -2),
    ],
    ['SWIFT blocks, and the message on their line', `{1:F01X}{2:I940XN}{4:${message(line + details).replace(/-\n$/, '-}{5:{CHK:1}}')}`],
    ['a block without headers', `{4:${message(line + details).replace(/-\n$/, '-}')}`],
    ['SWIFT blocks', `{1:F01X}{2:I940XN}{4:\n${message(line + details).replace(/-\n$/, '-}{5:{CHK:1}}')}`],
    ['control characters', `\u0001{1:F01X}{2:I940XN}{4:\n${message(line + details).replace(/-\n$/, '-}\u0003')}\u001A`],
    [
      '@@ for line ends',
      `@@${message(line + details)
        .trimEnd()
        .replaceAll('\n', '@@')}`,
    ],
    ['prose before the first tag', `An example: see below\n\n-----------\n${message(line + details)}`],
    ['details of the statement', message(`:86:before the first line\n${line}${details}`).replace('-\n', ':86:behind the last 77\n-\n')],
    ['details in two fields', message(`${line}:86:STRIPE po_1\n:86:TR091\n`)],
  ])('with %s give the same line', async (_, text) => {
    const { records } = await read(text)
    expect(records).toEqual((await read(message(line + details))).records)
  })

  test('a total without a count is proved by its sum alone', async () => {
    const summary = (counts: string): string => message(line).replace(/-\n$/, `${counts}-\n`)
    const failed = async (counts: string): Promise<number[]> => (await read(summary(counts))).controls.map((control) => control.failed)
    expect(await failed(':90D:USD,00\n:90C:USD59,95\n')).toEqual([0, 0])
    expect(await failed(':90D:USD,00\n:90C:USD59,96\n')).toEqual([0, 1])
    expect(await failed(':90D:0USD0,\n:90C:2USD59,95\n')).toEqual([0, 1])
  })

  test('windows-1252 is read as that, and said', async () => {
    const reading = await read(Buffer.from(message(`${line}:86:Stra\u00dfe 7\u00fc\n`), 'latin1'))
    expect(reading.figures?.encoding).toBe('iso-8859-1')
    expect(reading.records).toMatchObject([{ references: ['BANK0001', '7\u00fc'] }])
  })

  test('two statements in one file are proved each by itself, and go to the account that the profile names', async () => {
    const text = message(line) + message(line.replace('BANK0001', 'BANK0002'), '69,95', '0,', 'OTHER')
    const reading = await read(text, (account) => (account === 'OTHER' ? { ...berlinAccount, merchant: 'm2' } : berlinAccount))
    expect(reading.records.map(({ merchant, recordId }) => `${merchant} ${recordId}`)).toEqual(['m1 BANK0001', 'm2 BANK0002'])
    expect(reading.controls).toMatchObject([
      {
        checked: 2,
        failed: 1,
        failures: [{ subject: 'statement 2', expected: 'opening + booked = 59.95 USD', actual: 'closing 69.95 USD' }],
      },
    ])
  })

  test('a file that is cut off shows in its controls: there is no closing balance', async () => {
    const whole = message(line + details)
    const { records, controls } = await read(whole.slice(0, whole.indexOf(':62F:')))
    expect(records).toHaveLength(1)
    expect(controls).toMatchObject([{ checked: 1, failed: 1, failures: [{ actual: 'no :62F:' }] }])
  })

  test('a bank reference that comes again is no id; equal lines stay apart, and another file repeats their ids', async () => {
    const ids = async (text: string): Promise<string[]> => (await read(text)).records.map(({ recordId }) => recordId)
    const three = await ids(message(line.repeat(3)))
    expect(new Set(three).size).toBe(3)
    expect(three.every((id) => /^made-[0-9a-f]{32}$/.test(id))).toBe(true)
    expect(await ids(message(line.repeat(2)))).toEqual(three.slice(0, 2))
  })

  test('a line without a currency or an account of ours is quarantined with its place', async () => {
    const head = ':20:A\n:25:ACC\n'
    const { quarantined } = await read(`${head}${line}${details}:62F:C260108USD5,00\n`, () => undefined)
    expect(quarantined).toMatchObject([
      { reason: 'unknown-account', line: 3, column: 1, byteOffset: head.length, byteLength: (line + details).length - 1 },
    ])
    expect((await read(`${head}${line}`)).quarantined).toMatchObject([{ reason: 'currency' }])
  })
})

describe('files that are something else are refused', () => {
  test.each([
    ['', /is empty/],
    ['hello\n', /holds no statement/],
    [`:20:${'x'.repeat(1_100_000)}`, /line 1 \(byte 0\) is longer than 1048576 bytes/],
    [`:20:A\n:86:${`${'x'.repeat(60)}\n`.repeat(2_000)}`, /field :86: is longer than 65536 characters/],
  ])('%#', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message)
    await expect(read(text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('runs of blanks, slashes and control characters cost no more than other text', async () => {
    const run = 60_000
    expect(detectBank(`${'\n'.repeat(run)}x`)).toBeUndefined()
    const hard = [
      `:86:a${'\u0001'.repeat(run)}a\u0001`,
      `:86:/REMI/${'/ '.repeat(run / 2)}x${' /'.repeat(100)}`,
      `:86:166?20${'?'.repeat(run)}`,
    ]
    for (const text of hard) expect((await read(message(`${line}${text}\n`))).records).toHaveLength(1)
  })

  test('a line of 1 GB is refused after its first megabyte', async () => {
    const chunk = Buffer.alloc(65_536, 'x')
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; given < 16_384; given++) yield chunk
    }
    await expect(collected(readMt940({ file: 'bank.sta', chunks: endless() }, () => berlinAccount))).rejects.toThrow(/is longer than/)
    expect(given).toBeLessThan(20)
  })
})

test('a line that says 942 between the names of two banks makes an interim report of the message behind it, and of no other', async () => {
  const framed = (type: string, text: string): string => `ABNANL2A\n${type}\nABNANL2A\n${text}-\n`
  const statement = message(line + details)
  const report = `:20:A\n:25:ACC\n:28C:1/1\n:13D:2601081200+0100\n${line}:90C:1USD59,95\n`
  const of = async (text: string): Promise<unknown> => {
    const { records, figures, controls } = await read(text)
    return [records.length, figures?.version, controls.reduce((sum, { failed }) => sum + failed, 0)]
  }
  expect(await of(framed('942', report))).toEqual([1, 'MT942', 0])
  expect(await of(framed('940', statement))).toEqual([1, 'MT940', 0])
  expect(await of(framed('942', report) + framed('940', statement))).toEqual([2, 'MT942, MT940', 0])
  // The frame of the next message stands below the balance where no line of `-` ends this one.
  expect(await of(statement.replace(/-\n$/, '') + framed('942', report))).toEqual([2, 'MT940, MT942', 0])
  expect(await of(message(`${line}:86:paid for room\n942\n`))).toEqual([1, 'MT940', 0])
})
