import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ledgerColumns } from './formats/ledger/ready-maps.ts'
import { quarantinedKept } from './formats/quarantine.ts'
import type { QuarantinedRow } from './formats/reading.ts'
import { loadHistory, loadHistoryProfile } from './history.ts'
import { inspectFile } from './inspect.ts'
import { parseHistoryProfile } from './profile.ts'

const header = ledgerColumns.join(',')
const profile = parseHistoryProfile(
  { version: 1, files: [{ file: '*.csv', format: 'ledger-csv', account: 'ledger-1', zone: 'UTC', tenants: ['acme'] }] },
  'p.json',
)

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-history-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a history', () => {
  test('is ordered by time over all files; ties keep the order of files and rows', async () => {
    const row = (id: string, second: string): string => `acme,m1,${id},charge,${id},,1.00,EUR,2026-01-05T10:00:${second}Z`
    await writeFile(join(folder, 'b.csv'), [header, row('b1', '02'), row('b2', '01')].join('\n'))
    await writeFile(join(folder, 'a.csv'), [header, row('a1', '02'), row('a2', '02'), 'acme,m1,bad'].join('\n').concat('\n'))
    await writeFile(join(folder, 'notes.txt'), 'not in the profile')
    const history = await loadHistory(folder, profile)
    expect(history.records.map(({ recordId }) => recordId)).toEqual(['b2', 'a1', 'a2', 'b1'])
    expect(history.files.map(({ file, physicalRows, records, quarantined }) => [file, physicalRows, records, quarantined])).toEqual([
      ['a.csv', 3, 2, 1],
      ['b.csv', 2, 2, 0],
    ])
    expect(history.totals).toEqual([{ side: 'ledger', kind: 'charge', currency: 'EUR', records: 4, grossMinor: 400n, netMinor: 400n }])
  })

  test.each([
    { what: 'missing', files: {}, message: /gone.csv: cannot be read \(ENOENT\)/ },
    { what: 'empty', files: { 'gone.csv': '' }, message: /gone.csv: is empty \(0 bytes\)/ },
    { what: 'of blank lines', files: { 'gone.csv': '\n\n' }, message: /gone.csv: is empty/ },
    { what: 'of another format', files: { 'gone.csv': 'a,b\n1,2\n' }, message: /gone.csv: line 1 is not the header of a ledger/ },
    { what: 'without a row', files: { 'gone.csv': `${header}\n` }, message: /no record in 1 files/ },
    {
      what: 'cut off',
      files: { 'gone.csv': `${header}\nacme,m1,le_1` },
      message: /gone.csv: is truncated: it ends in line 2 \(byte 97\) after 3 of 9 columns/,
    },
  ])('with a file that is $what is refused', async ({ files, message }) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    const loading = loadHistory(folder, profile, ['gone.csv'])
    await expect(loading).rejects.toThrow(message)
    await expect(loading).rejects.toMatchObject({ code: 'BAD_INPUT', exitStatus: 64 })
    // Whoever reads it can open what it names.
    await expect(loading).rejects.toThrow(folder)
  })

  test('with a file that ends inside of its last cell, or could, takes the row and says so; results name the file inside of the folder', async () => {
    const rows = ['acme,m1,a1,charge,a1,,1.00,EUR,2026-01-05T10:00:00Z', 'acme,m1,a2,charge,a2,,1.00,EUR,2026-01-05T10:00:01Z']
    const whole = [header, ...rows].join('\n')
    await writeFile(join(folder, 'cut.csv'), whole.slice(0, -4))
    // Without its Z the instant is another one, and as legal.
    await writeFile(join(folder, 'legal.csv'), whole.slice(0, -1))
    await writeFile(join(folder, 'open.csv'), whole)
    await writeFile(join(folder, 'return.csv'), `${whole}\r`)
    await writeFile(join(folder, 'whole.csv'), `${whole}\r\n`)
    const history = await loadHistory(folder, profile)
    expect(history.notes).toEqual([
      `cut.csv: its last line, 3, has no line end: if the file was cut off there (byte ${whole.length - 4}), that row is not whole`,
      expect.stringMatching(/^legal\.csv: its last line, 3, has no line end/),
      expect.stringMatching(/^open\.csv: its last line, 3, has no line end/),
      expect.stringMatching(/^return\.csv: its last line, 3, has no line end/),
    ])
    expect(history.files.map(({ file, records, quarantined }) => [file, records, quarantined])).toEqual([
      ['cut.csv', 1, 1],
      ['legal.csv', 2, 0],
      ['open.csv', 2, 0],
      ['return.csv', 2, 0],
      ['whole.csv', 2, 0],
    ])
    expect(history.quarantined).toMatchObject({ count: 1, reasons: { date: 1 }, rows: [{ file: 'cut.csv', line: 3, reason: 'date' }] })
  })

  test('tells every row that cannot be read as it goes by, and counts all of them; it keeps the first', async () => {
    const good = 'acme,m1,a1,charge,a1,,1.00,EUR,2026-01-05T10:00:00Z'
    const bad = Array.from({ length: 250 }, (_, index) =>
      index % 5 === 0 ? 'acme,m1' : `acme,m1,b${index},charge,b,,1.0.0,EUR,2026-01-05T10:00:00Z`,
    )
    await writeFile(join(folder, 'a.csv'), [header, ...bad, good, ''].join('\n'))
    await writeFile(join(folder, 'b.csv'), [header, good, 'acme,m1', ''].join('\n'))
    const told: QuarantinedRow[] = []
    const history = await loadHistory(folder, profile, undefined, {
      async onQuarantined(rows) {
        // Rows are no longer what they were once the next ones are asked for.
        const copies = structuredClone(rows)
        await nextTurn()
        expect(rows).toEqual(copies)
        told.push(...copies)
      },
    })
    expect(told.map(({ file, line }) => `${file} ${line}`)).toEqual([...bad.map((_, index) => `a.csv ${index + 2}`), 'b.csv 3'])
    const { count, reasons, rows } = history.quarantined
    expect(Object.entries({ count, ...reasons })).toEqual([
      ['count', 251],
      ['amount', 200],
      ['column-count', 51],
    ])
    expect(rows).toEqual(told.slice(0, quarantinedKept))
    expect(history.files.map(({ quarantined }) => quarantined)).toEqual([250, 1])
  })

  test('of a folder that is not there, or with a file that the profile does not name, is refused', async () => {
    await expect(loadHistory(join(folder, 'nowhere'), profile)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await writeFile(join(folder, 'bank.xml'), '<a/>')
    await expect(loadHistory(folder, profile, ['bank.xml'])).rejects.toMatchObject({ code: 'BAD_CONFIGURATION' })
  })

  test('tells entries that no file is behind; files that were not chosen are no matter', async () => {
    const text = `${header}\nacme,m1,a1,charge,a1,,1.00,EUR,2026-01-05T10:00:00Z\n`
    for (const name of ['a.csv', 'b.csv']) await writeFile(join(folder, name), text)
    const [entry] = profile.files
    const files = ['?.csv', '{a,b}.csv', 'b.csv', 'gone.csv', 'none/*.csv'].map((file) => ({ ...entry, file }))
    const { notes } = await loadHistory(folder, parseHistoryProfile({ version: 1, files: files.slice(1) }, 'p.json'), ['a.csv'])
    expect(notes).toEqual(['the profile has entries for files that are not there: gone.csv, none/*.csv'])
    expect((await loadHistory(folder, parseHistoryProfile({ version: 1, files: files.slice(0, 1) }, 'p.json'))).records).toHaveLength(2)
  })

  test('has files that are links, as mounted folders show them', async () => {
    await mkdir(join(folder, '..data'))
    await writeFile(join(folder, '..data', 'a.csv'), `${header}\nacme,m1,a1,charge,a1,,1.00,EUR,2026-01-05T10:00:00Z\n`)
    await symlink(join('..data', 'a.csv'), join(folder, 'a.csv'))
    expect((await loadHistory(folder, profile)).files.map(({ file }) => file)).toEqual(['a.csv'])
  })

  test('has a profile that is JSON', async () => {
    const path = join(folder, 'profile.json')
    await expect(loadHistoryProfile(path)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await writeFile(path, '{')
    await expect(loadHistoryProfile(path)).rejects.toThrow(/is not JSON/)
    await writeFile(path, JSON.stringify(profile))
    expect(await loadHistoryProfile(path)).toEqual(profile)
  })
})

describe('inspecting a file that is no history', () => {
  test.each([
    ['', /is empty/],
    ['  \n', /is empty/],
    ['<html></html>', /is XML, of message none/],
    ['<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">', /is XML, of message pain.001.001.09/],
    ['currency,fee,net\n', /near to stripe-itemized \(currency, fee, net\), but lacks balance_transaction_id/],
    ['Jane Doe,x\n', /has 2 columns in line 1, none of them known/],
  ])('%j', async (text, message) => {
    const path = join(folder, 'x')
    await writeFile(path, text)
    await expect(inspectFile(path)).rejects.toThrow(message)
    await expect(inspectFile(path)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(inspectFile(path)).rejects.not.toThrow(/Jane/)
  })

  test('a folder', async () => {
    await expect(inspectFile(folder)).rejects.toThrow(/is a folder/)
  })
})
