/** The files of a scenario's history and their profile: found, and their size known, before anything of them is read. */

import { existsSync } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { keyFileName, loadHistoryProfile, profileFileName, type HistoryProfile } from '../../replay/index.ts'
import { HarnessError } from '../model/errors.ts'
import type { HistoryOptions } from '../model/scenario.ts'

export interface FoundFiles {
  readonly folder: string
  /** Relative to the folder; undefined: all that the profile is about. */
  readonly names: readonly string[] | undefined
  readonly profile: HistoryProfile
  /** About how many records they hold: by their bytes, since nothing else is known yet. */
  readonly recordsAbout: number
}

/** Of one side of one record, in the formats that are read; a packed file has more of them. */
const bytesPerRecord = 100

/** Looked for in the first place that has the profile. Throws BAD_INPUT for what is not there, BAD_CONFIGURATION for a profile that is none. */
export async function findFiles(
  { files, profile }: Pick<Extract<HistoryOptions, { kind: 'files' }>, 'files' | 'profile'>,
  places: readonly string[],
): Promise<FoundFiles> {
  const place = places.find((candidate) => existsSync(resolve(candidate, profile))) ?? places[0] ?? '.'
  const profilePath = resolve(place, profile)
  const folder = dirname(profilePath)
  const found: string[] = []
  for (const pattern of files) {
    const before = found.length
    for await (const entry of glob(pattern, { cwd: place, withFileTypes: true })) {
      const name = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
      if (entry.isFile() && name !== profileFileName && name !== keyFileName && !name.endsWith('.md')) found.push(name)
    }
    if (found.length === before) {
      throw new HarnessError('BAD_INPUT', `no history file is called ${pattern} (looked in ${place})`, {
        hint: 'check the path; patterns may hold * and **',
      })
    }
  }
  const names = [...new Set(found)].toSorted()
  return { folder, names, profile: await loadHistoryProfile(profilePath), recordsAbout: await recordsIn(folder, names) }
}

async function recordsIn(folder: string, names: readonly string[]): Promise<number> {
  // What cannot be read is told by its reader.
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name)).catch(() => ({ size: 0 }))))
  return Math.ceil(sizes.reduce((sum, { size }) => sum + size, 0) / bytesPerRecord)
}
