/** Whose something is that others can see too: the cache folder's in which its harness is on file. */

import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFailure } from '../model/errors.ts'

/** Eight hexadecimal digits, the same for all who share the folder. Throws OUTPUT_NOT_WRITABLE or DISK_FULL. */
export function ownerOf(cacheFolder: string): string {
  const file = join(cacheFolder, 'owner')
  return readIfThere(file) ?? choose(file)
}

/** The first to name it wins, and nobody sees half of it. */
function choose(file: string): string {
  const chosen = randomBytes(4).toString('hex')
  const ours = `${file}.${chosen}`
  try {
    writeFileSync(ours, chosen, { mode: 0o600 })
    linkSync(ours, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw writeFailure(error, file) ?? error
  } finally {
    rmSync(ours, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
