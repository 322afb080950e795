import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { judgedRuns, thresholds } from '../../tests/support/judged-run.ts'
import { cleanRun } from '../../tests/support/recorded-run.ts'
import type { Ending } from '../model/run-record.ts'
import { readJudgement } from '../record/judgement.ts'
import { files } from '../record/layout.ts'
import { judgeFolder } from './judge-folder.ts'

const { outDir, write } = judgedRuns()

describe('a folder', () => {
  test.each([
    [files.finalState, 'invalid'],
    [files.decisionHistory, 'invalid'],
    [files.decisions, 'invalid'],
  ])('%s of a complete run is cut off: %s, and no anomaly is made of it', async (file, kind) => {
    const folder = await write(cleanRun({ groups: 14, thresholds: {} }))
    const whole = await readFile(join(folder, file))
    await writeFile(join(folder, file), whole.subarray(0, -20))
    const { verdict } = await judgeFolder(folder)
    expect(verdict.kind).toBe(kind)
    expect(verdict.sentence).toContain(`the last line of ${file} is cut off`)
  })

  test('a judgement that fails leaves no older one standing', async () => {
    const folder = await write()
    await judgeFolder(folder)
    await writeFile(join(folder, files.junit), 'of the judgement before')
    await writeFile(join(folder, files.finalState), 'no line of ours\n')
    await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
    for (const file of [files.summary, files.junit, files.findings]) expect(existsSync(join(folder, file))).toBe(false)
    expect(JSON.parse(await readFile(join(folder, files.run), 'utf8'))).not.toHaveProperty('verdict')
  })

  test('a folder that is no run folder keeps its files', async () => {
    const folder = await mkdtemp(join(outDir(), 'other-'))
    await writeFile(join(folder, files.summary), '{}')
    await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
    expect(existsSync(join(folder, files.summary))).toBe(true)
  })

  test('the judgement that stands in it is read; a summary that cannot be read is not taken for one that is not there', async () => {
    const folder = await write()
    expect(await readJudgement(folder)).toBeUndefined()
    const { verdict } = await judgeFolder(folder)
    expect(await readJudgement(folder)).toEqual({ verdict, summary: await readFile(join(folder, files.summary), 'utf8') })
    await rm(join(folder, files.summary))
    expect(await readJudgement(folder)).toEqual({ verdict, summary: undefined })
    await mkdir(join(folder, files.summary))
    await expect(readJudgement(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining(files.summary) })
  })

  test('a folder with nothing but run.json has a verdict too', async () => {
    const run = cleanRun({ groups: 1, thresholds })
    const ending: Ending = { kind: 'interrupted', signal: 'SIGINT', step: 'stack' }
    const { originUs: _, ...before } = run.record
    run.record = { ...before, phases: [], tenants: [], closes: [], timeline: [], drainedUs: null, ending }
    const folder = await write(run)
    for (const file of [files.history, files.operations, files.decisions, files.finalState, files.decisionHistory, files.series]) {
      await rm(join(folder, file))
    }
    const summary = await judgeFolder(folder)
    expect(summary.verdict.exitStatus).toBe(130)
    expect(summary.counts.scheduled).toBe(0)
    expect(summary.control.found).toBe(true)
    expect(summary.seconds).toEqual([])
  })
})
