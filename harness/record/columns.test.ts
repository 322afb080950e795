import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { readColumns, writeColumns } from './columns.ts'

const first = { dueUs: 'f64', status: 'u16' } as const
const now = { ...first, stream: 'u8' } as const
const columns = { dueUs: Float64Array.of(1.5, 2, 3), status: Uint16Array.of(202, 0, 1_010) }
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-columns-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('columns come back as they were written', async () => {
  const path = join(folder, 'all')
  await writeColumns(path, now, 3, { ...columns, stream: Uint8Array.of(0, 1, 2) })
  const read = await readColumns(path, now)
  expect(read?.count).toBe(3)
  expect([...(read?.columns.dueUs ?? [])]).toEqual([1.5, 2, 3])
  expect([...(read?.columns.status ?? [])]).toEqual([202, 0, 1_010])
  expect([...(read?.columns.stream ?? [])]).toEqual([0, 1, 2])
})

test('a column that came later is 0 throughout in a file from before; any other must be there', async () => {
  const path = join(folder, 'before')
  await writeColumns(path, first, 3, columns)
  expect([...((await readColumns(path, now, new Set(['stream'])))?.columns.stream ?? [])]).toEqual([0, 0, 0])
  await expect(readColumns(path, now)).rejects.toMatchObject({
    code: 'BAD_RUN_FOLDER',
    message: expect.stringContaining('no column stream'),
  })
})

test('a file that is not there is none', async () => {
  expect(await readColumns(join(folder, 'nowhere'), now)).toBeUndefined()
})
