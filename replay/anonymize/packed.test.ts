import { mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zipOf } from '../../tests/support/zip-bytes.ts'
import { loadHistory } from '../history.ts'
import type { HistoryProfile } from '../profile.ts'
import { anonymize } from './anonymize.ts'
import { anonymizedNames } from './member-names.ts'

const statement = ':20:A\n:25:ACC\n:60F:C260107EUR0,00\n:61:2601080108C59,95NTRFNONREF//BANK1\n:62F:C260108EUR59,95\n'

/** An archive whose members are stored as they are, with a comment. */
const storedZip = (members: Readonly<Record<string, Buffer>>, comment: string): Buffer =>
  zipOf(
    Object.entries(members).map(([name, content]) => ({ name, content, stored: true })),
    comment,
  )

/** With a name and a comment in its header (RFC 1952). */
function gstoredZip(content: string, name: string, comment: string): Buffer {
  const packed = gzipSync(content)
  packed[3] = 0x18
  return Buffer.concat([packed.subarray(0, 10), Buffer.from(`${name}\0${comment}\0`), packed.subarray(10)])
}

test('names and comments of what was packed do not come out, and the profile names each file as it is called now', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-packed-'))
  const other = statement.replace('BANK1', 'BANK2')
  const archive = storedZip(
    {
      'Jane Roe/karla-2026.sta': Buffer.from(statement),
      'M\u00fcller.heinrich': Buffer.from(other),
      'wilma.sta.gz': gstoredZip(statement.replace('BANK1', 'BANK3'), 'susanna.sta', 'for Otto'),
    },
    'packed by Jane',
  )
  await writeFile(join(folder.path, 'bank.zip'), archive)
  await writeFile(join(folder.path, 'plain.sta.gz'), gstoredZip(statement.replace('BANK1', 'BANK4'), 'susanna.sta', 'for Otto'))
  const entry = { format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' } as const
  const profile: HistoryProfile = {
    version: 1,
    files: [
      { ...entry, file: 'bank.zip/Jane*/*' },
      { ...entry, file: 'bank.zip', account: 'bank-2' },
      { ...entry, file: '*.gz', account: 'bank-3' },
    ],
  }
  const inputs = ['bank.zip', 'plain.sta.gz'].map((name) => ({ path: join(folder.path, name), name }))
  const done = await anonymize(inputs, Buffer.from('a key'), profile)
  const out = JSON.stringify([done.profile, done.files.map(({ file, bytes }) => [file, bytes.toString()])])
  expect(out).not.toMatch(/jane|roe|karla|m\u00fcller|heinrich|susanna|otto|wilma|BANK[1-4]/i)

  await using copy = await mkdtempDisposable(join(tmpdir(), 'tenfold-packed-'))
  for (const { file, bytes } of done.files) {
    const path = join(copy.path, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
  }
  if (done.profile === undefined) throw new Error('no profile came out')
  const [before, after] = [await loadHistory(folder.path, profile), await loadHistory(copy.path, done.profile)]
  const accounts = (history: typeof before): string[] => history.records.map(({ account }) => account).toSorted()
  expect(after.records).toHaveLength(before.records.length)
  expect(new Set(accounts(after)).size).toBe(new Set(accounts(before)).size)
})

test('no name of a member leads out of its folder, and no two are the same', () => {
  const members = [
    '../../etc/passwd.csv',
    '..\\x.csv',
    '/x.csv',
    'C:\\x.csv',
    '..',
    'a/./b.csv',
    'x.csv',
    'x.csv',
    '\u00e4.csv',
    '\u00fe.csv',
  ]
  const names = anonymizedNames(
    members.map((member) => ({ name: 'a.zip', member })),
    (word) => word,
  )
  expect(new Set(names).size).toBe(members.length)
  for (const name of names) expect(name).toMatch(/^a\.zip(?:\/(?!\.+(?:\/|$))[A-Za-z0-9._ -]+)+$/)
})

test('a file and a packed one that would have one name unpacked are refused', () => {
  const names = (...files: readonly string[]) =>
    anonymizedNames(
      files.map((name) => ({ name, member: undefined })),
      (word) => word,
    )
  expect(names('a.sta', 'b/a.sta.gz', 'a.sta.zip')).toEqual(['a.sta', 'b/a.sta', 'a.sta.zip'])
  for (const both of [
    ['a.sta', 'a.sta.gz'],
    ['a.sta.GZ', 'a.sta'],
  ]) {
    expect(() => names(...both)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: `${both[0]} and ${both[1]} would both be written as a.sta` }),
    )
  }
})

test('entries of the profile that no file is behind come out without their names', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-packed-'))
  await writeFile(join(folder.path, 'bank.zip'), storedZip({ 'karla.sta': Buffer.from(statement) }, ''))
  await writeFile(join(folder.path, 'plain.sta'), statement)
  const entry = { format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' } as const
  const files = ['bank.zip/karla.sta', 'bank.zip/Jane Roe.sta', 'plain.sta', '{Otto,Jane}*.gz', 'Otto.sta.gz'].map((file) => ({
    ...entry,
    file,
  }))
  const inputs = ['bank.zip', 'plain.sta'].map((name) => ({ path: join(folder.path, name), name }))
  const { profile, files: done } = await anonymize(inputs, Buffer.from('a key'), { version: 1, files })
  const names = profile?.files.map(({ file }) => file)
  expect(names).toEqual([done[0]?.file, 'absent-2.sta', 'plain.sta', 'absent-4', 'absent-5.sta'])
})

test("merchants of a file's accounts come out with other names, and are those of the same rows", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-merchants-'))
  await using copy = await mkdtempDisposable(join(tmpdir(), 'tenfold-merchants-'))
  const traps = join(import.meta.dirname, '../../tests/traps')
  const name = 'adyen-two-merchant-accounts.csv'
  await writeFile(join(folder.path, name), await readFile(join(traps, name)))
  const profile: HistoryProfile = {
    version: 1,
    files: [
      {
        file: name,
        format: 'adyen-settlement',
        account: 'AcmeCo',
        zone: 'UTC',
        tenant: 'acmecorp',
        merchant: 'others',
        merchants: { Shop: 'roeshop', Outlet: 'roeoutlet' },
      },
    ],
  }
  const done = await anonymize([{ path: join(folder.path, name), name }], Buffer.from('a key'), profile)
  const [file] = done.files
  if (done.profile === undefined || file === undefined) throw new Error('no profile came out')
  expect(JSON.stringify([done.profile, file.bytes.toString()])).not.toMatch(/roe|Shop|Outlet|acme/i)
  await writeFile(join(copy.path, file.file), file.bytes)
  const [before, after] = [await loadHistory(folder.path, profile), await loadHistory(copy.path, done.profile)]
  const groups = ({ records }: typeof before): bigint[][] =>
    [...Map.groupBy(records, ({ merchant }) => merchant).values()].map((own) => own.map(({ netMinor }) => netMinor))
  expect(groups(after)).toEqual(groups(before))
  expect(groups(after)).toHaveLength(2)
})

test('an account that an MT940 names with its currency is the same one in the profile that comes out', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-account-'))
  await writeFile(join(folder.path, 'a.sta'), statement.replace(':25:ACC', ':25:NL12RABO0123456789 EUR'))
  const entry = { format: 'mt940', account: 'bank-1', zone: 'UTC', tenant: 'acme', merchant: 'm1' } as const
  const files = [{ ...entry, file: 'a.sta', statementAccount: 'NL12RABO0123456789 EUR' }]
  const done = await anonymize([{ path: join(folder.path, 'a.sta'), name: 'a.sta' }], Buffer.from('a key'), { version: 1, files })
  const written = /:25:(.*)\n/.exec(`${done.files[0]?.bytes.toString()}`)?.[1]
  expect(written).toMatch(/^(?!NL12RABO)\w{18} EUR$/)
  expect(done.profile?.files).toMatchObject([{ statementAccount: written }])
})
