import { describe, expect, test } from 'vitest'
import { sample } from '../../../tests/support/bai2-text.ts'
import type { BankAccount } from '../bank/bank-line.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import type { Bai2AccountTotal } from './controls.ts'
import { readAmounts } from './account-summary.ts'
import { readBai2 } from './bai2.ts'
import { readTransaction } from './transaction.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'America/New_York', cutOff: '24:00' }

const read = (text: string | Uint8Array, total?: Bai2AccountTotal): Promise<FileReading> =>
  collected(readBai2(bytesInput('bank.bai', text), () => bank, 'unique', total))

const failures = ({ controls }: FileReading): readonly (readonly string[])[] =>
  controls.flatMap((control) => control.failures.map(({ subject, expected, actual }) => [subject, expected, actual]))

test.each([
  ['SUB', `${sample}\x1a`],
  ['NUL behind the last record', `${sample.trimEnd()}${'\0'.repeat(9)}`],
  ['CR', sample.replaceAll('\n', '\r')],
  ['blanks to the width of a card', sample.replaceAll('\n', `${' '.repeat(20)}\n`)],
])('with %s it is the same', async (_, text) => {
  const [changed, plain] = [await read(text), await read(sample)]
  expect(changed.records).toEqual(plain.records)
  expect(failures(changed)).toEqual([])
})

test('the sample: a bank line, its balances, and eight totals and counts that hold', async () => {
  const reading = await read(sample)
  expect(reading.records).toEqual([
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
      occurredAt: '2026-01-08T05:00:00.000Z',
      businessDate: '2026-01-08',
    },
  ])
  expect(reading.controls.map(({ name, checked, failed }) => [name, checked, failed])).toEqual([
    ['account-total', 2, 0],
    ['group-total', 3, 0],
    ['file-total', 3, 0],
  ])
  expect(reading.figures).toMatchObject({
    statements: 1,
    unit: 'as-written',
    bookedSums: { USD: '5995' },
    balances: [{ account: '0001234567', currency: 'USD', opening: '10000', closing: '15995' }],
  })
})

describe('a transaction 16 (formats.md §8)', () => {
  test.each([
    // The funds type says how many fields follow it.
    ['165,5995,,B1,C1,text 1', 5_995n, 'B1', 'C1', 'text 1'],
    ['165,5995,Z,B1,C1,text 1', 5_995n, 'B1', 'C1', 'text 1'],
    ['165,5995,V,260108,1200,B1,C1,text 1', 5_995n, 'B1', 'C1', 'text 1'],
    ['165,5995,S,1,2,3,B1,C1,text 1', 5_995n, 'B1', 'C1', 'text 1'],
    ['165,5995,D,2,0,1,1,2,B1,C1,text 1', 5_995n, 'B1', 'C1', 'text 1'],
    // Commas and slashes of the text stay in it; padding and a plus sign say nothing.
    ['475,+000000000005995,,B1,C1,a,b/c 2', -5_995n, 'B1', 'C1', 'a,b/c 2'],
    // 100 to 399 are credits, 400 to 699 debits, also where their names say reversal or return.
    ['252,1,,,,', 1n, '', '', ''],
    ['552,1,,,,', -1n, '', '', ''],
    ['399,1,,,,', 1n, '', '', ''],
    ['698,1,,,,', -1n, '', '', ''],
    // Those of a bank's own.
    ['920,1,,,,', 1n, '', '', ''],
    ['959,1,,,,', 1n, '', '', ''],
    ['960,1,,,,', -1n, '', '', ''],
    ['999,1,,,,', -1n, '', '', ''],
  ])('%s', (text, netMinor, bankReference, customerReference, remittance) => {
    const read = readTransaction(text.split(','))
    expect(read).toMatchObject({ kind: 'transaction', netMinor, bankReference, customerReference })
    expect(read.kind === 'transaction' && read.texts.join(',')).toBe(remittance)
  })

  test.each([
    ['amount', '165,59.95,,B1'],
    ['amount', '165,59,95,,B1'],
    ['amount', '165,1,059,95,,B1'],
    ['amount', '165,-5995,,B1'],
    ['amount', '165,,,B1'],
    ['amount', '165,1234567890123456789,,B1'],
    ['kind', '720,5995,,B1'],
    ['kind', '890,5995,,B1'],
    ['kind', '010,5995,,B1'],
    ['kind', '919,5995,,B1'],
    ['kind', 'ABC,5995,,B1'],
  ])('%s: %s is quarantined', (reason, text) => {
    expect(readTransaction(text.split(','))).toMatchObject({ kind: 'problem', problem: { reason } })
  })

  test.each(['890,,,B1,,NOTICE', '890,0,,B1,,NOTICE', '890,000,0,,,NOTICE'])('%s says something and moves nothing', (text) => {
    expect(readTransaction(text.split(','))).toEqual({ kind: 'information' })
  })

  test('names and accounts behind their labels leave no trace', async () => {
    const { records } = await read(
      sample.replace('88,TR091', '88,EREF: TR091\n88,DACT: 12345678\n88,CRNM: Jane 2 Doe').replace(',4/', ',6/'),
    )
    expect(records[0]?.references).toEqual(['BANK0001', 'po_1', 'TR091'])
  })
})

test.each([
  ['010,1,,,015,-2,,', ['010 1', '015 -2']],
  // A continued line leaves more empty fields than it should, or fewer.
  ['010,1,,,,015,2,,', ['010 1', '015 2']],
  [',,,,060,5,,,100,000,0,', ['060 5', '100 0']],
  ['100,5,3,V,260108,,400,6,2,S,1,2,3,470,7,,', ['100 5', '400 6', '470 7']],
  ['110,70000000,15,D,3,0,20000000,1,30000000,3,20000000', ['110 70000000']],
  ['010,x,,', ['010 undefined']],
])('amounts of an account: %s', (text, expected) => {
  expect(readAmounts(text.split(',')).map(({ typeCode, minor }) => `${typeCode} ${minor}`)).toEqual(expected)
})

describe('records and lines', () => {
  test.each([
    ['CRLF', sample.replaceAll('\n', '\r\n')],
    ['no last line end', sample.trimEnd()],
    ['no slashes', sample.replaceAll('/\n', '\n')],
    ['blanks behind the slashes', sample.replaceAll('/\n', '/   \n')],
    ['several records on a line', sample.replaceAll('/\n', '/   ')],
    [
      'a record that is continued in the middle of a group',
      sample.replace('015,15995', '015/\n88,15995').replace('49,37985,4', '49,37985,5').replace(',6/', ',7/').replace(',8/', ',9/'),
    ],
    ['a text that begins with a slash', sample.replace('88,TR091', '88,/TR091')],
  ])('%s: the same amounts, and totals that hold', async (name, text) => {
    const reading = await read(text)
    expect(reading.records.map(({ netMinor }) => netMinor)).toEqual([5_995n])
    expect([name, failures(reading)]).toEqual([name, []])
  })

  test('a slash and what looks like a record inside of a text are text', async () => {
    const { records } = await read(sample.replace('STRIPE TRANSFER', 'REF 1/2 3/16, 165 9/88, x'))
    expect(records).toHaveLength(1)
  })

  test('a record of an unknown code is a row in the quarantine, not a part of the one before', async () => {
    const reading = await read(sample.replace('16,165', '17,165'))
    expect(reading).toMatchObject({ physicalRows: 1, records: [], quarantined: [{ reason: 'field', line: 4, byteLength: 53 }] })
  })

  // A sign wrong, missing or too many in the code, or no comma behind it.
  test.each(['l6,', '1b,', 'x6,', '6,', '1,', '016,', '166,', '1 6,', '16;', '16', ' 6,'])(
    'a transaction whose code is damaged to "%s" is a row in the quarantine, not a part of the one before',
    async (head) => {
      const second = '16,475,100,0,BANK0002,,FEE 7/'
      const whole = sample.replace('88,TR091\n', `88,TR091\n${second}\n`).replace('49,37985,4', '49,38085,5')
      const text = whole.replace('98,37985,1,6', '98,38085,1,7').replace('99,37985,1,8', '99,38085,1,9')
      expect(failures(await read(text))).toEqual([])
      const reading = await read(text.replace('16,475', `${head}475`))
      expect(reading).toMatchObject({ physicalRows: 2, quarantined: [{ reason: 'field', field: 'record code', line: 6 }] })
      expect(reading.records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', 'po_1', 'TR091'] }])
      // Its record is counted, its amount is missing.
      expect(failures(reading)).toEqual([['account 0001234567 total', '379.85 USD (net of details 59.95 USD)', '380.85 USD']])
      expect((await read(text.replace('16,165', `${head}165`))).quarantined).toMatchObject([
        { field: 'record code', line: 4, byteLength: expect.any(Number) as number },
      ])
    },
  )

  test.each(['1,250,00 EUR', '6,5 PERCENT', '1,2,3', '6,165 ITEMS', '12 6,165,A'])('a text goes on with "%s"', async (more) => {
    const reading = await read(sample.replace('88,TR091', `88,TR091\n${more}`))
    expect(reading).toMatchObject({ physicalRows: 1, quarantined: [] })
    expect(failures(reading)).toEqual([])
  })

  test('a group whose header is damaged books nothing on the day of the one before', async () => {
    const again = sample.split('\n').slice(1, 7).join('\n').replace('02,CUST', '0Z,CUST').replace('260108', '260109')
    const reading = await read(sample.replace('99,', `${again}\n99,`))
    expect(reading.records).toHaveLength(1)
    expect(reading.quarantined).toMatchObject([{ reason: 'date', field: '02 as-of date' }])
  })

  test.each([
    ['3', /^a group corrects earlier data/],
    ['9', /^a group has a status that there is not/],
    ['', /^$/],
  ])('a group of status "%s" is booked, and what is unusual of it is told', async (status, note) => {
    const reading = await read(sample.replace('BANKID,1,', `BANKID,${status},`))
    expect(reading.records).toHaveLength(1)
    expect(reading.notes.join()).toMatch(note)
  })

  test('without a currency it is US dollars, and that is said; a currency of other digits keeps its integers', async () => {
    const bare = await read(sample.replace(',USD,2/', ',,2/').replace('67,USD,', '67,,'))
    expect(bare.figures?.further).toMatchObject({ currencyDefaulted: true })
    const yen = await read(sample.replaceAll('USD', 'JPY'))
    expect(yen.records).toMatchObject([{ currency: 'JPY', netMinor: 5_995n }])
  })

  test('a date of eight digits is a date; one that is none quarantines the transactions of its group', async () => {
    expect((await read(sample.replace(',260108,', ',20260108,'))).records).toMatchObject([{ businessDate: '2026-01-08' }])
    const bad = await read(sample.replace(',260108,', ',260230,'))
    expect(bad).toMatchObject({ records: [], quarantined: [{ reason: 'date', value: '2026-02-30' }] })
    expect(failures(bad)).toEqual([])
  })

  test.each(['2', '4'])('a group of status %s books nothing, and its totals are proved all the same', async (status) => {
    const reading = await read(sample.replace('BANKID,1,', `BANKID,${status},`))
    expect(reading).toMatchObject({ records: [], notBooked: 1, physicalRows: 1 })
    expect(reading.notes).toHaveLength(1)
    expect(failures(reading)).toEqual([])
  })
})

describe('totals and counts of the trailers', () => {
  test.each([
    ['49 total', '49,37985', '49,37986', ['account 0001234567 total', '379.85 USD (net of details 59.95 USD)', '379.86 USD']],
    ['49 total, none', '49,37985', '49,', ['account 0001234567 total', '379.85 USD (net of details 59.95 USD)', 'nothing stated']],
    ['49 records', '49,37985,4', '49,37985,5', ['account 0001234567 records', '4', '5']],
    ['98 total', '98,37985', '98,37984', ['group 1 total', '379.85 USD', '379.84 USD']],
    ['98 accounts', '98,37985,1', '98,37985,2', ['group 1 accounts', '1', '2']],
    ['98 records', '98,37985,1,6', '98,37985,1,7', ['group 1 records', '6', '7']],
    ['99 groups', '99,37985,1', '99,37985,2', ['file groups', '1', '2']],
    ['99 records', '1,8/', '1,9/', ['file records', '8', '9']],
  ])('%s that is wrong is a finding, and the row is delivered', async (name, from, to, finding) => {
    const reading = await read(sample.replace(from, to))
    expect(reading.records).toHaveLength(1)
    // What the trailer above states is what the one below adds up.
    expect([name, failures(reading)[0]]).toEqual([name, finding])
  })

  test('a bank that totals its details alone: either reading holds by default, a setting pins one', async () => {
    const variant = sample.replaceAll('37985', '5995')
    const reading = await read(variant)
    expect(failures(reading)).toEqual([])
    expect(reading.notes).toEqual([expect.stringMatching(/control totals of 1 accounts are the net/)])
    expect(failures(await read(variant, 'details'))).toEqual([])
    expect(failures(await read(variant, 'records'))).toEqual([
      ['account 0001234567 total', '379.85 USD (net of details 59.95 USD)', '59.95 USD'],
    ])
    expect(failures(await read(sample, 'details'))).toHaveLength(1)
  })

  test('a file that is cut off lacks its trailers, each a finding', async () => {
    const reading = await read(sample.slice(0, sample.indexOf('49,')))
    expect(reading.records).toHaveLength(1)
    expect(failures(reading).map(([subject]) => subject)).toEqual(['account 0001234567', 'group 1', 'file'])
  })
})

test.each([
  ['', /is empty/],
  ['00,0004,1/2/345\n', /first record is not a file header 01 but 00/],
  ['hello\n', /first record is not a file header 01 but none/],
  [`01,${'x'.repeat(1_100_000)}`, /is longer than 1048576 bytes/],
  [`01,A,B,260109,0600,1,,,2/\n${`88,${'x'.repeat(1_000)}\n`.repeat(1_100)}`, /a record has more than 1048576 characters/],
])('files that are something else are refused %#', async (text, message) => {
  await expect(read(text)).rejects.toThrow(message)
  await expect(read(text)).rejects.toMatchObject({ code: 'BAD_INPUT' })
})
