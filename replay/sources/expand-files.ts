/** Names and patterns of history files to names, as a shell would have done it. */

import { glob, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HarnessError } from '../../harness/model/errors.ts'
import { isPattern } from './is-pattern.ts'
import { standardInput } from './open-inputs.ts'

/** Files that one pattern may stand for. */
const filesMax = 100_000

/**
 * Each name once, in the order given, a pattern's files in the order of text; relative to `folder`. A name that exists is that
 * file, whatever signs it has. Throws BAD_INPUT for a pattern that no file matches.
 */
export async function expandFiles(folder: string, patterns: readonly string[]): Promise<string[]> {
  const names = new Set<string>()
  for (const pattern of patterns) {
    if (pattern === standardInput || !isPattern(pattern)) {
      names.add(pattern)
      continue
    }
    const matching = await matchingFiles(folder, pattern)
    if (matching.length === 0) throw new HarnessError('BAD_INPUT', `${pattern}: matches no file`, { hint: `it is read from ${folder}` })
    for (const name of matching) names.add(name)
  }
  return [...names]
}

/** The files that a name or pattern means, in the order of text; none where there are none. Of a name, a folder too: its reader says so. */
export async function matchingFiles(folder: string, pattern: string): Promise<readonly string[]> {
  if (await exists(resolve(folder, pattern))) return [pattern]
  const names: string[] = []
  for await (const entry of glob(pattern, { cwd: folder, withFileTypes: false })) {
    if (names.length >= filesMax)
      throw new HarnessError('BAD_INPUT', `${pattern}: matches more than ${filesMax} files`, { hint: 'name fewer' })
    if (await isFileOrGone(resolve(folder, entry))) names.push(entry)
  }
  return names.toSorted()
}

/** A file, by its own name or by a link. A link that leads nowhere counts as one: whoever reads it says so, where leaving it out would say nothing. */
export async function isFileOrGone(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => true,
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
