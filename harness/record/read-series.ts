/** Reads the series of a run folder, alone or with the rest of it. Judges nothing. */

import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import type { SeriesSample } from '../model/series.ts'
import { BadLine, readFileLines } from './file-lines.ts'
import { files } from './layout.ts'
import { assertSample } from './possible-values.ts'

/** The samples of a judged run; none where the folder has no such file. HarnessError BAD_RUN_FOLDER for one that is not what the run wrote. */
export async function readSeries(folder: string, { ending, digests }: RunRecord): Promise<readonly SeriesSample[]> {
  const series: SeriesSample[] = []
  try {
    const read = await readFileLines(folder, files.series, (line) => series.push(parseSample(line)))
    const written = ending.kind === 'complete' ? digests?.[files.series] : undefined
    if (written === undefined || read?.digest === written) return series
    throw damaged(folder, `${files.series}: expected digest ${written}, got ${read?.digest ?? 'no such file'}`)
  } catch (error) {
    throw error instanceof BadLine ? damaged(folder, `${error.file}, line ${error.line}: ${error.message}`, error.cause) : error
  }
}

/** Throws for a line that is no sample. */
export function parseSample(line: string): SeriesSample {
  const sample = JSON.parse(line) as SeriesSample
  assertSample(sample)
  return sample
}

function damaged(folder: string, problem: string, cause?: unknown): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', `${folder} is damaged or was edited: it is not what the run wrote`, {
    problems: [problem],
    hint: 'take another copy of the folder',
    cause,
  })
}
