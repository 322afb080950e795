import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadHistory, type History } from './history.ts'
import { parseHistoryProfile } from './profile.ts'

interface Entry {
  readonly day: string
  readonly amount: string
  readonly number?: string
  readonly reference?: string
}
const entry = ({ day, amount, number = '', reference = '' }: Entry): string =>
  `<Ntry>${number === '' ? '' : `<NtryRef>${number}</NtryRef>`}<Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>` +
  `<BookgDt><Dt>${day}</Dt></BookgDt>${reference === '' ? '' : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}</Ntry>`
const camt = (id: string, ...entries: readonly Entry[]): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>${id}</Id><ElctrncSeqNb>${id}</ElctrncSeqNb>` +
  `<Acct><Id><IBAN>DE02</IBAN></Id></Acct>${entries.map(entry).join('')}</Stmt></BkToCstmrStmt></Document>`
const mt940 = (number: number, day: string, amount: string): string =>
  `:20:X\r\n:25:123\r\n:28C:${number}/1\r\n:60F:C${day}EUR0,\r\n:61:${day}${day.slice(2)}C${amount}NTRFNONREF//1\r\n:62F:C${day}EUR${amount}\r\n-\r\n`

async function load(format: 'camt053' | 'mt940', files: Readonly<Record<string, string>>): Promise<History> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-reused-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text)
  const bank = { format, account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
  return await loadHistory(folder.path, parseHistoryProfile({ version: 1, files: [{ file: '*', ...bank }] }, 'p.json'))
}

const ids = ({ records }: History): readonly string[] => records.map(({ recordId }) => recordId)
const distinct = (history: History): number => new Set(ids(history)).size

const eighth = camt('8', { day: '2026-01-08', amount: '81.00', number: '1' }, { day: '2026-01-08', amount: '82.00', number: '2' })
const ninth = camt('9', { day: '2026-01-09', amount: '91.00', number: '1' }, { day: '2026-01-09', amount: '92.00', number: '2' })

describe('numbers that begin again with each statement', () => {
  test.each([
    ['NtryRef of camt', 'camt053', { 'a.xml': eighth, 'b.xml': ninth }, 4],
    ['the reference of MT940', 'mt940', { 'a.sta': mt940(1, '260108', '1,'), 'b.sta': mt940(2, '260109', '1,') }, 2],
  ] as const)('%s are ids of no line, and noted', async (_what, format, files, lines) => {
    const history = await load(format, files)
    expect(history.records).toHaveLength(lines)
    expect(distinct(history)).toBe(lines)
    expect(history.notes).toContainEqual(
      `account bank-1: the ids of ${lines} bank lines are numbers that begin again with each file or statement: each is known by its day, amount and text instead`,
    )
  })

  test('the same statement once more adds no line to them', async () => {
    const history = await load('camt053', { 'a.xml': eighth, 'b.xml': ninth, 'c.xml': eighth })
    expect(history.records).toHaveLength(6)
    expect(distinct(history)).toBe(4)
    expect(history.notes).toEqual([expect.stringMatching(/^account bank-1: the ids of 4 bank lines are numbers/)])
  })

  test('one statement alone keeps them; one that is in two files is one still', async () => {
    expect(ids(await load('camt053', { 'a.xml': eighth }))).toEqual(['1', '2'])
    expect(distinct(await load('camt053', { 'a.xml': eighth, 'b.xml': eighth }))).toBe(2)
  })
})

describe('a line has one id in whichever file it stands', () => {
  const line = (day: string, number: string, amount: string, text: string): string =>
    `:61:${day}${day.slice(2)}C${amount}NTRFNONREF//${number}\r\n:86:${text}\r\n`
  const statement = (number: number, day: string, ...lines: readonly string[]): string =>
    `:20:X\r\n:25:123\r\n:28C:${number}/1\r\n:60F:C${day}EUR0,\r\n${lines.join('')}:62F:C${day}EUR0,\r\n-\r\n`
  const [first, second] = ['260105', '260106']
  const numbered = (from: number): readonly [string, string] => [
    statement(1, first, line(first, '0001', '59,95', 'payout po_1'), line(first, '0002', '12,00', 'fee 01/26')),
    statement(2, second, line(second, `000${from}`, '35,00', 'payout po_2'), line(second, `000${from + 1}`, '7,00', 'fee 7')),
  ]

  test.each([
    ['of each statement', 1],
    ['of the whole file', 3],
  ])('daily files and the week, whose entries have the numbers %s', async (_what, from) => {
    const week = await load('mt940', {
      'day1.sta': numbered(1)[0],
      'day2.sta': numbered(1)[1],
      'week.sta': numbered(from).join(''),
    })
    expect(week.records).toHaveLength(8)
    expect(distinct(week)).toBe(4)
  })

  test.each([
    ['a reference of one', statement(1, first, line(first, 'A7', '5,00', 'a')), 1],
    ['a reference of two, of other amounts', statement(1, first, line(first, 'A7', '5,00', 'a'), line(first, 'A7', '0,10', 'b')), 2],
    ['a reference of two that are equal', statement(1, first, line(first, 'A7', '5,00', 'a'), line(first, 'A7', '5,00', 'a')), 2],
  ])('%s in one file, beside others in the next', async (_what, shorter, lines) => {
    const longer = statement(1, first, line(first, 'A7', '5,00', 'a'), line(first, 'A7', '5,00', 'a'), line(first, 'A7', '0,10', 'b'))
    expect(distinct(await load('mt940', { 'a.sta': shorter, 'b.sta': longer }))).toBe(3)
    expect(distinct(await load('mt940', { 'a.sta': shorter }))).toBe(lines)
    expect(distinct(await load('mt940', { 'a.sta': longer, 'b.sta': longer }))).toBe(3)
  })

  test('statements of two accounts under one entry are two accounts, and noted', async () => {
    const fee = statement(1, first, line(first, '0001', '5,00', 'fee'), `:61:${first}0105C5,00NTRFNONREF\r\n:86:fee\r\n`)
    const files = { 'giro.sta': fee, 'sub.sta': fee.replace(':25:123', ':25:124'), 'again.sta': fee.replace(':25:123', ':25:1 23EUR') }
    const history = await load('mt940', files)
    expect(history.records).toHaveLength(6)
    expect(distinct(history)).toBe(4)
    expect(history.notes[0]).toMatch(/^account bank-1: statements of 2 accounts \(6 lines\) are read as one/)
    expect(distinct(await load('mt940', { 'a.sta': fee, 'b.sta': fee }))).toBe(2)
  })

  test('numbers that go on from file to file are ids', async () => {
    const files = { 'a.sta': statement(1, first, line(first, '1', '1,', 'x')), 'b.sta': statement(2, second, line(second, '2', '1,', 'x')) }
    expect(ids(await load('mt940', files))).toEqual(['1', '2'])
  })
})

describe("a bank's reference that entries of one statement share", () => {
  const fee = { day: '2026-01-08', amount: '0.10', reference: 'BATCH1' }
  const note =
    "a.xml: 3 entries have the bank's reference of another entry of their statement (AcctSvcrRef): each was taken, with another id"

  test.each([
    ['with numbers of their own', ['1', '2', '3']],
    ['without', ['', '', '']],
  ])('three fees %s are three records, and noted', async (_what, numbers) => {
    const statement = camt('8', ...numbers.map((number) => ({ ...fee, number })), { ...fee, amount: '5.00', reference: 'B2' })
    const history = await load('camt053', { 'a.xml': statement })
    expect(distinct(history)).toBe(4)
    expect(ids(history)).toContain('B2')
    expect(history.notes).toEqual([note])
    // The statement once more.
    expect(distinct(await load('camt053', { 'a.xml': statement, 'b.xml': statement }))).toBe(4)
  })

  test('in two statements it is one entry, of two days it is two', async () => {
    expect(ids(await load('camt053', { 'a.xml': camt('8', fee), 'b.xml': camt('9', fee) }))).toEqual(['BATCH1', 'BATCH1'])
    expect(distinct(await load('camt053', { 'a.xml': camt('8', fee), 'b.xml': camt('9', { ...fee, day: '2026-01-09' }) }))).toBe(2)
  })
})

test('a notice that fills is of its own entry, where entries are numbered from 1 each day', async () => {
  const entryWith = (day: string, amount: string, ...references: readonly string[]): string => {
    const [text = '', endToEnd = ''] = references
    const details = `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEnd}</EndToEndId></Refs><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls>`
    return entry({ day, amount, number: '1' }).replace('</Ntry>', `${details}</Ntry>`)
  }
  const statement = (id: string, text: string): string => camt(id).replace('</Stmt>', `${text}</Stmt>`)
  const notice = (text: string): string =>
    statement('n', text)
      .replaceAll('BkToCstmrStmt>', 'BkToCstmrDbtCdtNtfctn>')
      .replaceAll('Stmt>', 'Ntfctn>')
      .replace('camt.053.001.02', 'camt.054.001.02')
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-fills-'))
  const files = {
    'd1.xml': statement('1', entryWith('2026-01-05', '10.00', 'po_1')),
    'd2.xml': statement('2', entryWith('2026-01-06', '20.00', 'po_2')),
    'n1.xml': notice(entryWith('2026-01-05', '10.00', 'po_1', 'E2E77') + entryWith('2026-01-07', '30.00', 'po_3')),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text)
  const bank = { account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
  const entries = [
    { file: 'd*.xml', format: 'camt053', ...bank },
    { file: 'n*.xml', format: 'camt054', fills: true, ...bank },
  ]
  const history = await loadHistory(folder.path, parseHistoryProfile({ version: 1, files: entries }, 'p.json'))
  expect(history.quarantined.count).toBe(0)
  expect(distinct(history)).toBe(3)
  expect(history.records.map(({ netMinor, references }) => [netMinor, references])).toEqual([
    [1_000n, ['po_1', 'E2E77']],
    [2_000n, ['po_2']],
    [3_000n, ['po_3']],
  ])
})
