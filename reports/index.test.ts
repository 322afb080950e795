import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { blackFridayPass } from '../tests/support/sample-summary.ts'
import { htmlReport, writeReports } from './index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-reports-'))
})
afterEach(async () => rm(folder, { recursive: true, force: true }))

test('writes the three files and says which', async () => {
  const { run, summary } = blackFridayPass()
  const written = await writeReports(folder, run, summary)
  expect(written.map((path) => basename(path))).toEqual(['report.html', 'report.md', 'junit.xml'])
  expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe(htmlReport(run, summary))
})

test('a folder that cannot be written is told with its path', async () => {
  const { run, summary } = blackFridayPass()
  const path = join(folder, 'file')
  await writeFile(path, '')
  await expect(writeReports(path, run, summary)).rejects.toMatchObject({
    code: 'OUTPUT_NOT_WRITABLE',
    message: expect.stringContaining(path),
  })
})
