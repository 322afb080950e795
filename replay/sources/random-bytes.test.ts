import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileBytes } from './random-bytes.ts'

const gone = join(import.meta.dirname, 'no-such-file')

test('bytes that nobody reads open no file: one that is removed before is no error', async () => {
  fileBytes(gone, 10).stream(0, 10)
  // Longer than an open would take: it waits for one itself. An error that nobody hears ends the process.
  await expect(access(gone)).rejects.toThrow('ENOENT')
  await expect(access(gone)).rejects.toThrow('ENOENT')
})

test('bytes that are read tell that their file is gone', async () => {
  await expect(Array.fromAsync(fileBytes(gone, 10).stream(0, 10))).rejects.toThrow('ENOENT')
})
