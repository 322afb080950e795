/** How many rows each data file of a run folder has, and its digest: written at the end of a complete run, so that a damaged or edited copy is seen. */

import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import type { RunRecord } from '../model/run-record.ts'
import { digestOf, FileDigest } from './file-digest.ts'
import { files } from './layout.ts'

const counted = ['history', 'quarantine', 'decisions', 'finalState', 'decisionHistory', 'series'] as const
/** They have no lines. */
const columnFiles = ['operations', 'reads'] as const
const lineFeed = 10

export interface FileMark {
  readonly lines: number
  readonly digest: string
}

/** By file name, of the files that are there; a file of which `marks` tells already is not read. */
export async function marksOf(
  folder: string,
  marks: ReadonlyMap<string, FileMark> = new Map(),
): Promise<Required<Pick<RunRecord, 'rows' | 'digests'>>> {
  const rows: Record<string, number> = {}
  const digests: Record<string, string> = {}
  for (const file of [...counted, ...columnFiles]) {
    const name = files[file]
    const mark = marks.get(name) ?? (await markOf(join(folder, name)))
    if (mark === undefined) continue
    if (file !== 'operations' && file !== 'reads') rows[name] = mark.lines
    digests[name] = mark.digest
  }
  return { rows, digests }
}

/** Throws BAD_RUN_FOLDER for a complete run of which a file is gone, cut off, longer or another than it was. */
export async function assertMarks(
  folder: string,
  { rows, digests = {}, ending }: RunRecord,
  marks?: ReadonlyMap<string, FileMark>,
): Promise<void> {
  if (rows === undefined || ending.kind !== 'complete') return
  const seen = await marksOf(folder, marks)
  const counts = Object.entries(rows)
    .filter(([file, count]) => seen.rows[file] !== count)
    .map(([file, count]) => `${file}: expected ${count} rows, got ${seen.rows[file] ?? 'no such file'}`)
  // Of a file with other rows nothing more need be said.
  const changes = Object.entries(digests)
    .filter(([file, digest]) => seen.digests[file] !== digest && seen.rows[file] === rows[file])
    .map(([file, digest]) => `${file}: expected digest ${digest}, got ${seen.digests[file] ?? 'no such file'}`)
  const isDigested = Object.keys(digests).length > 0
  const added = Object.keys(seen.digests)
    .filter((file) => isDigested && digests[file] === undefined)
    .map((file) => `${file}: the run wrote no such file`)
  const problems = [...counts, ...changes, ...added]
  if (problems.length === 0) return
  throw new HarnessError('BAD_RUN_FOLDER', `${folder} is damaged or was edited: it is not what the run wrote`, {
    problems,
    hint: 'take another copy of the folder; nothing can be judged from this one',
  })
}

/** One digest for all data files of a run, whatever its judgement; undefined where it holds none. */
export function digestOfMarks({ digests }: Pick<RunRecord, 'digests'>): string | undefined {
  return digests && digestOf(JSON.stringify(digests))
}

async function markOf(path: string): Promise<FileMark | undefined> {
  const digest = new FileDigest()
  let lines = 0
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      digest.add(piece)
      for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1)) lines++
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return { lines, digest: digest.text() }
}
