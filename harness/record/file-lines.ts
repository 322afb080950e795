/** Reads a file of a run folder line by line, and tells which line could not be read. Knows no row. */

import { stat } from 'node:fs/promises'
import { join } from 'node:path'

import { FileDigest } from './file-digest.ts'
import { readLines } from './line-reader.ts'
import type { LineScan } from './line-reader.ts'

/** How a file was read: its lines, and the characters of a last line that was cut off. */
export interface FileRead {
  readonly file: string
  readonly lines: number
  readonly cutOffCharacters: number
  readonly digest: string
}

/** How long a file is; 0 where there is none. */
export async function fileBytes(path: string): Promise<number> {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  return size
}

/** A line that cannot be read at all. */
export class BadLine extends Error {
  readonly file: string
  readonly line: number

  constructor(file: string, line: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.file = file
    this.line = line
  }
}

/** Gives `add` each line that `scan` does not take; undefined when there is no such file. Throws `BadLine` for one that `add` throws on. */
export async function readFileLines(
  folder: string,
  file: string,
  add: (line: string) => void,
  scan?: LineScan,
): Promise<FileRead | undefined> {
  const attempt = (line: string, number: number): void => {
    try {
      add(line)
    } catch (error) {
      throw new BadLine(file, number, error)
    }
  }
  const digest = new FileDigest()
  const read = await readLines(join(folder, file), attempt, scan, (bytes) => digest.add(bytes))
  return read && { file, lines: read.lines, cutOffCharacters: read.cutOff.length, digest: digest.text() }
}
