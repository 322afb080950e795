/** Reads back what the judge made of a run. Judges nothing. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { HarnessError } from '../model/errors.ts'
import { summarySchemaVersion } from '../model/summary.ts'
import type { Summary } from '../model/summary.ts'
import { files } from './layout.ts'
import { summaryShape } from './summary-shape.ts'

/** HarnessError BAD_RUN_FOLDER when the folder was never judged, by a version with another schema, or holds another thing at some place. */
export async function readSummary(folder: string): Promise<Summary> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(join(folder, files.summary), 'utf8'))
  } catch (cause) {
    throw new HarnessError('BAD_RUN_FOLDER', `${folder} has no ${files.summary} that can be read`, {
      hint: `judge it first: tenfold verify ${folder}`,
      cause,
    })
  }
  const version = typeof parsed === 'object' && parsed !== null && 'schemaVersion' in parsed ? parsed.schemaVersion : undefined
  if (version === summarySchemaVersion) {
    const problem = summaryShape(parsed, '')
    if (problem === undefined) return parsed as Summary
    throw new HarnessError('BAD_RUN_FOLDER', `${files.summary} of ${folder} does not hold what is made of a run: ${problem}`, {
      hint: `judge it again: tenfold verify ${folder}`,
    })
  }
  throw new HarnessError(
    'BAD_RUN_FOLDER',
    `${files.summary} of ${folder} has schema version ${JSON.stringify(version) ?? 'none'}, this version reads ${summarySchemaVersion}`,
    { hint: `judge it again: tenfold verify ${folder}` },
  )
}
