/** Judges the run folder at a path and writes what came of it there: the same folder gives the same bytes, at any time, on any machine. */

import type { Summary } from '../model/summary.ts'
import { writeJudgement } from '../record/judgement.ts'
import { readRun } from '../record/read-run.ts'
import { judgeRun } from './judge-run.ts'

/** Throws BAD_RUN_FOLDER, DISK_FULL or OUTPUT_NOT_WRITABLE. */
export async function judgeFolder(folder: string): Promise<Summary> {
  const judgement = judgeRun(await readRun(folder))
  await writeJudgement(folder, judgement)
  return judgement.summary
}
