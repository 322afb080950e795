/** The end of a run or of judging one again: the summary for people, or one JSON object, and the exit status. */

import type { WriteStream } from 'node:tty'
import type { RunRecord } from '../model/run-record.ts'
import type { Summary } from '../model/summary.ts'
import { consoleSummary, runResult } from '../../reports/index.ts'
import type { CommandContext } from './context.ts'
import { nothingBesides } from './told-besides.ts'
import type { ToldBesides } from './told-besides.ts'
import { writeLines } from './write-lines.ts'

export async function tellRun(
  folder: string,
  record: RunRecord,
  summary: Summary,
  json: boolean,
  context: CommandContext,
  besides: ToldBesides = nothingBesides,
): Promise<void> {
  const text = json
    ? JSON.stringify({ ...runResult(folder, record, summary), ...besides.fields })
    : consoleSummary(record, summary, {
        folder,
        colours: context.look().colours.stdout,
        columns: (context.stdout as Partial<WriteStream>).columns ?? 80,
      }).trimEnd()
  await writeLines(context.stdout, json ? [text] : [text, ...besides.lines])
  context.exitWith(summary.verdict.exitStatus)
}
