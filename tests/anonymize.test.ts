import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { controlTotals, loadHistory, loadHistoryProfile } from '../replay/index.ts'

const root = join(import.meta.dirname, '..')

async function tenfold(args: readonly string[], folder: string) {
  const child = spawn(process.execPath, [join(root, 'harness', 'cli.ts'), ...args], { cwd: folder })
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { status: status as number | null, stdout, stderr }
}

test('a generated history leaves as files of the same names with a profile of its own, and replays with the same totals', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-anonymize-'))
  const inFolder = join(folder.path, 'in')
  await tenfold(['generate', '--out', 'in', '--seed', '7', '--records', '400', '--merchants', '3'], folder.path)
  await rm(join(inFolder, 'records.ndjson'))
  const names = (await readdir(inFolder)).filter((name) => /\.(?:csv|xml)$/.test(name))
  // One of them is packed: it comes out unpacked.
  const [packed = ''] = names
  const profileText = await readFile(join(inFolder, 'profile.json'), 'utf8')
  await writeFile(join(inFolder, `${packed}.gz`), gzipSync(await readFile(join(inFolder, packed))))
  await rm(join(inFolder, packed))
  await writeFile(join(inFolder, 'profile.json'), profileText.replaceAll(`"${packed}"`, `"${packed}.gz"`))

  const files = names.map((name) => join('in', name === packed ? `${packed}.gz` : name))
  const done = await tenfold(['anonymize', ...files, '--profile', 'in/profile.json', '--out', 'out', '--json'], folder.path)
  expect([done.status, done.stderr]).toEqual([0, ''])
  const told = JSON.parse(done.stdout) as { files: { file: string }[]; compared: number }
  expect(told.files.map(({ file }) => file).toSorted()).toEqual(names.toSorted())
  expect(told.compared).toBe(names.length)

  const history = async (name: string) => {
    const at = join(folder.path, name)
    return loadHistory(at, await loadHistoryProfile(join(at, 'profile.json')))
  }
  const [original, copy] = await Promise.all([history('in'), history('out')])
  expect(controlTotals(copy.records)).toEqual(controlTotals(original.records))
  expect(new Set(copy.records.map(({ tenant }) => tenant)).intersection(new Set(original.records.map(({ tenant }) => tenant))).size).toBe(0)

  const again = await tenfold(['anonymize', files[1] ?? '', '--out', 'out'], folder.path)
  expect([again.status, again.stdout]).toEqual([73, ''])
  expect(again.stderr).toContain('OUTPUT_NOT_WRITABLE')
})

test.each([
  [['anonymize', 'no-such.csv', '--out', 'out'], 64, 'no-such.csv'],
  [['anonymize', '-', '--out', 'out'], 64, 'standard input cannot be anonymized'],
  [['anonymize', 'x.csv'], 64, '--out'],
])('tenfold %j is refused with %i and says why', async (args, status, reason) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-anonymize-'))
  const ending = await tenfold(args, folder.path)
  expect(ending.stderr).toContain(reason)
  expect([ending.status, ending.stdout]).toEqual([status, ''])
})
