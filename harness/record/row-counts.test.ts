import { appendFile, mkdir, mkdtempDisposable, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../model/run-record.ts'
import { files } from './layout.ts'
import { assertRows, countRows } from './row-counts.ts'

const complete = (rows: Readonly<Record<string, number>>): RunRecord => ({ rows, ending: { kind: 'complete' } }) as unknown as RunRecord

async function written(folder: string): Promise<Readonly<Record<string, number>>> {
  for (const file of [files.history, files.decisions, files.finalState]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), '{"a":1}\n{"b":2}\n')
  }
  return countRows(folder)
}

test('a whole folder has the rows that it had', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const rows = await written(folder.path)
  expect(rows).toEqual({ [files.history]: 2, [files.decisions]: 2, [files.finalState]: 2 })
  await expect(assertRows(folder.path, complete(rows))).resolves.toBeUndefined()
})

test.each([
  ['is gone', (path: string) => rm(path), 'no such file'],
  ['is cut off', (path: string) => truncate(path, 10), 'got 1'],
  ['is longer', (path: string) => appendFile(path, '{}\n'), 'got 3'],
])('a file that %s is named, with what was expected', async (_, damage, seen) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const rows = await written(folder.path)
  await damage(join(folder.path, files.decisions))
  const problem = expect.stringContaining(`${files.decisions}: expected 2 rows, `)
  await expect(assertRows(folder.path, complete(rows))).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems: [problem] })
  await expect(assertRows(folder.path, complete(rows))).rejects.toMatchObject({ problems: [expect.stringContaining(seen)] })
  const partial = { rows, ending: { kind: 'interrupted', signal: 'SIGINT', step: 'load' } } as unknown as RunRecord
  await expect(assertRows(folder.path, partial)).resolves.toBeUndefined()
})
