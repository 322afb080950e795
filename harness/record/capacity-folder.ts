/** The folder of a search for the knee: `capacity.json`, `summary.json`, and a run folder a step. Judges nothing. */

import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolders } from '../files/make-folders.ts'
import type { CapacityRecord, CapacitySummary, StepPlace } from '../model/capacity.ts'
import { capacitySchemaVersion } from '../model/capacity.ts'
import { HarnessError } from '../model/errors.ts'
import { capacityRecordShape, capacitySummaryShape } from './capacity-shapes.ts'
import { encodeDigested, isDigestHeld, withoutDigest } from './digested-json.ts'
import { writeAtomically, writing } from './file-writing.ts'
import type { StandingJudgement } from './judgement.ts'
import { files } from './layout.ts'
import { readTextIfThere } from './read-text.ts'

/** Makes `outDir/name`. A folder of that name that is there already is OUTPUT_NOT_WRITABLE. */
export async function createCapacityFolder(outDir: string, name: string): Promise<string> {
  const folder = join(outDir, name)
  await writing(folder, async () => {
    makeFolders(outDir)
    await mkdir(folder)
    await mkdir(join(folder, files.logs))
    await mkdir(join(folder, files.steps))
  })
  return folder
}

export function isCapacityFolder(folder: string): boolean {
  return existsSync(join(folder, files.capacity))
}

/** With a digest of itself. */
export async function writeCapacityRecord(folder: string, record: CapacityRecord): Promise<void> {
  await writeAtomically(join(folder, files.capacity), encodeDigested(record))
}

export async function writeCapacitySummary(folder: string, summary: CapacitySummary): Promise<void> {
  await writeAtomically(join(folder, files.summary), `${JSON.stringify(summary, undefined, 2)}\n`)
}

/** HarnessError BAD_RUN_FOLDER also for one that is not as it was written, with the first place that does not fit. */
export async function readCapacityRecord(folder: string): Promise<CapacityRecord> {
  const parsed = (await readVersioned(folder, files.capacity)) as CapacityRecord
  const problem = capacityRecordShape(parsed, '')
  if (problem !== undefined) throw edited(`${files.capacity} of ${folder} does not hold what a search does: ${problem}`)
  if (isDigestHeld(parsed, holdsDigests(parsed))) return withoutDigest(parsed)
  throw edited(`${files.capacity} of ${folder} was edited or is damaged: its digest is another`)
}

/** Whether edits are noticed: an older folder holds no digests, nor does a search without a whole step. */
export function holdsDigests({ steps }: CapacityRecord): boolean {
  return steps.some(({ digest }) => digest !== undefined)
}

/** Throws BAD_RUN_FOLDER where another run stands than the search made there; `found`: the digest of its marks. */
export function assertStep(record: CapacityRecord, { folder, digest }: StepPlace, found: string | undefined): void {
  if (!holdsDigests(record) || digest === found) return
  throw edited(`${folder} does not hold the run that the search made: expected digest ${digest ?? 'none'}, got ${found ?? 'none'}`)
}

/** The judgement that stands in the folder; undefined where there is none, or nothing that could be one. */
export async function readCapacityJudgement(folder: string): Promise<StandingJudgement | undefined> {
  const summary = await readTextIfThere(join(folder, files.summary))
  if (summary === undefined) return undefined
  try {
    const { verdict } = JSON.parse(summary) as Partial<CapacitySummary>
    return typeof verdict?.sentence === 'string' ? { verdict, summary } : undefined
  } catch {
    // Under no digest, and about to be made anew.
    return undefined
  }
}

/** Before a search is judged again: after a failure no older judgement stands. */
export async function forgetCapacityJudgement(folder: string): Promise<void> {
  for (const file of [files.summary, files.reportHtml, files.reportMarkdown, files.junit]) await rm(join(folder, file), { force: true })
}

export async function readCapacitySummary(folder: string): Promise<CapacitySummary> {
  const parsed = (await readVersioned(folder, files.summary)) as CapacitySummary
  const problem = capacitySummaryShape(parsed, '')
  if (problem === undefined) return parsed
  throw bad(`${files.summary} of ${folder} does not hold what is made of a search: ${problem}`, folder)
}

/** HarnessError BAD_RUN_FOLDER for a file that is not there, no JSON, or of a schema that this version does not know. */
async function readVersioned(folder: string, file: string): Promise<unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(join(folder, file), 'utf8'))
  } catch (cause) {
    throw bad(`${folder} has no ${file} that can be read`, folder, cause)
  }
  const version = typeof parsed === 'object' && parsed !== null && 'schemaVersion' in parsed ? parsed.schemaVersion : undefined
  if (version === capacitySchemaVersion) return parsed
  throw bad(
    `${file} of ${folder} has schema version ${JSON.stringify(version) ?? 'none'}, this version reads ${capacitySchemaVersion}`,
    folder,
  )
}

function bad(message: string, folder: string, cause?: unknown): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', message, { hint: `judge it again: tenfold verify ${folder}`, cause })
}

function edited(message: string): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', message, { hint: 'take another copy of the folder; nothing can be judged from this one' })
}
