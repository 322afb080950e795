/** The end of a search, or of judging one again: its curve for people, or one JSON object, and the exit status. */

import type { WriteStream } from 'node:tty'
import type { CapacityRecord, CapacitySummary } from '../model/capacity.ts'
import { searchConsole, searchResult } from '../../reports/index.ts'
import type { CommandContext } from './context.ts'
import { nothingBesides } from './told-besides.ts'
import type { ToldBesides } from './told-besides.ts'
import { writeLines } from './write-lines.ts'

export interface ToldSearch {
  readonly folder: string
  readonly record: CapacityRecord
  readonly summary: CapacitySummary
}

export async function tellSearch(
  { folder, record, summary }: ToldSearch,
  json: boolean,
  context: CommandContext,
  besides: ToldBesides = nothingBesides,
): Promise<void> {
  const text = json
    ? JSON.stringify({ ...searchResult(folder, record, summary), ...besides.fields })
    : searchConsole(record, summary, {
        folder,
        colours: context.look().colours.stdout,
        columns: (context.stdout as Partial<WriteStream>).columns ?? 80,
      }).trimEnd()
  await writeLines(context.stdout, json ? [text] : [text, ...besides.lines])
  context.exitWith(summary.verdict.exitStatus)
}
