/** Judges a run folder: reads its record, and writes into it what the judge made. The one step of the judge that touches files. */

import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { Summary } from '../model/summary.ts'
import { writeExpected, writeJudgement } from '../record/judgement.ts'
import { files } from '../record/layout.ts'
import { readRun, readRunFile } from '../record/read-run.ts'
import { writeRunFile } from '../record/record-writer.ts'
import { expectedLines } from './expected-lines.ts'
import { judgeLoad, judgePlan, judgeRun } from './judge-run.ts'
import type { MeasuredLoad, PlannedPart } from './measured-run.ts'

/** What a judgement and its reports leave in the folder. */
const judgementFiles = [
  files.expected,
  files.findings,
  files.latency,
  files.summary,
  files.reportHtml,
  files.reportMarkdown,
  files.junit,
] as const

/**
 * The same record gives the same bytes, wherever it lies. HarnessError BAD_RUN_FOLDER, DISK_FULL or OUTPUT_NOT_WRITABLE; after a failure
 * no judgement stands, neither this one nor the one before. `onStep` is told what begins: a million records take a while.
 */
export async function judgeFolder(folder: string, onStep: (step: string) => void = () => undefined): Promise<Summary> {
  await forgetJudgement(folder)
  let measured: MeasuredLoad | undefined
  let planned: PlannedPart | undefined
  let written: Promise<void> | undefined
  try {
    const run = await readRun(folder, {
      onFile: (file) => onStep(`reading ${file}`),
      onLoad: (load) => void (measured = judgeLoad(load)),
      onPlan: (plan) => {
        planned = judgePlan(plan, measured ?? judgeLoad(plan))
        written = planned.right && writeExpected(folder, expectedLines(planned.right))
        // Awaited below; until then a failure must not end the process.
        written?.catch(() => undefined)
      },
    })
    onStep(`judging ${run.records.length} records`)
    const judgement = judgeRun(run, planned)
    onStep(`writing ${files.expected}`)
    await (written ?? writeExpected(folder, judgement.expected))
    await writeJudgement(folder, judgement)
    return judgement.summary
  } catch (error) {
    await written?.catch(() => undefined)
    await rm(join(folder, files.expected), { force: true })
    throw error
  }
}

/** Before the judge starts, since a crash would leave an older judgement that looks like this one's. Touches run folders alone. */
async function forgetJudgement(folder: string): Promise<void> {
  const { verdict, ...record } = await readRunFile(folder)
  for (const file of judgementFiles) await rm(join(folder, file), { force: true })
  if (verdict !== undefined) await writeRunFile(folder, record)
}
