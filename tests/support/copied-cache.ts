/** A cache folder of a test's own, with what is dear to make: what others have started, and keep up, is none of its business. */

import { cpSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readSurroundings } from '../../harness/environment/surroundings.ts'

/** In use by others, or of no use here. */
const leftOut = new Set(['environments', 'kept', 'images', 'owner'])

/** `folder`: for XDG_CACHE_HOME. */
export function copyCache(folder: string): void {
  const { cacheFolder } = readSurroundings()
  cpSync(cacheFolder, join(folder, 'tenfold'), { recursive: true, filter: (path) => !leftOut.has(basename(path)) })
}
