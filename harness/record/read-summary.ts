/** Reads what the judge made of a run folder. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import { summarySchemaVersion, type Summary } from '../model/summary.ts'
import { files } from './layout.ts'

/** Throws BAD_RUN_FOLDER for a folder that was not judged, or by a version with another schema. */
export async function readSummary(folder: string): Promise<Summary> {
  const hint = `judge it first: tenfold verify ${folder}`
  let summary: Summary
  try {
    summary = JSON.parse(await readFile(join(folder, files.summary), 'utf8')) as Summary
  } catch (cause) {
    throw new HarnessError('BAD_RUN_FOLDER', `${folder} has no ${files.summary} that can be read`, { hint, cause })
  }
  if (summary.schemaVersion === summarySchemaVersion) return summary
  throw new HarnessError(
    'BAD_RUN_FOLDER',
    `${files.summary} has schema version ${summary.schemaVersion}, this version reads ${summarySchemaVersion}`,
    { hint },
  )
}
