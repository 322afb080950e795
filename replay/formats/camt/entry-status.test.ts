import { expect, test } from 'vitest'
import type { BankAccount } from '../bank/bank-line.ts'
import { bytesInput } from '../bytes-input.ts'
import type { FileReading } from '../reading.ts'
import { collected } from '../record-stream.ts'
import { readCamt } from './camt053.ts'

const bank: BankAccount = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'Europe/Berlin', cutOff: '24:00' }

const entryV2 =
  '<Ntry><NtryRef>1</NtryRef><Amt Ccy="USD">59.95</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt><ValDt><Dt>2026-01-08</Dt></ValDt><AcctSvcrRef>BANK0001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Dbtr><Nm>Jane Doe</Nm></Dbtr></RltdPties><RmtInf><Ustrd>STRIPE po_1 TR091</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>'
const balances = (opening: string, closing: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><CdtLine><Amt Ccy="USD">9</Amt></CdtLine><Amt Ccy="USD">${opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>` +
  `<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`
const statement = (entries: string, head = ''): string => `<Stmt><Id>1</Id><Acct><Id><IBAN>DE02</IBAN></Id></Acct>${head}${entries}</Stmt>`
const document = (statements: string, version = '02'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>${statements}</BkToCstmrStmt></Document>`

const read = (
  text: string | Uint8Array,
  accountOf: (account: string) => BankAccount | undefined = () => bank,
  chunkBytes = 65_536,
): Promise<FileReading> => collected(readCamt(bytesInput('bank.xml', text, chunkBytes), 'camt053', accountOf))

/** The same entry with one thing changed. */
const changed = (from: string | RegExp, to: string): string => entryV2.replace(from, to)

test('entries that stand somewhere else are not read, and told', async () => {
  const { records, notes } = await read(document(statement(`<Ntries>${entryV2}${entryV2}</Ntries>${entryV2}`)))
  expect(records).toHaveLength(1)
  expect(notes).toEqual(['2 entries (Ntry) do not stand in a statement and were not read'])
})

test.each([
  ['2026-01-08T00:00:00+03:00', '2026-01-07', /^1 transactions are posted at midnight of another zone/],
  ['2026-01-08T00:00:00.000+02:00', '2026-01-07', /^1 transactions are posted at midnight of another zone/],
  ['2026-01-08T00:00:00+01:00', '2026-01-08', /^$/],
  ['2026-01-08T00:00:00Z', '2026-01-08', /^$/],
  ['2026-01-08T00:00:01+03:00', '2026-01-07', /^$/],
  ['2026-01-08T00:00:00', '2026-01-08', /^$/],
])('an entry posted at %s, in an account of Berlin', async (time, businessDate, note) => {
  const { records, notes } = await read(document(statement(changed('<Dt>2026-01-08</Dt>', `<DtTm>${time}</DtTm>`))))
  expect(records).toMatchObject([{ businessDate }])
  expect(notes.join()).toMatch(note)
})

test.each([
  ['Amt', '</Amt>', '</Amt><Amt Ccy="USD">1.00</Amt>'],
  ['CdtDbtInd', '<Sts>', '<CdtDbtInd>DBIT</CdtDbtInd><Sts>'],
  ['Sts', '<Sts>', '<Sts>PDNG</Sts><Sts>'],
])('two %s in one entry: which of them is meant?', async (field, from, to) => {
  expect(await read(document(statement(changed(from, to))))).toMatchObject({ records: [], quarantined: [{ reason: 'field', field }] })
})

test.each([
  ['a word of the bank’s own', '<Sts><Prtry>POSTED PROVISIONALLY</Prtry></Sts>'],
  ['a word of the bank’s own that looks like a code', '<Sts><Prtry>HOLD</Prtry></Sts>'],
  ['a code that there is not', '<Sts><Cd>BKNG</Cd></Sts>'],
  ['a bare one that there is not', '<Sts>DONE</Sts>'],
])('a status that is %s is quarantined: nobody knows whether money moved', async (_, status) => {
  const unknown = changed('<Sts>BOOK</Sts>', status)
  const reading = await read(document(statement(entryV2 + unknown, balances('0', '119.90')), '08'))
  expect(reading).toMatchObject({ physicalRows: 2, notBooked: 0, quarantined: [{ reason: 'field', field: 'Sts' }] })
  expect(reading.records).toHaveLength(1)
  // It was booked, by the bank's own account of it.
  expect(reading.controls).toMatchObject([{ name: 'statement-balance', failed: 1 }])
})

test.each([
  ['<Sts><Prtry>Booked</Prtry></Sts>', 1],
  ['<Sts>book</Sts>', 1],
  ['<Sts><Cd>FUTR</Cd></Sts>', 0],
  ['<Sts><Prtry>Pending</Prtry></Sts>', 0],
])('%s says plainly what it is', async (status, records) => {
  const reading = await read(document(statement(changed('<Sts>BOOK</Sts>', status)), '08'))
  expect([reading.records.length, reading.notBooked, reading.quarantined]).toEqual([records, 1 - records, []])
})
