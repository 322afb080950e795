/** Files to mutate: the public ones beside this checkout where they are, the shipped samples, and the traps. Each with its own reading. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { HarnessError } from '../../harness/model/errors.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import { readAny } from './read-any.ts'
import { rowSpans, type Span } from './row-spans.ts'

const root = join(import.meta.dirname, '..', '..')
/** Public test files of other projects. They are not part of this repository. */
const corpus = join(root, '..', 'shared', 'corpus')

export interface RealFile {
  readonly name: string
  readonly bytes: Buffer
  /** A character a byte. */
  readonly text: string
  /** Undefined where the file is refused as it is. */
  readonly reading: FileReading | undefined
  /** None where only the reader knows. */
  readonly spans: readonly Span[]
}

export async function readRealFiles(): Promise<readonly RealFile[]> {
  const folders = [corpus, join(root, 'replay', 'samples'), join(root, 'tests', 'traps')].filter((folder) => existsSync(folder))
  const paths = folders.flatMap((folder) => filesBelow(folder))
  return Promise.all(paths.map((path) => realFile(relative(root, path), readFileSync(path))))
}

/** Descriptions and keys are no history. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(?:\.md|\.ndjson|truth\.json|profile\.json)$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .toSorted()
}

async function realFile(name: string, bytes: Buffer): Promise<RealFile> {
  const text = bytes.toString('latin1')
  const reading = await readAny('file', bytes).catch((error: unknown) => {
    if (error instanceof HarnessError && error.code === 'BAD_INPUT') return undefined
    throw error
  })
  const spans = reading === undefined ? [] : rowSpans(reading.format, text, reading.physicalRows)
  return { name, bytes, text, reading, spans }
}

/** Picks by a number below `2 ** 30`: a file of 1 KB ten times as often as one of 100 KB. */
export function pickFile(files: readonly RealFile[], number: number): RealFile {
  const weights = files.map(({ bytes }) => 1 / Math.sqrt(bytes.length + 100))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let left = (number / 2 ** 30) * total
  const at = weights.findIndex((weight) => (left -= weight) < 0)
  const file = files.at(at)
  if (file === undefined) throw new Error('no file to mutate')
  return file
}
