/** A text of a run folder that need not be there. */

import { readFile } from 'node:fs/promises'

import { HarnessError } from '../model/errors.ts'

/** undefined: there is no such file. HarnessError BAD_RUN_FOLDER for one that is there and cannot be read. */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new HarnessError('BAD_RUN_FOLDER', `${path} cannot be read`, { hint: 'is it a file, and may you read it?', cause })
  }
}
