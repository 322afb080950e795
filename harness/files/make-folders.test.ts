import { existsSync, statSync, writeFileSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolders } from './make-folders.ts'

test('folders that are missing are made, with their mode, and those that are there stay', async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'tenfold-folders-'))
  const deep = join(root.path, 'a', 'b', 'c')
  makeFolders(deep, 0o700)
  makeFolders(deep)
  for (const folder of [deep, join(root.path, 'a')]) expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('below a file there is none', async () => {
  await using root = await mkdtempDisposable(join(tmpdir(), 'tenfold-folders-'))
  const file = join(root.path, 'file')
  writeFileSync(file, '')
  expect(() => makeFolders(join(file, 'a', 'b'))).toThrow('ENOTDIR')
})

test.runIf(existsSync('/proc/self'))('below /proc there is none either, and that is told at once', () => {
  expect(() => makeFolders('/proc/nothing/runs')).toThrow('ENOENT')
})
