/** Names and patterns of history files to names, as a shell would have done it. */

import { glob, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HarnessError } from '../../harness/model/errors.ts'
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
    if (pattern === standardInput || !/[*?[{]/.test(pattern) || (await exists(resolve(folder, pattern)))) names.add(pattern)
    else for (const name of await filesOf(folder, pattern)) names.add(name)
  }
  return [...names]
}

async function filesOf(folder: string, pattern: string): Promise<string[]> {
  const names: string[] = []
  for await (const entry of glob(pattern, { cwd: folder, withFileTypes: false })) {
    if (names.length >= filesMax)
      throw new HarnessError('BAD_INPUT', `${pattern}: matches more than ${filesMax} files`, { hint: 'name fewer' })
    const info = await stat(resolve(folder, entry))
    if (info.isFile()) names.push(entry)
  }
  if (names.length === 0) throw new HarnessError('BAD_INPUT', `${pattern}: matches no file`, { hint: `it is read from ${folder}` })
  return names.toSorted()
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
