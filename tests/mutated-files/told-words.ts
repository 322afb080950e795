/** Words of a file in what is told of it: none may be there that is not a word of our own. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HarnessError } from '../../harness/model/errors.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import type { RealFile } from './real-files.ts'

const sources = join(import.meta.dirname, '..', '..', 'replay')
const wordPattern = /[A-Za-z\u00c0-\u024f]{4,}|\d[\d ]{11,}\d/g

/** Every word of the readers' own source: reasons, expectations, names of columns and fields. */
function ownWords(): ReadonlySet<string> {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  return new Set(files.flatMap((name) => wordsOf(readFileSync(join(sources, name), 'utf8'))))
}

const own = ownWords()

/** What a refusal, the quarantine and the notes say that only the file can have said. Totals name payouts and accounts and are left out. */
export function foreignWords({ text }: RealFile, told: FileReading | HarnessError): readonly string[] {
  // Which message a file is of may be told.
  const said = told instanceof Error ? `${told.message}\n${told.hint ?? ''}` : JSON.stringify([told.quarantined, told.notes])
  const words = wordsOf(said.replaceAll(/\b[a-z]{4}\.\d{3}\.\d{3}\.\d{2}\b/g, '')).filter((word) => !own.has(word))
  if (words.length === 0) return []
  const inFile = new Set(wordsOf(text))
  return words.filter((word) => inFile.has(word))
}

function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(wordPattern), ([word]) => word.toLowerCase())
}
