/** Reads back the histograms that the judge wrote. Judges nothing. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { LatencyHistogram } from '../metrics/histogram.ts'
import { HarnessError } from '../model/errors.ts'
import { latencySchemaVersion } from './judgement.ts'
import type { LatencyEntry } from './judgement.ts'
import { files } from './layout.ts'
import { latencyShape } from './summary-shape.ts'

/** HarnessError BAD_RUN_FOLDER when the folder was never judged, by a version with another schema, or holds another thing at some place. */
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
  const { schemaVersion, histograms } = (parsed ?? {}) as { readonly schemaVersion?: unknown; readonly histograms?: unknown }
  if (schemaVersion === latencySchemaVersion) {
    const problem = latencyShape(histograms, 'histograms')
    if (problem === undefined) return histograms as readonly LatencyEntry[]
    throw new HarnessError('BAD_RUN_FOLDER', `${files.latency} of ${folder} does not hold what is made of a run: ${problem}`, {
      hint: `judge it again: tenfold verify ${folder}`,
    })
  }
  throw new HarnessError(
    'BAD_RUN_FOLDER',
    `${files.latency} of ${folder} has schema version ${JSON.stringify(schemaVersion) ?? 'none'}, this version reads ${latencySchemaVersion}`,
    { hint: `judge it again: tenfold verify ${folder}` },
  )
}

/** Of an entry of the folder's; HarnessError BAD_RUN_FOLDER for text that is no histogram. */
export function decodeLatency(folder: string, { metric, second, all, censored }: LatencyEntry): LatencyHistogram {
  try {
    return LatencyHistogram.decode(censored === undefined ? { all } : { all, censored })
  } catch (cause) {
    const which = `${metric}${second === undefined ? '' : `, second ${second}`}`
    throw new HarnessError('BAD_RUN_FOLDER', `${files.latency} of ${folder} holds what is no histogram: ${which}`, {
      hint: `judge it again: tenfold verify ${folder}`,
      cause,
    })
  }
}
