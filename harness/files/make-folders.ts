/** Makes a folder with those above it that are missing: the one place that does, for every room that writes. */

import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * From the outermost that is missing inwards. Node's own recursive form never returns where a folder that exists takes no other (as /proc).
 * Throws what the operating system says.
 */
export function makeFolders(folder: string, mode = 0o777): void {
  const path = resolve(folder)
  if (existsSync(path)) return
  makeFolders(dirname(path), mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Somebody else may make the same one at the same time.
    if (!isFolder(path)) throw error
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
