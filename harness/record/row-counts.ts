/** How many rows each data file of a run folder has: written at the end of a complete run, so that a damaged copy is seen as damaged. */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import { files } from './layout.ts'

const counted = ['history', 'quarantine', 'decisions', 'finalState', 'decisionHistory', 'series'] as const
const lineFeed = 10

/** Line feeds by file name, for the files that are there; a file of which `counts` tells them already is not read. */
export async function countRows(
  folder: string,
  counts: ReadonlyMap<string, number> = new Map(),
): Promise<Readonly<Record<string, number>>> {
  const rows: Record<string, number> = {}
  for (const file of counted) {
    const count = counts.get(files[file]) ?? (await lineFeeds(join(folder, files[file])))
    if (count !== undefined) rows[files[file]] = count
  }
  return rows
}

/** Throws BAD_RUN_FOLDER for a complete run of which a file is gone, cut off or longer than it was. */
export async function assertRows(folder: string, { rows, ending }: RunRecord, counts?: ReadonlyMap<string, number>): Promise<void> {
  if (rows === undefined || ending.kind !== 'complete') return
  const seen = await countRows(folder, counts)
  const problems = Object.entries(rows)
    .filter(([file, count]) => seen[file] !== count)
    .map(([file, count]) => `${file}: expected ${count} rows, got ${seen[file] ?? 'no such file'}`)
  if (problems.length === 0) return
  throw new HarnessError('BAD_RUN_FOLDER', `${folder} is damaged: the run was complete, its folder is not`, {
    problems,
    hint: 'take another copy of the folder; nothing can be judged from this one',
  })
}

async function lineFeeds(path: string): Promise<number | undefined> {
  let count = 0
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1)) count++
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return count
}
