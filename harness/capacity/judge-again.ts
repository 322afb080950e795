/** Judges a search again from its folder alone: every step's record, then the knee. */

import { join } from 'node:path'
import { reportSearch, writeReports } from '../../reports/index.ts'
import { judgeFolder } from '../judge/judge-folder.ts'
import type { CapacityRecord, CapacityStep, CapacitySummary } from '../model/capacity.ts'
import { assertStep, forgetCapacityJudgement, readCapacityRecord, writeCapacitySummary } from '../record/capacity-folder.ts'
import { digestOfMarks } from '../record/file-marks.ts'
import { readRunFile } from '../record/read-run.ts'
import { stepOfRun } from './step-of-run.ts'
import { summaryOfSearch } from './verdict-of-search.ts'

export interface JudgedSearch {
  readonly record: CapacityRecord
  readonly summary: CapacitySummary
}

/** The same records give the same summary. HarnessError as judgeFolder, also where a step is not the one that the search made; after a failure no judgement of it stands. */
export async function judgeSearchAgain(folder: string): Promise<JudgedSearch> {
  const record = await readCapacityRecord(folder)
  await forgetCapacityJudgement(folder)
  const steps: CapacityStep[] = []
  for (const place of record.steps) {
    const stepFolder = join(folder, place.folder)
    assertStep(record, place, digestOfMarks(await readRunFile(stepFolder)))
    const judged = await judgeFolder(stepFolder)
    const run = await readRunFile(stepFolder)
    await writeReports(stepFolder, run, judged)
    steps.push(stepOfRun(place, run, judged))
  }
  const summary = summaryOfSearch(record, steps)
  await writeCapacitySummary(folder, summary)
  await reportSearch(folder, record, summary)
  return { record, summary }
}
