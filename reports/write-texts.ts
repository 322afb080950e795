/** Writes texts into an existing folder, one after the other. Knows no report. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFailure } from '../harness/model/errors.ts'

/** Pairs of file name and text; the paths in that order. Throws DISK_FULL or OUTPUT_NOT_WRITABLE where the folder cannot take them. */
export async function writeTexts(folder: string, texts: readonly (readonly [name: string, text: string])[]): Promise<string[]> {
  const written: string[] = []
  for (const [name, text] of texts) {
    const path = join(folder, name)
    try {
      await writeFile(path, text)
    } catch (cause) {
      throw writeFailure(cause, path) ?? cause
    }
    written.push(path)
  }
  return written
}
