import { appendFile, mkdir, mkdtempDisposable, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../model/run-record.ts'
import { files } from './layout.ts'
import { assertMarks, marksOf } from './file-marks.ts'

type Marks = Awaited<ReturnType<typeof marksOf>>

const complete = (marks: Marks): RunRecord => ({ ...marks, ending: { kind: 'complete' } }) as unknown as RunRecord

async function written(folder: string): Promise<Marks> {
  for (const file of [files.history, files.decisions, files.finalState]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), '{"a":1}\n{"b":2}\n')
  }
  return marksOf(folder)
}

test('a whole folder has the rows that it had', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const marks = await written(folder.path)
  expect(marks.rows).toEqual({ [files.history]: 2, [files.decisions]: 2, [files.finalState]: 2 })
  await expect(assertMarks(folder.path, complete(marks))).resolves.toBeUndefined()
})

test.each([
  ['is gone', (path: string) => rm(path), 'no such file'],
  ['is cut off', (path: string) => truncate(path, 10), 'got 1'],
  ['is longer', (path: string) => appendFile(path, '{}\n'), 'got 3'],
])('a file that %s is named, with what was expected', async (_, damage, seen) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const marks = await written(folder.path)
  await damage(join(folder.path, files.decisions))
  const problem = expect.stringContaining(`${files.decisions}: expected 2 rows, `)
  await expect(assertMarks(folder.path, complete(marks))).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems: [problem] })
  await expect(assertMarks(folder.path, complete(marks))).rejects.toMatchObject({ problems: [expect.stringContaining(seen)] })
  const partial = { ...marks, ending: { kind: 'interrupted', signal: 'SIGINT', step: 'load' } } as unknown as RunRecord
  await expect(assertMarks(folder.path, partial)).resolves.toBeUndefined()
})

test('a file of as many rows in which a byte is another is named with both digests; without digests it is not noticed', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const marks = await written(folder.path)
  await writeFile(join(folder.path, files.decisions), '{"a":1}\n{"b":3}\n')
  const problem = expect.stringMatching(/^decisions\.ndjson: expected digest [0-9a-f]{8}, got [0-9a-f]{8}$/)
  await expect(assertMarks(folder.path, complete(marks))).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems: [problem] })
  await expect(assertMarks(folder.path, complete({ ...marks, digests: {} }))).resolves.toBeUndefined()
})

test('a file that the run did not write is named, but not where there are no digests', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'rows-'))
  const marks = await written(folder.path)
  await writeFile(join(folder.path, files.series), '{"c":3}\n')
  const problems = [`${files.series}: the run wrote no such file`]
  await expect(assertMarks(folder.path, complete(marks))).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems })
  await expect(assertMarks(folder.path, complete({ ...marks, digests: {} }))).resolves.toBeUndefined()
})
