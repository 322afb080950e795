import { appendFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { judgedRuns } from '../../tests/support/judged-run.ts'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import { marksOf } from './file-marks.ts'
import { files } from './layout.ts'
import { readSeries } from './read-series.ts'

const { write } = judgedRuns()

test('the series of a folder are what its run wrote, and none where there is no such file', async () => {
  const run = cleanRun({ groups: 2 })
  const folder = await write(run)
  expect(await readSeries(folder, run.record)).toEqual(run.series)
  await rm(join(folder, files.series))
  expect(await readSeries(folder, run.record)).toEqual([])
})

test.each([
  ['cut off', '{"us":0,', /damaged or was edited/],
  ['longer', '{"us":0,"metric":"cpu","subject":"","value":1}\n', /damaged or was edited/],
])('a file of a complete run that is %s is not compared', async (_, text, message) => {
  const run = cleanRun({ groups: 2 })
  const folder = await write(run)
  const { digests } = await marksOf(folder)
  await appendFile(join(folder, files.series), text)
  await expect(readSeries(folder, { ...run.record, digests })).rejects.toThrow(message)
})

test('a line that is no sample is told by its file and its number', async () => {
  const run = cleanRun({ groups: 2 })
  const folder = await write(run)
  await appendFile(join(folder, files.series), '{"us":0,"metric":"cpu","subject":"","value":"much"}\n')
  const problems = [expect.stringContaining(`${files.series}, line ${run.series.length + 1}: value is no number`)]
  await expect(readSeries(folder, run.record)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems })
})
