/** Judges a run folder: reads its record, and writes into it what the judge made. The one step of the judge that touches files. */

import type { Summary } from '../model/summary.ts'
import { writeJudgement } from '../record/judgement.ts'
import { readRun } from '../record/read-run.ts'
import { judgeRun } from './judge-run.ts'

/** The same record gives the same bytes, wherever it lies. HarnessError BAD_RUN_FOLDER, DISK_FULL or OUTPUT_NOT_WRITABLE. */
export async function judgeFolder(folder: string): Promise<Summary> {
  const judgement = judgeRun(await readRun(folder))
  await writeJudgement(folder, judgement)
  return judgement.summary
}
