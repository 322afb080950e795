import { expect, test } from 'vitest'
import type { BankAccount } from '../bank/bank-line.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { readBai2 } from './bai2.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'America/New_York', cutOff: '24:00' }
const read = (text: string): Promise<FileReading> => collected(readBai2(bytesInput('bank.bai', text), () => bank))

interface Shape {
  readonly day?: string
  readonly modifier?: string
  readonly stated?: string
  readonly transactions?: readonly string[]
  readonly total?: number
}
/** One whole file, whose totals hold for what it states by default. */
function file({ day = '260108', modifier = '2', stated = '010,10000,,,015,15995,,', total = 31_990, ...rest }: Shape = {}): string {
  const transactions = rest.transactions ?? ['16,165,5995,0,BANK0001,po_1,STRIPE/']
  const records = transactions.length
  return [
    '01,BANKID,CUST,260109,0600,1,80,,2/',
    `02,CUST,BANKID,1,${day},2400,USD,${modifier}/`,
    `03,0001234567,USD,${stated}/`,
    ...transactions,
    `49,${total},${records + 2}/`,
    `98,${total},1,${records + 4}/`,
    `99,${total},1,${records + 6}/`,
    '',
  ].join('\n')
}

const failures = ({ controls }: FileReading): readonly string[] =>
  controls.flatMap((control) => control.failures.map(({ subject }) => subject))

test('files that stand one behind the other are proved each by its own totals', async () => {
  const second = file({ day: '260109', stated: '010,15995,,,015,21990,,', total: 43_980 })
  const reading = await read(file() + second)
  expect(reading.records.map(({ businessDate }) => businessDate)).toEqual(['2026-01-08', '2026-01-09'])
  expect(failures(reading)).toEqual([])
  expect(reading.controls.map(({ checked }) => checked)).toEqual([4, 6, 6])
  expect(failures(await read(file() + second.replace(/99,\d+/, '99,7')))).toEqual(['file 2 total'])
  // What the first lacks is told of the first.
  expect(failures(await read(file().replace(/99,.*\n/, '') + second))).toEqual(['file'])
  expect(failures(await read(file() + second.replace(/99,.*\n/, '')))).toEqual(['file 2'])
})

test('records without a line end between them are records', async () => {
  const stripped = file().replaceAll('\n', '')
  const reading = await read(stripped)
  expect(reading.records).toEqual((await read(file())).records)
  expect(reading.physicalRows).toBe(1)
  expect(failures(reading)).toEqual([])
  expect(reading.controls.map(({ checked }) => checked)).toEqual([2, 3, 3])
  // Where lines have their ends, a slash in a text is a slash.
  const text = file({ transactions: ['16,165,5995,0,BANK0001,po_1,STRIPE 1/16,165,5995,A'] })
  expect(await read(text)).toMatchObject({ physicalRows: 1 })
})

const proof = /^1 accounts \(the first: statement 1\) have transactions that do not lead/
test.each([
  ['a debit where the closing ledger says credit', { transactions: ['16,475,5995,0,BANK0001,po_1,STRIPE/'] }, proof],
  ['another total of credits', { stated: '100,6000,1,', total: 11_995 }, proof],
  ['another total of debits', { stated: '400,1,1,', total: 5_996 }, proof],
  ['what leads from one to the other', {}, /^$/],
  ['a summary alone', { transactions: [], total: 25_995 }, /^$/],
  ['an opening ledger alone', { stated: '010,10000,,', total: 15_995 }, /^$/],
  ['totals that hold', { stated: '100,5995,1,,400,0,0,', total: 11_990 }, /^$/],
] as readonly (readonly [string, Shape, RegExp])[])('%s', async (_, shape, note) => {
  const reading = await read(file(shape))
  expect(failures(reading)).toEqual([])
  expect(reading.notes.join()).toMatch(note)
})

test.each(['1', '3'])('an interim group (as-of modifier %s) is booked, and told', async (modifier) => {
  const reading = await read(file({ modifier }))
  expect(reading.records).toHaveLength(1)
  expect(reading.notes).toEqual([expect.stringMatching(/^a group is an interim report/)])
  expect((await read(file({ modifier: '4' }))).notes).toEqual([])
})
