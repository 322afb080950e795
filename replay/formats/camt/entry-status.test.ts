import { expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { balances, changedEntry, document, entry, statement } from '../../../tests/support/camt-text.ts'

const read = readerOf('camt053')

test('entries that stand somewhere else are not read, and told', async () => {
  const { records, notes } = await read(document(statement(`<Ntries>${entry}${entry}</Ntries>${entry}`)))
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
  ['2026-01-08T24:00:00', '2026-01-09', /^1 entries are posted at 24:00:00/],
  ['2026-01-31T24:00:00.000+01:00', '2026-02-01', /^1 entries are posted at 24:00:00/],
  ['2026-01-07T24:00:00+03:00', '2026-01-07', /midnight of another zone.*,1 entries are posted at 24:00:00/],
])('an entry posted at %s, in an account of Berlin', async (time, businessDate, note) => {
  const { records, notes } = await read(document(statement(changedEntry('<Dt>2026-01-08</Dt>', `<DtTm>${time}</DtTm>`))))
  expect(records).toMatchObject([{ businessDate }])
  expect(notes.join()).toMatch(note)
})

test.each([
  ['Amt', '</Amt>', '</Amt><Amt Ccy="USD">1.00</Amt>'],
  ['CdtDbtInd', '<Sts>', '<CdtDbtInd>DBIT</CdtDbtInd><Sts>'],
  ['Sts', '<Sts>', '<Sts>PDNG</Sts><Sts>'],
])('two %s in one entry: which of them is meant?', async (field, from, to) => {
  expect(await read(document(statement(changedEntry(from, to))))).toMatchObject({ records: [], quarantined: [{ reason: 'field', field }] })
})

test.each([
  ['a word of the bank’s own', '<Sts><Prtry>POSTED PROVISIONALLY</Prtry></Sts>'],
  ['a word of the bank’s own that looks like a code', '<Sts><Prtry>HOLD</Prtry></Sts>'],
  ['a code that there is not', '<Sts><Cd>BKNG</Cd></Sts>'],
  ['a bare one that there is not', '<Sts>DONE</Sts>'],
])('a status that is %s is quarantined: nobody knows whether money moved', async (_, status) => {
  const unknown = changedEntry('<Sts>BOOK</Sts>', status)
  const reading = await read(document(statement(entry + unknown, balances('0', '119.90')), '08'))
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
  const reading = await read(document(statement(changedEntry('<Sts>BOOK</Sts>', status)), '08'))
  expect([reading.records.length, reading.notBooked, reading.quarantined]).toEqual([records, 1 - records, []])
})
