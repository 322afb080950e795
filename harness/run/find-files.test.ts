import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFiles } from './find-files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenfold-find-'))
  write('tool/samples/profile.json', profileOf('a.csv'))
  write('tool/samples/a.csv', 'x')
  mkdirSync(join(folder, 'user'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const shipped = { files: ['samples/*'], profile: 'samples/profile.json' }
const places = (): string[] => [join(folder, 'user'), join(folder, 'tool')]

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

function profileOf(...names: readonly string[]): string {
  const entry = { format: 'stripe-itemized', account: 'a1', zone: 'UTC', tenant: 'acme', merchant: 'm1' }
  return JSON.stringify({ version: 1, files: names.map((file) => ({ file, ...entry })) })
}

test('what is shipped is found from any folder', async () => {
  const found = await findFiles(shipped, places())
  expect([found.folder, found.names, found.notes]).toEqual([join(folder, 'tool', 'samples'), ['a.csv'], []])
})

test("files alone, as generate has written them, are the user's own, and read by the profile that lies with them", async () => {
  for (const name of ['b.csv', 'c.csv', 'key.ndjson', 'records.ndjson', 'README.md']) write(`user/mine/${name}`, 'x')
  write('user/mine/profile.json', profileOf('b.csv', 'c.csv'))
  for (const [from, pattern] of [
    ['user', 'mine/*'],
    ['.', 'user/mine/*'],
  ] as const) {
    const found = await findFiles({ ...shipped, files: [pattern] }, [join(folder, from), join(folder, 'tool')])
    expect([found.folder, found.names]).toEqual([join(folder, 'user', 'mine'), ['b.csv', 'c.csv']])
    expect(found.notes).toEqual([expect.stringContaining(join('user', 'mine', 'profile.json'))])
  }
  // From the folder of the tool itself, both are found there.
  write('tool/mine/b.csv', 'x')
  write('tool/mine/profile.json', profileOf('b.csv'))
  expect((await findFiles({ ...shipped, files: ['mine/*'] }, [join(folder, 'tool')])).names).toEqual(['b.csv'])
})

test('a profile of a folder above knows none of the files: the one that lies with them is read, and where there is none, that of the folder above', async () => {
  write('user/profile.json', profileOf('a.csv'))
  write('user/mine/b.csv', 'x')
  const options = { files: ['mine/b.csv'], profile: 'profile.json' }
  const alone = await findFiles(options, places())
  expect([alone.folder, alone.names, alone.notes]).toEqual([join(folder, 'user'), ['mine/b.csv'], []])
  write('user/mine/profile.json', profileOf('b.csv'))
  const found = await findFiles(options, places())
  expect([found.folder, found.names]).toEqual([join(folder, 'user', 'mine'), ['b.csv']])
  expect(found.notes).toEqual([expect.stringContaining('profile.json has no entry for them')])
  // One of the files is the folder's own: its profile stays, and whoever reads the other says that it has no entry.
  write('user/a.csv', 'x')
  expect((await findFiles({ ...options, files: ['a.csv', 'mine/b.csv'] }, places())).names).toEqual(['a.csv', 'mine/b.csv'])
})

test('files alone, without a profile, say what is needed', async () => {
  write('user/mine/b.csv', 'x')
  await expect(findFiles({ ...shipped, files: ['mine/*.csv'] }, places())).rejects.toMatchObject({
    code: 'BAD_INPUT',
    message: expect.stringContaining('has no entry for mine/*.csv') as string,
    hint: expect.stringContaining('--set history.profile=mine/profile.json') as string,
  })
  await expect(findFiles({ ...shipped, files: ['gone/*.csv'] }, places())).rejects.toThrow(
    `no history file is called gone/*.csv (looked in ${places().join(' and ')})`,
  )
})

test('a name that exists is that file, whatever it looks like; links are files; what usually lies beside a history is taken where it is meant', async () => {
  write('user/mine/profile.json', profileOf('item[1].csv', 'linked.csv', 'notes.md', 'key.ndjson'))
  for (const name of ['mine/item[1].csv', 'mine/key.ndjson', 'mine/notes.md', 'mine/other.md', 'elsewhere.csv']) write(`user/${name}`, 'x')
  symlinkSync(join('..', 'elsewhere.csv'), join(folder, 'user', 'mine', 'linked.csv'))
  const profile = 'mine/profile.json'
  const namesOf = async (...files: readonly string[]): Promise<unknown> => (await findFiles({ files, profile }, places())).names
  expect(await namesOf('mine/item[1].csv')).toEqual(['item[1].csv'])
  expect(await namesOf('mine/*')).toEqual(['item[1].csv', 'key.ndjson', 'linked.csv', 'notes.md'])
  expect(await namesOf('mine/other.md')).toEqual(['other.md'])
  await expect(namesOf('mine')).rejects.toMatchObject({
    message: expect.stringContaining('mine: is a folder') as string,
    hint: expect.stringContaining("'mine/*'") as string,
  })
  // Who reads it says that it leads nowhere.
  symlinkSync('gone.csv', join(folder, 'user', 'mine', 'nowhere.csv'))
  expect(await namesOf('mine/now*')).toEqual(['nowhere.csv'])
  expect(await namesOf('mine/nowhere.csv')).toEqual(['nowhere.csv'])
})
