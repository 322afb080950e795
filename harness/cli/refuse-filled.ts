/** Whether a folder may be written into: only into one that is empty or absent. */

import { readdir } from 'node:fs/promises'
import { HarnessError } from '../model/errors.ts'

/** Throws OUTPUT_NOT_WRITABLE for a folder with something in it. */
export async function refuseFilled(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => [])
  if (entries.length === 0) return
  throw new HarnessError('OUTPUT_NOT_WRITABLE', `${folder} is not empty (${entries.length} entries)`, {
    hint: 'files of another history would be mixed into this one: choose an empty folder with --out DIR',
  })
}
