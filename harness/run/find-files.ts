/** The files of a scenario's history and their profile: found, and their size known, before anything of them is read. */

import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { isOfProfile, keyFileName, loadHistoryProfile, matchingFiles, profileFileName, type HistoryProfile } from '../../replay/index.ts'
import { HarnessError } from '../model/errors.ts'
import type { HistoryOptions } from '../model/scenario.ts'

export interface FoundFiles {
  readonly folder: string
  /** Relative to the folder; undefined: all that the profile is about. */
  readonly names: readonly string[] | undefined
  readonly profile: HistoryProfile
  /** About how many records they hold: by their bytes, since nothing else is known yet. */
  readonly recordsAbout: number
  /** What should be known of how they were found. */
  readonly notes: readonly string[]
}

/** Of one side of one record, in the formats that are read; a packed file has more of them. */
const bytesPerRecord = 100

/** What `tenfold generate` writes beside the files. */
const besideFiles: readonly string[] = [profileFileName, keyFileName, 'records.ndjson']

/**
 * Each pattern, and the profile, in the first of the places that has it. Files of which it knows none are read by the profile.json that lies
 * with them, where that is another one. Throws BAD_INPUT for what is not there or has no profile,
 * BAD_CONFIGURATION for a profile that is none.
 */
export async function findFiles(
  { files, profile }: Pick<Extract<HistoryOptions, { kind: 'files' }>, 'files' | 'profile'>,
  places: readonly string[],
): Promise<FoundFiles> {
  const found: FoundPath[] = []
  for (const pattern of files) found.push(...(await pathsOf(pattern, places)))
  const named = resolve(places.find((candidate) => existsSync(resolve(candidate, profile))) ?? places[0] ?? '.', profile)
  const ownProfile = await loadHistoryProfile(named)
  // Files of its own that one entry is missing for are told by their reader.
  if (found.some(({ path }) => isOfProfile(ownProfile, nameIn(dirname(named), path)))) return chosen(found, named, ownProfile, [])
  const beside = join(commonFolder(found.map(({ path }) => path)), profileFileName)
  if (beside === named || !existsSync(beside)) {
    if (found.some(({ path }) => path.startsWith(`${dirname(named)}${sep}`))) return chosen(found, named, ownProfile, [])
    throw new HarnessError('BAD_INPUT', `${named} has no entry for ${files.join(', ')}`, {
      hint:
        'your own files need a profile, which says whose they are: a profile.json in their folder, or named by ' +
        '--set history.profile=mine/profile.json (docs/history.md has an example for each format)',
    })
  }
  const note = `the files are read by the profile that lies with them, ${beside}: ${profile} has no entry for them`
  return chosen(found, beside, await loadHistoryProfile(beside), [note])
}

interface FoundPath {
  readonly pattern: string
  readonly path: string
  /** By its own name, not by a pattern. */
  readonly isNamed: boolean
}

async function pathsOf(pattern: string, places: readonly string[]): Promise<FoundPath[]> {
  for (const place of places) {
    const names = await matchingFiles(place, pattern)
    if (names.length === 0) continue
    if (names[0] === pattern && (await isFolder(resolve(place, pattern)))) {
      throw new HarnessError('BAD_INPUT', `${resolve(place, pattern)}: is a folder`, {
        hint: `name its files, or a pattern of them: '${join(pattern, '*')}'`,
      })
    }
    return names.map((name) => ({ pattern, path: resolve(place, name), isNamed: name === pattern }))
  }
  throw notFound(pattern, `looked in ${[...new Set(places)].join(' and ')}`)
}

async function isFolder(path: string): Promise<boolean> {
  // A link that leads nowhere is told by whoever reads it.
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )
}

function notFound(pattern: string, where: string): HarnessError {
  return new HarnessError('BAD_INPUT', `no history file is called ${pattern} (${where})`, {
    hint: 'check the path; patterns may hold * and **',
  })
}

/** Without what a pattern finds beside a history: its profile, and what the profile has no entry for of what usually lies there. */
async function chosen(
  found: readonly FoundPath[],
  profilePath: string,
  profile: HistoryProfile,
  notes: readonly string[],
): Promise<FoundFiles> {
  const folder = dirname(profilePath)
  const isHistory = ({ path, isNamed }: FoundPath): boolean => {
    if (isNamed) return true
    if (path === profilePath) return false
    return isOfProfile(profile, nameIn(folder, path)) || !(besideFiles.includes(basename(path)) || path.endsWith('.md'))
  }
  for (const [pattern, paths] of Map.groupBy(found, (each) => each.pattern)) {
    if (!paths.some(isHistory)) throw notFound(pattern, 'what it finds is no history')
  }
  const names = [...new Set(found.filter(isHistory).map(({ path }) => nameIn(folder, path)))].toSorted()
  return { folder, names, profile, recordsAbout: await recordsIn(folder, names), notes }
}

function nameIn(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? '.')
  while (dirname(folder) !== folder && !paths.every((path) => path.startsWith(`${folder}${sep}`))) folder = dirname(folder)
  return folder
}

async function recordsIn(folder: string, names: readonly string[]): Promise<number> {
  // What cannot be read is told by its reader.
  const sizes = await Promise.all(names.map(async (name) => stat(join(folder, name)).catch(() => ({ size: 0 }))))
  return Math.ceil(sizes.reduce((sum, { size }) => sum + size, 0) / bytesPerRecord)
}
