import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadHistory, type History } from '../../history.ts'
import type { FileProfile } from '../../profile.ts'
import { readAs, smallFiles, smallText } from '../traps/processor-files.ts'
import { joinReports } from './split-report.ts'

const lines = smallFiles['paypal-stl']
const [reportHeader = '', , sectionHeader = '', columns = ''] = lines
const rows = lines.filter((line) => line.startsWith('"SB"'))
const [sectionEur = '', sectionUsd = '', sectionCount = '', ...reportEnd] = lines.slice(-7, -1)
const sectionEnd = [sectionEur, sectionUsd, sectionCount]

interface Shape {
  readonly what: string
  /** Each file without its own header and footer. */
  readonly files: readonly (readonly string[])[]
  readonly checked: readonly number[]
}

const header = (at: number): readonly string[] => [`"FH",0${at + 1}`]
const text = (body: readonly string[], at: number): string =>
  `${[...(at === 0 ? [reportHeader] : []), ...header(at), ...body, `"FF",${body.filter((line) => line.startsWith('"SB"')).length}`].join('\n')}\n`

/** Totals of one row, for a section of its own. */
const oneRow = ['"SF","EUR",5200,0,0,225,"CR",0,"CR",4975,"CR",0,"CR",4975,"CR",0,"CR",0,1', '"SC",1']
const others = [
  '"SF","EUR",0,5022,47,0,"CR",4975,"CR",0,"CR",4975,"CR",0,"CR",0,"CR",0,2',
  '"SF","USD",4380,4380,0,0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,"CR",0,2',
  '"SC",4',
]

/** PayPal's ways, and those that could be: checked are footer totals, balances and counts over all files. */
const shapes: readonly Shape[] = [
  {
    what: 'a section that goes on in a file without a section header',
    files: [
      [sectionHeader, columns, ...rows.slice(0, 2)],
      [columns, ...rows.slice(2), ...sectionEnd, ...reportEnd],
    ],
    checked: [4, 8, 4],
  },
  {
    what: 'a section that goes on below its repeated header',
    files: [
      [sectionHeader, columns, ...rows.slice(0, 1)],
      [sectionHeader, columns, ...rows.slice(1), ...sectionEnd, ...reportEnd],
    ],
    checked: [4, 8, 4],
  },
  {
    what: 'a section that is as long as three files',
    files: [
      [sectionHeader, columns, ...rows.slice(0, 2)],
      [columns, ...rows.slice(2, 3)],
      [columns, ...rows.slice(3), ...sectionEnd, ...reportEnd],
    ],
    checked: [4, 8, 5],
  },
  {
    what: 'a section a file, each with its own footers',
    files: [
      [sectionHeader, columns, ...rows.slice(0, 1), ...oneRow],
      [sectionHeader, columns, ...rows.slice(1), ...others, ...reportEnd],
    ],
    checked: [5, 10, 5],
  },
  {
    what: 'a second section that begins in the second file',
    files: [
      [sectionHeader, columns, ...rows.slice(0, 1), ...oneRow],
      [sectionHeader.replace('ACCT01', 'ACCT02'), columns, ...rows.slice(1), ...others, ...reportEnd],
    ],
    checked: [5, 10, 5],
  },
]

const entry = { format: 'paypal-stl', account: 'paypal-eu', zone: 'America/Los_Angeles', tenant: 'acme', merchant: 'm1' } as const

async function load(files: Readonly<Record<string, string>>, entries?: readonly FileProfile[]): Promise<History> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-split-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder.path, name), content)
  return await loadHistory(folder.path, { version: 1, files: entries ?? [{ ...entry, file: '*.csv' }] })
}

const sums = ({ controls }: Pick<History, 'controls'>): unknown =>
  ['footer-totals', 'footer-balance', 'footer-count'].map((name) =>
    controls.filter((control) => control.name === name).reduce((sum, { checked }) => sum + checked, 0),
  )

test.each(shapes)('$what: the totals of all its files are proved over all of them', async ({ files, checked }) => {
  const { records, controls, notes } = await load(Object.fromEntries(files.map((body, at) => [`${at}.csv`, text(body, at)])))
  expect(records).toHaveLength(5)
  expect(controls.flatMap(({ failures }) => failures)).toEqual([])
  expect(sums({ controls })).toEqual(checked)
  expect(notes).toEqual(
    files.map((_, at) => `${at}.csv: it is file ${at + 1} of ${files.length} of one report, whose totals were proved over all of them`),
  )
})

test.each(shapes)('$what: a row that one of its files has lost is a finding', async ({ files }) => {
  for (const [at, body] of files.entries()) {
    const lost = body.toSpliced(
      body.findLastIndex((line) => line.startsWith('"SB"')),
      1,
    )
    const all = files.map((each, index) => text(index === at ? lost : each, index))
    const { controls } = await load(Object.fromEntries(all.map((content, index) => [`${index}.csv`, content])))
    const failed = controls.flatMap(({ failures }) => failures).map(({ subject }) => subject)
    expect(failed.some((subject) => subject.startsWith('RF'))).toBe(true)
    expect(failed).toContain('RC')
  }
})

const [split] = shapes
const parts = (split?.files ?? []).map(text)

test('names and their order say nothing: the number in the file header does', async () => {
  const { controls } = await load({ 'b.csv': parts[0] ?? '', 'a.csv': parts[1] ?? '' })
  expect(sums({ controls })).toEqual([4, 8, 4])
})

test('two reports of two days, and of two accounts on one day, are joined each by itself', async () => {
  const day = (content: string): string => content.replaceAll('2026/01/06 00:00:00', '2026/01/05 00:00:00').replaceAll('5TX', '4TX')
  const other = (content: string): string => content.replaceAll('ACCT01', 'ACCT09')
  // Without a period in the second file nothing but the profile tells whose it is.
  const own = { ...entry, account: 'paypal-us', merchant: 'm2' }
  const withHeader = (shapes[1]?.files ?? []).map(text)
  const { controls, notes } = await load(
    Object.fromEntries([
      ...withHeader.map((content, at) => [`eu-${at}.csv`, content]),
      ...withHeader.map((content, at) => [`eu-old-${at}.csv`, day(content)]),
      ...parts.map((content, at) => [`us-${at}.csv`, other(content)]),
    ]) as Record<string, string>,
    [
      { ...entry, file: 'eu-*.csv' },
      { ...own, file: 'us-*.csv' },
    ],
  )
  expect(controls.flatMap(({ failures }) => failures)).toEqual([])
  expect(sums({ controls })).toEqual([12, 24, 12])
  expect(notes.filter((note) => note.includes('of 2 of one report'))).toHaveLength(6)
})

test.each([
  ['whose first file is not there', { 'b.csv': parts[1] ?? '' }],
  ['of which a file in the middle is not there', { 'a.csv': parts[0] ?? '', 'c.csv': (parts[1] ?? '').replace('"FH",02', '"FH",03') }],
  ['of which a file is there twice', { 'a.csv': parts[0] ?? '', 'b.csv': parts[1] ?? '', 'c.csv': parts[1] ?? '' }],
])('a report %s is not proved, and says so', async (_what, files) => {
  const { controls, notes } = await load(files)
  expect(controls.every(({ name, failed }) => name === 'footer-count' && failed === 0)).toBe(true)
  expect(notes.join()).toContain('of a report that was split')
})

test('a report that no file ends is told', async () => {
  const { notes } = await load({ 'a.csv': parts[0] ?? '', 'b.csv': text([columns, ...rows.slice(2)], 1) })
  expect(notes.join()).toContain('none of them ends it (RF, RC): the last may be missing')
})

test('files that were not split stay as they are', async () => {
  const alone = await readAs('paypal-stl', smallText('paypal-stl'))
  const ledger = await readAs('ledger-csv', smallText('ledger-csv'))
  expect(joinReports([alone, ledger, alone])).toEqual([alone, ledger, alone])
})
