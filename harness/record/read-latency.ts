/** Reads back the histograms that the judge wrote. Judges nothing. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { HarnessError } from '../model/errors.ts'
import { latencySchemaVersion } from './judgement.ts'
import type { LatencyEntry } from './judgement.ts'
import { files } from './layout.ts'

/** HarnessError BAD_RUN_FOLDER when the folder was never judged, or by a version with another schema. */
export async function readLatency(folder: string): Promise<readonly LatencyEntry[]> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(join(folder, files.latency), 'utf8'))
  } catch (cause) {
    throw new HarnessError('BAD_RUN_FOLDER', `${folder} has no ${files.latency} that can be read`, {
      hint: `judge it first: tenfold verify ${folder}`,
      cause,
    })
  }
  const { schemaVersion, histograms } = parsed as { readonly schemaVersion?: unknown; readonly histograms?: readonly LatencyEntry[] }
  if (schemaVersion === latencySchemaVersion && histograms !== undefined) return histograms
  throw new HarnessError(
    'BAD_RUN_FOLDER',
    `${files.latency} of ${folder} has schema version ${JSON.stringify(schemaVersion) ?? 'none'}, this version reads ${latencySchemaVersion}`,
    { hint: `judge it again: tenfold verify ${folder}` },
  )
}
