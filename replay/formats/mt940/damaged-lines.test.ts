import { describe, expect, test } from 'vitest'
import { berlinAccount, readerOf } from '../../../tests/support/bank-reading.ts'
import { details, line, message } from '../../../tests/support/mt940-text.ts'

const read = readerOf('mt940')

test('an interim report that states no totals may have been cut off, and says so', async () => {
  const lines = ':20:A\n:25:ACC\n:34F:USD0,\n:61:260108C1,00NTRFY\n'
  expect((await read(lines)).notes).toEqual([expect.stringContaining('1 interim reports state neither totals')])
  expect((await read(`${lines}:90C:1USD1,00\n`)).notes).toEqual([])
})

test.each([
  ['the same statement twice', message(line + details).repeat(2), 2, /^1 statements have the account, number, balances and sums/],
  ['another number', message(line) + message(line).replace(':28C:1/1', ':28C:2/1'), 2, /^$/],
  ['another day', message(line) + message(line).replace(':62F:C260108', ':62F:C260109'), 2, /^$/],
  ['nothing, twice', message('', '0,').repeat(2), 0, /^$/],
  [
    'a possible duplicate',
    `{1:F01X}{2:I940XN}{4:\n${message(line).replace(/-\n$/, '-}{5:{CHK:1}{PDE:}}')}`,
    1,
    /^1 messages say of themselves that they may/,
  ],
  ['training', `{1:F01X}{2:I940XN}{4:\n${message(line).replace(/-\n$/, '-}{5:{CHK:1}{TNG:}}')}`, 1, /for training \(TNG\)/],
])('%s', async (_, text, records, note) => {
  const reading = await read(text)
  expect(reading.records).toHaveLength(records)
  expect(reading.notes.join()).toMatch(note)
})

test.each([
  [':20:37 Folgenr. 007', ['po_77', '2014-09-12T16', ':20:37', '20:37', '007']],
  [':25:01', ['po_77', '2014-09-12T16', ':25:01', '25:01']],
])('a time that goes on with "%s" on the next line is a text', async (rest, references) => {
  const wrapped = `:86:STRIPE po_77 2014-09-12T16\n${rest}\n`
  const reading = await read(message(line.replace('//BANK0001', '') + wrapped))
  expect(reading.records).toMatchObject([{ references }])
  expect(reading.figures).toMatchObject({ statements: 1, balances: [{ account: 'ACC' }] })
  // Behind the closing balance, and where no time stands before it, it is the next message.
  const second = message('', '0,').replace(':20:A', ':20:37')
  expect((await read(message(line, '59,95').replace('-\n', wrapped.replace(rest, '').trimEnd() + '\n') + second)).figures?.statements).toBe(
    2,
  )
  expect((await read(`:20:A\n:25:ACC\n:34F:USD0,\n${line}:86:po_77\n${second}`)).figures?.statements).toBe(2)
})

test.each(['latin1', 'utf8', 'utf16le'] as const)('the place of a line behind blanks counts bytes of %s, not letters', async (encoding) => {
  const bad = ':61:2601080108Cx'
  const text = message(`${line}:86:Stra\u00dfe\n  ${bad}\n`)
  const bytes = Buffer.from(encoding === 'utf16le' ? `\uFEFF${text}` : text, encoding)
  const { quarantined } = await read(bytes)
  const place = { column: 3, byteOffset: bytes.indexOf(bad, 0, encoding), byteLength: Buffer.byteLength(bad, encoding) }
  expect(quarantined).toMatchObject([place])
})

describe('a statement line whose tag is damaged', () => {
  // formats.md §7: the tag is :61:. A sign wrong, missing or too many.
  test.each([':6l:', ':G1:', ';61:', ':61;', '61:', ':1:', ':6:', ':61', 'x:61:', ':061:', ':611:', ':6 1:', ':61 :', ': 61:', ' 61:'])(
    '%s is a row in the quarantine, not a part of the text before it',
    async (tag) => {
      const second = ':61:2601080108D9,95NMSCFEE 7\n'
      const whole = message(line + details + second + ':86:FEE 8\n', '50,00')
      expect((await read(whole)).records).toHaveLength(2)
      const text = whole.replace(':61:2601080108D', `${tag}2601080108D`)
      const reading = await read(text)
      expect(reading).toMatchObject({ physicalRows: 2, quarantined: [{ reason: 'field', field: 'tag', line: 7 }] })
      expect(reading.records).toMatchObject([{ netMinor: 5_995n, references: ['BANK0001', 'po_1', 'TR091'] }])
      expect(reading.controls).toMatchObject([{ name: 'statement-balance', failed: 1 }])
      const [place = { byteOffset: 0, byteLength: 0 }] = reading.quarantined
      expect(text.slice(place.byteOffset, place.byteOffset + place.byteLength)).toBe(`${tag.trimStart()}2601080108D9,95NMSCFEE 7`)
    },
  )

  test.each([
    ':REF: 260108',
    '61: 260108C5,00',
    ':61 REMARKS',
    'PAID 61:260108',
    ':EREF:2601080108C5',
    '2601080108C59,95NTRF',
    ':12:30 260108',
  ])('a text goes on with "%s"', async (more) => {
    const reading = await read(message(`${line}${details}${more}\n`))
    expect(reading).toMatchObject({ physicalRows: 1, quarantined: [], records: [{ netMinor: 5_995n }] })
  })
})

test('a statement whose :20: is damaged is another one all the same: its lines are of its own account', async () => {
  const second = message(line.replace('BANK0001', 'BANK0002'), '59,95', '0,', 'OTHER').replace(':20:A', ':2O:A')
  const reading = await read(message(line) + second, (account) =>
    account === 'OTHER' ? { ...berlinAccount, merchant: 'm2' } : berlinAccount,
  )
  expect(reading.records.map(({ merchant, recordId }) => `${merchant} ${recordId}`)).toEqual(['m1 BANK0001', 'm2 BANK0002'])
  expect(reading.controls).toMatchObject([{ name: 'statement-balance', checked: 2, failed: 0 }])
})
