/** Entries of a profile that no file is behind, and members of archives that no entry is about: a slip in a name must not lose money silently. */

import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../harness/model/errors.ts'
import { isAbout, type HistoryProfile } from './profile.ts'
import { isPattern } from './sources/is-pattern.ts'

/** Names that one note tells. */
const namesTold = 5

/** What of an archive was read, by the names of its members. */
interface OpenedArchive {
  /** As the profile calls it. */
  readonly name: string
  readonly members: readonly string[]
  readonly leftOut: readonly string[]
}

/** Throws BAD_CONFIGURATION for entries that name members which the archive does not have. */
export function requireMembers({ files }: HistoryProfile, { name, members }: OpenedArchive): void {
  const problems = files.flatMap((entry, index) =>
    entry.file.startsWith(`${name}/`) && !isPattern(entry.file) && !members.some((member) => entry.file === `${name}/${member}`)
      ? [`files[${index}].file: ${name} has no member ${JSON.stringify(entry.file.slice(name.length + 1))}`]
      : [],
  )
  if (problems.length === 0) return
  throw new HarnessError('BAD_CONFIGURATION', `the profile names a member that is not in ${name}`, {
    hint: `its members: ${told(members)}`,
    problems,
  })
}

/** Of an archive whose members are named one by one: those that are not. */
export function leftOutNotes({ name, members, leftOut }: OpenedArchive): string[] {
  if (leftOut.length === 0) return []
  return [`${name}: the profile has no entry for ${leftOut.length} of its ${members.length} members, which are not read: ${told(leftOut)}`]
}

/** One note for all entries that are about nothing: no file that was read, and none that could have been. */
export async function absentNotes(folder: string, { files }: HistoryProfile, read: readonly string[]): Promise<string[]> {
  const unread = [...new Set(files.map(({ file }) => file))].filter((file) => !read.some((name) => isAbout(file, name)))
  const absent: string[] = []
  for (const file of unread) if (!(await isThere(folder, file))) absent.push(file)
  return absent.length === 0 ? [] : [`the profile has entries for files that are not there: ${told(absent)}`]
}

/** A member of an archive is there with its archive: whether that has it is known when it is read. */
async function isThere(folder: string, file: string): Promise<boolean> {
  const parts = file.split('/')
  for (const end of parts.keys()) {
    const path = parts.slice(0, end + 1).join('/')
    const info = await stat(join(folder, path)).catch(() => undefined)
    if (info?.isFile() === true) return true
  }
  if (!isPattern(file)) return false
  for await (const _ of glob(file, { cwd: folder })) return true
  return false
}

function told(names: readonly string[]): string {
  const more = names.length - namesTold
  return `${names.slice(0, namesTold).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
