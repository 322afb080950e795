/** A cache folder of a test's own, with what is dear to make: what others have started, and keep up, is none of its business. */

import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readSurroundings } from '../../harness/environment/surroundings.ts'

/** In use by others, or of no use here. */
const leftOut = new Set(['environments', 'kept', 'images', 'owner', 'compiled'])

/** `folder`: for XDG_CACHE_HOME. Links are enough for what is only read, and Kafka's archive of classes holds for the path of its jars alone. */
export function linkCache(folder: string): void {
  const { cacheFolder } = readSurroundings()
  const own = join(folder, 'tenfold')
  mkdirSync(own, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(cacheFolder).filter((each) => !leftOut.has(each))) symlinkSync(join(cacheFolder, name), join(own, name))
}
