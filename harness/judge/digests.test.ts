import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { judgedRuns } from '../../tests/support/judged-run.ts'
import { files } from '../record/layout.ts'
import { readRunFile } from '../record/read-run.ts'
import { writeRunFile } from '../record/record-writer.ts'
import { marksOf } from '../record/file-marks.ts'
import { judgeFolder } from './judge-folder.ts'

const { write } = judgedRuns()

async function digested(): Promise<string> {
  const folder = await write()
  await writeRunFile(folder, { ...(await readRunFile(folder)), ...(await marksOf(folder)) })
  return folder
}

test('a folder as it was written is judged, and again', async () => {
  const folder = await digested()
  const first = await judgeFolder(folder)
  expect(await judgeFolder(folder)).toEqual(first)
})

test.each([
  [files.operations, undefined],
  [files.decisions, /"us":(\d)/],
  [files.series, /"value":\d/],
  [files.finalState, /"grossMinor":"\d/],
  [files.history, /"grossMinor":"\d/],
])('one changed byte of %s is noticed', async (file, pattern) => {
  const folder = await digested()
  const bytes = await readFile(join(folder, file))
  const found = pattern?.exec(bytes.toString('latin1'))
  const at = found ? found.index + found[0].length - 1 : bytes.length - 1
  bytes[at] = bytes[at] === 0x37 ? 0x38 : 0x37
  await writeFile(join(folder, file), bytes)
  const problems = [expect.stringContaining(`${file}: expected digest`)]
  await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', problems })
})

test.each([
  [/"seed": \d+/, '"seed": 99'],
  [/"p\(90\)<180"/, '"p(90)<18000"'],
  [/"digest": "\w+"/, '"digest": "00000000"'],
  [/,\s*"digest": "\w+"/, ''],
])('run.json in which %s is %s is noticed', async (pattern, text) => {
  const folder = await digested()
  const whole = await readFile(join(folder, files.run), 'utf8')
  expect(whole).toMatch(pattern)
  await writeFile(join(folder, files.run), whole.replace(pattern, text))
  await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining('digest') })
})
