import { expect, test } from 'vitest'
import type { BankAccount } from '../bank/bank-line.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { readCamt } from './camt053.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'Europe/Berlin', cutOff: '24:00' }

/** `OPBD 100.00 8`: type, amount and day of January 2026; a subtype behind a slash, a currency behind everything. */
function balance(text: string): string {
  const [type = '', amount = '', day = '', currency = 'EUR'] = text.split(' ')
  const [code = '', subtype] = type.split('/')
  const under = subtype === undefined ? '' : `<SubTp><Cd>${subtype}</Cd></SubTp>`
  const date = `<Dt><Dt>2026-01-${day.padStart(2, '0')}</Dt></Dt>`
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry>${under}</Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${date}</Bal>`
}

function entry(text: string): string {
  const [amount = '', currency = 'EUR', day = '9'] = text.split(' ')
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-${day.padStart(2, '0')}</Dt></BookgDt></Ntry>`
}

function statement(balances: readonly string[], entries: readonly string[], page = ''): string {
  const pagination =
    page === '' ? '' : `<StmtPgntn><PgNb>${page.split(' ')[0]}</PgNb><LastPgInd>${page.split(' ')[1]}</LastPgInd></StmtPgntn>`
  return `<Stmt><Id>1</Id>${pagination}<Acct><Id><IBAN>DE02</IBAN></Id></Acct>${balances.map(balance).join('')}${entries.map(entry).join('')}</Stmt>`
}

const read = (...statements: readonly string[]): Promise<FileReading> =>
  collected(
    readCamt(
      bytesInput(
        'bank.xml',
        `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>${statements.join('')}</BkToCstmrStmt></Document>`,
      ),
      'camt053',
      () => bank,
    ),
  )

const ends = ({ figures }: FileReading): unknown =>
  (figures?.balances ?? []).map(({ opening, closing, currency }) => `${opening} ${closing} ${currency}`)

test.each([
  ['closings of two days', ['PRCD 100.00 7', 'OPBD 100.00 8', 'CLBD 110.00 8', 'CLBD 130.00 9'], '100.00 130.00 EUR'],
  ['two days in any order', ['CLBD 130.00 9', 'OPBD 110.00 9', 'CLBD 110.00 8', 'OPBD 100.00 8'], '100.00 130.00 EUR'],
  ['closings of two days before', ['PRCD 95.00 6', 'PRCD 100.00 7', 'CLBD 130.00 8'], '100.00 130.00 EUR'],
  ['closings before each of two days', ['PRCD 100.00 7', 'PRCD 110.00 8', 'CLBD 110.00 8', 'CLBD 130.00 9'], '100.00 130.00 EUR'],
])('%s: what the statement opens and closes with', async (_, balances, expected) => {
  const entries = ['10.00 EUR 8', '20.00']
  const reading = await read(statement(balances, entries))
  expect(reading.controls[0]).toMatchObject({ name: 'statement-balance', checked: 1, failed: 0 })
  expect(reading.controls.filter(({ failed }) => failed > 0)).toEqual([])
  expect(ends(reading)).toEqual([expected])
  expect(reading.notes).toEqual([])
  const next = await read(statement(balances, entries), statement(['OPBD 130.00 10', 'CLBD 130.00 10'], []))
  expect(next.notes).toEqual([])
})

test('each currency is proved by its own balances', async () => {
  const balances = ['OPBD 100.00 8', 'CLBD 110.00 8', 'OPBD 5.00 8 USD', 'CLBD 9.00 8 USD']
  const reading = await read(statement(balances, ['10.00', '5.00 USD']))
  expect(reading.controls).toMatchObject([{ checked: 2, failed: 1, failures: [{ actual: 'closing 9.00 USD' }] }])
  expect(ends(reading)).toEqual(['100.00 110.00 EUR', '5.00 9.00 USD'])
})

test.each([
  ['named ones', ['OPBD 100.00 8', 'ITBD/CIBD 110.00 8'], ['ITBD/OIBD 110.00 8', 'CLBD 130.00 8']],
  ['those of pages', ['OPBD 100.00 8', 'ITBD 110.00 8'], ['ITBD 110.00 8', 'CLBD 130.00 8']],
])('intermediate balances, %s, prove the pages that they stand between', async (_, first, second) => {
  const pages = (amount: string): Promise<FileReading> =>
    read(statement(first, ['10.00'], '1 false'), statement(second, [amount], '2 true'))
  const reading = await pages('20.00')
  expect(reading.controls).toMatchObject([{ checked: 2, failed: 0 }])
  expect(reading.notes).toEqual([])
  expect((await pages('15.00')).controls).toMatchObject([{ checked: 2, failed: 1, failures: [{ subject: 'statement 2' }] }])
})

test('a page between two others begins and ends with intermediate balances', async () => {
  const pages = (...middle: string[]): Promise<FileReading> =>
    read(
      statement(['OPBD 100.00 8', 'ITBD 110.00 8'], ['10.00'], '1 false'),
      statement(middle, ['20.00'], '2 false'),
      statement(['ITBD 130.00 8', 'CLBD 135.00 8'], ['5.00'], '3 true'),
    )
  expect(await pages('ITBD 110.00 8', 'ITBD 130.00 8')).toMatchObject({ controls: [{ checked: 3, failed: 0 }], notes: [] })
  // One alone is either.
  expect(await pages('ITBD 110.00 8')).toMatchObject({ controls: [{ checked: 2, failed: 0 }] })
})

test.each([[['OPBD 100.00 8']], [['CLBD 110.00 8']], [['OPBD 100.00 8', 'ITBD 110.00 8']]])(
  'a statement that states %j is proved by nothing, which is told',
  async (balances: string[]) => {
    const { controls, notes } = await read(statement(balances, ['10.00']))
    expect(controls).toEqual([])
    expect(notes).toEqual([expect.stringMatching(/^1 statements have entries in a currency of which they do not state both .* \(EUR\)/)])
  },
)
