/** `k6.json` in a run folder. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { HarnessError } from '../model/errors.ts'
import { k6SchemaVersion } from '../model/k6-result.ts'
import type { K6Result } from '../model/k6-result.ts'
import { writeAtomically } from './file-writing.ts'
import { files } from './layout.ts'

export async function writeK6Result(folder: string, result: K6Result): Promise<void> {
  await writeAtomically(join(folder, files.k6), `${JSON.stringify(result, undefined, 2)}\n`)
}

/** undefined for a run that k6 had no part in. HarnessError BAD_RUN_FOLDER for a file that this version cannot read. */
export async function readK6Result(folder: string): Promise<K6Result | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, files.k6), 'utf8')
  } catch (error) {
    // A folder that is none is told by whoever writes into it.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw error
  }
  try {
    const parsed = JSON.parse(text) as Partial<K6Result>
    if (parsed.schemaVersion === k6SchemaVersion) return parsed as K6Result
  } catch {
    // Told below, as any other file that is not ours.
  }
  throw new HarnessError('BAD_RUN_FOLDER', `${files.k6} of ${folder} cannot be read by this version`, {
    hint: `remove it to judge and draw the run without k6's figures`,
  })
}
