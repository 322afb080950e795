import { existsSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

import { expect, test } from 'vitest'

import { judgedRuns } from '../../tests/support/judged-run.ts'
import { cleanRun, writeRunParts } from '../../tests/support/recorded-run.ts'
import { searchRecord } from '../../tests/support/sample-search.ts'
import type { StepPlace } from '../model/capacity.ts'
import { createCapacityFolder, readCapacityJudgement, readCapacitySummary, writeCapacityRecord } from '../record/capacity-folder.ts'
import { digestOfMarks, marksOf } from '../record/file-marks.ts'
import { files } from '../record/layout.ts'
import { readRunFile } from '../record/read-run.ts'
import { writeRunFile } from '../record/record-writer.ts'
import { judgeSearchAgain } from './judge-again.ts'

const { outDir } = judgedRuns()
let made = 0

/** A search of two steps, each with the digests of its files. */
async function search(): Promise<string> {
  const folder = await createCapacityFolder(outDir(), `search-${made++}`)
  const steps: StepPlace[] = []
  for (const [groups, ratePerSecond] of [
    [13, 100],
    [14, 200],
  ] as const) {
    const step = await writeRunParts(join(folder, files.steps), `at-${ratePerSecond}`, cleanRun({ groups, thresholds: {} }))
    const record = { ...(await readRunFile(step)), ...(await marksOf(step)) }
    await writeRunFile(step, record)
    steps.push({ ratePerSecond, folder: relative(folder, step), digest: digestOfMarks(record) ?? 'none' })
  }
  await writeCapacityRecord(folder, { ...searchRecord, steps })
  return folder
}

const inSteps = (folder: string, rate: number, file = ''): string => join(folder, files.steps, `at-${rate}`, file)

async function edit(path: string, pattern: RegExp, text: string): Promise<void> {
  const whole = await readFile(path, 'latin1')
  expect(whole).toMatch(pattern)
  await writeFile(path, whole.replace(pattern, text), 'latin1')
}

test('a search as it was written is judged, and again, and what stood there can be read', async () => {
  const folder = await search()
  expect(await readCapacityJudgement(folder)).toBeUndefined()
  const { summary } = await judgeSearchAgain(folder)
  expect(summary.curve.map(({ outcome }) => outcome)).toEqual(['held', 'held'])
  const stood = await readCapacityJudgement(folder)
  expect(stood?.verdict).toEqual(summary.verdict)
  expect((await judgeSearchAgain(folder)).summary).toEqual(summary)
  expect(await readCapacityJudgement(folder)).toEqual(stood)
})

test.each<[string, (folder: string) => Promise<void>]>([
  ['what was asked for', (folder) => edit(join(folder, files.capacity), /"atLeastPerSecond": 0/, '"atLeastPerSecond": 50')],
  ['the rate of a step', (folder) => edit(join(folder, files.capacity), /"ratePerSecond": 200/, '"ratePerSecond": 900')],
  ['its digest', (folder) => edit(join(folder, files.capacity), /,\s*"digest": "\w+"\s*\}\s*$/, '\n}\n')],
  ['its steps', (folder) => edit(join(folder, files.capacity), /"steps": \[/, '"steps": {}, "was": [')],
  ['a file of a step', (folder) => edit(inSteps(folder, 200, files.decisions), /"us":\d/, '"us":3')],
  [
    'a whole step, by another whole one',
    async (folder) => {
      await rm(inSteps(folder, 200), { recursive: true })
      await cp(inSteps(folder, 100), inSteps(folder, 200), { recursive: true })
    },
  ],
])('an edit is noticed: %s', async (_, change) => {
  const folder = await search()
  await judgeSearchAgain(folder)
  await change(folder)
  await expect(judgeSearchAgain(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
})

test('of a step that was edited no older judgement of the search is left', async () => {
  const folder = await search()
  await judgeSearchAgain(folder)
  await edit(inSteps(folder, 200, files.decisions), /"us":\d/, '"us":3')
  await expect(judgeSearchAgain(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
  for (const file of [files.summary, files.reportHtml, files.junit]) expect(existsSync(join(folder, file))).toBe(false)
})

test('an older search, which holds no digests, is judged as it stands', async () => {
  const folder = await search()
  const path = join(folder, files.capacity)
  await writeFile(path, (await readFile(path, 'utf8')).replaceAll(/,\s*"digest": "\w+"/g, ''))
  const { record, summary } = await judgeSearchAgain(folder)
  expect(record.steps.map(({ digest }) => digest)).toEqual([undefined, undefined])
  expect(summary.curve).toHaveLength(2)
})

test.each<[string, object, string]>([
  ['a step that is none', { steps: [null] }, 'steps[0]: expected an object, got null'],
  ['a step without a folder', { steps: [{ ratePerSecond: 5 }] }, 'steps[0].folder: expected a text, got nothing'],
  ['a rate that is none', { steps: [{ ratePerSecond: '5', folder: 'steps/at-5' }] }, 'steps[0].ratePerSecond: expected a number, got "5"'],
  ['no list of steps', { steps: {} }, 'steps: expected a list, got {}'],
  ['a stop that is none', { interrupted: 'SIGKILL' }, 'interrupted: expected one of SIGINT, SIGTERM, got "SIGKILL"'],
])('a record that was made by hand is refused with its file and place: %s', async (_, change, problem) => {
  const folder = await search()
  await writeFile(join(folder, files.capacity), JSON.stringify({ ...searchRecord, ...change }))
  const message = `${files.capacity} of ${folder} does not hold what a search does: ${problem}`
  await expect(judgeSearchAgain(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message })
})

test.each<[string, object, string]>([
  ['no curve', { curve: undefined }, 'curve: expected a list, got nothing'],
  ['a point that is none', { curve: [7] }, 'curve[0]: expected an object, got 7'],
  [
    'no reasons',
    { verdict: { kind: 'pass', title: 'PASS', exitStatus: 0, sentence: '' } },
    'verdict.reasons: expected a list, got nothing',
  ],
])('a summary that was made by hand is not drawn, and its file and place are told: %s', async (_, change, problem) => {
  const folder = await search()
  await judgeSearchAgain(folder)
  expect((await readCapacitySummary(folder)).curve).toHaveLength(2)
  const path = join(folder, files.summary)
  await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), ...change }))
  const message = `${files.summary} of ${folder} does not hold what is made of a search: ${problem}`
  await expect(readCapacitySummary(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message })
})
