/** The folder of a search for the knee: `capacity.json`, `summary.json`, and a run folder a step. Judges nothing. */

import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { makeFolders } from '../files/make-folders.ts'
import type { CapacityRecord, CapacitySummary } from '../model/capacity.ts'
import { capacitySchemaVersion } from '../model/capacity.ts'
import { HarnessError } from '../model/errors.ts'
import { writeAtomically, writing } from './file-writing.ts'
import { files } from './layout.ts'

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

export async function writeCapacityRecord(folder: string, record: CapacityRecord): Promise<void> {
  await writeAtomically(join(folder, files.capacity), `${JSON.stringify(record, undefined, 2)}\n`)
}

export async function writeCapacitySummary(folder: string, summary: CapacitySummary): Promise<void> {
  await writeAtomically(join(folder, files.summary), `${JSON.stringify(summary, undefined, 2)}\n`)
}

export async function readCapacityRecord(folder: string): Promise<CapacityRecord> {
  return (await readVersioned(folder, files.capacity)) as CapacityRecord
}

export async function readCapacitySummary(folder: string): Promise<CapacitySummary> {
  return (await readVersioned(folder, files.summary)) as CapacitySummary
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
