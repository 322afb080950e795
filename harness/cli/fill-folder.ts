/** A folder that a command fills says so until it is whole: half of a history must not be taken for all of it. */

import { existsSync } from 'node:fs'
import { readdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders } from '../files/make-folders.ts'
import { writeFailure } from '../model/errors.ts'
import type { CommandContext } from './context.ts'
import { refuseFilled } from './refuse-filled.ts'

/** Lies beside the files until all of them are written. */
const markName = 'UNFINISHED'

/**
 * What `fill` gives, once it has written all. Ended before (a signal, a full disk, a kill), the folder keeps the mark, and a signal's message says so; after
 * an error before the first file the mark goes, and with it a folder that was made for it. Throws OUTPUT_NOT_WRITABLE for a folder that is not empty, and
 * an AbortError at the first signal, without waiting for `fill`.
 */
export async function fillFolder<T>(folder: string, { interruption, typed }: CommandContext, fill: () => Promise<T>): Promise<T> {
  await refuseFilled(folder)
  const isOurs = !existsSync(folder)
  const mark = join(folder, markName)
  const { signal } = interruption()
  const aborted = Promise.withResolvers<never>()
  // It may come before anybody waits for it.
  aborted.promise.catch(() => undefined)
  const abort = (): void => aborted.reject(notWhole(signal.reason, folder))
  signal.addEventListener('abort', abort, { once: true })
  try {
    await writeMark(
      folder,
      mark,
      `tenfold ${typed[0] ?? ''} has not come to its end here. Delete this folder and type the command again.\n`,
    )
    const filled = await Promise.race([fill(), aborted.promise])
    await rm(mark)
    return filled
  } catch (error) {
    if (!signal.aborted) await removeMark(folder, mark, isOurs)
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function writeMark(folder: string, mark: string, text: string): Promise<void> {
  try {
    makeFolders(folder)
    await writeFile(mark, text)
  } catch (cause) {
    throw writeFailure(cause, mark) ?? cause
  }
}

function notWhole(reason: unknown, folder: string): Error {
  const error = new Error(
    `${reason instanceof Error ? reason.message : 'interrupted'}: ${folder} is not whole (${markName} lies in it); delete it and type the command again`,
  )
  error.name = 'AbortError'
  return error
}

/** Where nothing else was written; and the folder, if it is ours. */
async function removeMark(folder: string, mark: string, isOurs: boolean): Promise<void> {
  const entries = await readdir(folder).catch(() => [])
  if (entries.some((entry) => entry !== markName)) return
  await rm(mark, { force: true })
  if (isOurs) await rmdir(folder).catch(() => undefined)
}
