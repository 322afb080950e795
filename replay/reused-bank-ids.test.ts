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
      `account bank-1: ${lines} bank lines share ${lines / 2} ids with lines of another day, currency or amount, such as numbers that begin again with each statement: each was taken, with another id`,
    )
  })

  test('the same statement once more adds no line to them', async () => {
    const history = await load('camt053', { 'a.xml': eighth, 'b.xml': ninth, 'c.xml': eighth })
    expect(history.records).toHaveLength(6)
    expect(distinct(history)).toBe(4)
    expect(history.notes).toEqual([expect.stringMatching(/^account bank-1: 4 bank lines share 2 ids with lines of another day/)])
  })

  test('one statement alone keeps its ids, and so does an entry that is in two files', async () => {
    expect(ids(await load('camt053', { 'a.xml': eighth }))).toEqual(['1', '2'])
    const twice = await load('camt053', { 'a.xml': eighth, 'b.xml': eighth })
    expect(ids(twice)).toEqual(['1', '2', '1', '2'])
    expect(twice.notes).toEqual([])
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
