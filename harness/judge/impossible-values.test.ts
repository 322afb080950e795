import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { judgedRuns } from '../../tests/support/judged-run.ts'
import { cleanRun, originUs } from '../../tests/support/recorded-run.ts'
import type { RunParts } from '../../tests/support/recorded-run.ts'
import { files } from '../record/layout.ts'
import { judgeFolder } from './judge-folder.ts'

const { write } = judgedRuns()

test.each<[string, (run: RunParts) => void]>([
  ['dueUs of operation 5 is NaN', (run) => void (run.rows.operations.dueUs[5] = Number.NaN)],
  ['dueUs of operation 5 is -1', (run) => void (run.rows.operations.dueUs[5] = -1)],
  ['slotUs of operation 5 is 1e+300', (run) => void (run.rows.operations.slotUs[5] = 1e300)],
  ['sentUs of operation 5 is -Infinity', (run) => void (run.rows.operations.sentUs[5] = Number.NEGATIVE_INFINITY)],
  ['answeredUs of operation 5 is Infinity', (run) => void (run.rows.operations.answeredUs[5] = Number.POSITIVE_INFINITY)],
  ['outcome of operation 5 is 9', (run) => void (run.rows.operations.outcome[5] = 9)],
  ['stream of operation 5 is 3', (run) => void (run.rows.stream[5] = 3)],
])('a column that says %s is no run folder, and no mistake of ours', async (words, edit) => {
  const run = cleanRun({ groups: 2 })
  edit(run)
  await expect(judgeFolder(await write(run))).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining(words) })
})

test.each([
  [files.decisions, /"us":\d+/, '"us":1e400', 'decisions.ndjson, line 1: us is no time'],
  [files.decisions, /"us":\d+/, '"us":"soon"', 'decisions.ndjson, line 1: us is no time'],
  [files.series, /"value":\d+/, '"value":1e400', 'series.ndjson, line 1: value is no number'],
  [files.series, /"us":\d+/, '"us":null', 'series.ndjson, line 1: us is no time'],
  [files.run, /"observerLagMsP99": [\d.]+/, '"observerLagMsP99": 1e400', 'observerLagMsP99 is Infinity'],
  [files.run, /"generatorPauseMsMax": [\d.]+/, '"generatorPauseMsMax": -1', 'generatorPauseMsMax is -1'],
  [files.run, /"seed": \d+/, '"seed": 0.5', 'seed is 0.5'],
  [files.run, /"drainedUs": \d+/, '"drainedUs": "late"', 'drainedUs is "late"'],
  [files.run, /"endUs": \d+/, '"endUs": -5000000000', 'endUs is -5000000000'],
  [files.run, /"phases": \[/, '"phases": 7, "was": [', 'run.json does not hold what a run does'],
  [files.run, /"requestedUs": \d+/, '"requestedUs": null', 'requestedUs is null'],
])('%s in which %s is %s is no run folder', async (file, pattern, text, words) => {
  const folder = await write(cleanRun({ groups: 2 }))
  const whole = await readFile(join(folder, file), 'utf8')
  expect(whole).toMatch(pattern)
  await writeFile(join(folder, file), whole.replace(pattern, text))
  await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining(words) })
})

test('a host that has been up for years has run folders as any other', async () => {
  const run = cleanRun({ groups: 2 })
  const upUs = 2e13
  run.record = { ...run.record, originUs: originUs + upUs }
  const later = (e: object): object =>
    Object.fromEntries(
      Object.entries(e).map(([name, value]) => [name, ['produced', 'read', 'decided'].includes(name) ? Number(value) + upUs : value]),
    )
  run.decisions = run.decisions.map(({ us, e, ...place }) => ({ ...place, us: us + upUs, e: later(e) }))
  await expect(judgeFolder(await write(run))).resolves.toMatchObject({ verdict: { kind: 'pass' } })
})
