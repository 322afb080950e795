import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadHistory } from '../../history.ts'
import { parseHistoryProfile } from '../../profile.ts'
import { bytesInput } from '../bytes-input.ts'
import { readCamt } from '../camt/camt053.ts'
import { readMt940 } from '../mt940/mt940.ts'
import { collected } from '../record-stream.ts'

const account = { tenant: 'acme', merchant: 'm1', account: 'bank-1', zone: 'UTC', cutOff: '24:00' }

interface Shape {
  readonly number?: string
  readonly opening: string
  readonly closing: string
  readonly days: readonly [opening: string, closing: string]
  readonly tags?: readonly [opening: string, closing: string]
}
/** With one line that explains the closing balance. */
const mt940 = ({ number = '1/1', opening, closing, days, tags = ['60F', '62F'] }: Shape): string =>
  `:20:X\r\n:25:123\r\n:28C:${number}\r\n:${tags[0]}:C${days[0]}USD${opening},\r\n:61:${days[1]}C${Number(closing) - Number(opening)},NTRFNONREF\r\n` +
  `:${tags[1]}:C${days[1]}USD${closing},\r\n-\r\n`

const eleventh = mt940({ number: '11/1', opening: '0', closing: '100', days: ['260107', '260108'] })
const twelfth = mt940({ number: '12/1', opening: '100', closing: '250', days: ['260108', '260109'] })
const thirteenth = mt940({ number: '13/1', opening: '250', closing: '300', days: ['260109', '260110'] })
const firstPage = mt940({ number: '11/1', opening: '0', closing: '100', days: ['260107', '260108'], tags: ['60F', '62M'] })
const lastPage = mt940({ number: '11/2', opening: '100', closing: '400', days: ['260108', '260108'], tags: ['60M', '62F'] })
const afterGap = mt940({ number: '11/3', opening: '900', closing: '1000', days: ['260108', '260108'], tags: ['60M', '62F'] })

const notesOf = async (...messages: readonly string[]): Promise<readonly string[]> =>
  (await collected(readMt940(bytesInput('bank.sta', messages.join('')), () => account))).notes

describe('statements of MT940', () => {
  test.each([
    ['a statement that is missing', [eleventh, thirteenth], 1, /^1 statements \(the first: statement 2\) open with a balance that no/],
    ['the same, newest first', [thirteenth, eleventh], 1, /^1 statements \(the first: statement 1\) open with/],
    ['a last page that is missing', [firstPage], 1, /^1 statements \(the first: statement 1\) end on a page that is not the last/],
    ['a first page that is missing', [lastPage], 1, /^1 statements \(the first: statement 1\) open with/],
    ['a page between that is missing', [firstPage, afterGap], 2, /^1 statements \(the first: statement 2\) open with/],
  ])('%s is noted', async (_what, messages, count, first) => {
    const notes = await notesOf(...messages)
    expect(notes).toHaveLength(count)
    expect(notes[0]).toMatch(first)
  })

  test.each([
    ['that follow each other', [eleventh, twelfth, thirteenth]],
    ['that follow each other, newest first', [thirteenth, twelfth, eleventh]],
    ['of two pages', [firstPage, lastPage]],
    ['of days inside of one of a month', [mt940({ opening: '0', closing: '900', days: ['260101', '260131'] }), twelfth, thirteenth]],
    ['that are there twice', [eleventh, eleventh]],
  ])('%s are whole', async (_what, messages) => {
    expect((await notesOf(...messages)).filter((note) => /missing/.test(note))).toEqual([])
  })

  test('of several files are one chain, and the note names the file behind the gap', async () => {
    const load = async (files: readonly string[]): Promise<readonly string[]> => {
      await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-chain-'))
      for (const [index, text] of files.entries()) await writeFile(join(folder.path, `${index}.sta`), text)
      const entry = { file: '*.sta', format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
      return (await loadHistory(folder.path, parseHistoryProfile({ version: 1, files: [entry] }, 'p.json'))).notes
    }
    expect(await load([eleventh, twelfth, thirteenth])).toEqual([])
    expect(await load([eleventh, thirteenth])).toEqual([
      '1.sta: 1 statements (the first: statement 1) open with a balance that no statement read before closed with: what lies between them is missing',
    ])
    expect(await load([firstPage, lastPage])).toEqual([])
  })
})

const balance = (type: string, amount: string, day: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`
const camtEntry = (currency: string, amount: string): string =>
  `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-08</Dt></BookgDt></Ntry>`
const statement = (head: string, ...balances: readonly string[]): string =>
  `<Stmt><Id>1</Id>${head}<Acct><Id><IBAN>DE02</IBAN></Id></Acct>${balances.join('')}${camtEntry('USD', '100.00')}</Stmt>`
const readStatements = async (...statements: readonly string[]): ReturnType<typeof collected> =>
  collected(
    readCamt(
      bytesInput(
        'bank.xml',
        `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>${statements.join('')}</BkToCstmrStmt></Document>`,
      ),
      'camt053',
      () => account,
    ),
  )
const page = (number: number, isLast: boolean): string =>
  statement(`<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></StmtPgntn><ElctrncSeqNb>11</ElctrncSeqNb>`)

describe('statements of camt.053', () => {
  const opening = balance('OPBD', '0.00', '2026-01-08')
  const closing = balance('CLBD', '100.00', '2026-01-08')

  test('a statement that is missing is noted', async () => {
    const next = statement('', balance('OPBD', '250.00', '2026-01-10'), balance('CLBD', '350.00', '2026-01-10'))
    const { notes } = await readStatements(statement('', opening, closing), next)
    expect(notes).toEqual([expect.stringMatching(/^1 statements \(the first: statement 2\) open with a balance/)])
    const between = statement('', balance('OPBD', '100.00', '2026-01-09'), balance('CLBD', '250.00', '2026-01-09'))
    expect((await readStatements(statement('', opening, closing), between, next)).notes).toEqual([])
  })

  test('a page that is missing is noted', async () => {
    const torn = /have a page before or behind them that was not read/
    expect((await readStatements(page(1, false))).notes).toEqual([expect.stringMatching(torn)])
    expect((await readStatements(page(2, true))).notes).toEqual([expect.stringMatching(torn)])
    expect((await readStatements(page(1, false), page(3, true))).notes).toEqual([expect.stringMatching(/^2 pages/)])
    expect((await readStatements(page(1, false), page(2, true))).notes).toEqual([])
    expect((await readStatements(page(1, true))).notes).toEqual([])
  })

  test('two balances of one kind and day that contradict each other are a finding', async () => {
    const { controls } = await readStatements(statement('', opening, closing, balance('CLBD', '999.00', '2026-01-08')))
    expect(controls).toMatchObject([
      { name: 'statement-balance', failed: 1, failures: [{ actual: 'another CLBD of that day: 999.00 USD' }] },
    ])
    // The same once more is none, and another day's is one of that day alone.
    expect((await readStatements(statement('', opening, closing, closing))).controls).toMatchObject([{ failed: 0 }])
    expect((await readStatements(statement('', opening, closing, balance('CLBD', '999.00', '2026-01-07')))).controls).toMatchObject([
      { name: 'statement-balance', failed: 0 },
      { name: 'day-balance', failed: 1 },
    ])
  })

  test('an entry in a currency of which the statement states no balance is noted', async () => {
    const withYen = statement('', opening, closing).replace('</Stmt>', `${camtEntry('JPY', '5000')}</Stmt>`)
    expect((await readStatements(withYen)).notes).toEqual([
      '1 statements have entries in a currency of which they do not state both an opening and a closing balance (JPY): no balance proves those',
    ])
    expect((await readStatements(statement('', opening, closing))).notes).toEqual([])
  })
})
