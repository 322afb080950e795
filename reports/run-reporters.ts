/** Runs the reporters of a user's own: one that fails keeps no other from writing. */

import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { HarnessError, writeFailure } from '../harness/model/errors.ts'
import type { Reporter } from '../harness/model/reporter.ts'
import type { RunRecord } from '../harness/model/run-record.ts'
import type { Summary } from '../harness/model/summary.ts'
import { files } from '../harness/record/layout.ts'

/** Paths of what was written; `failure` has a problem for each reporter that threw, or named a file that is not its own to write. */
export interface ReporterResult {
  readonly written: readonly string[]
  readonly failure: HarnessError | undefined
}

/** Throws DISK_FULL or OUTPUT_NOT_WRITABLE where the folder cannot take a file. */
export async function runReporters(
  folder: string,
  run: RunRecord,
  summary: Summary,
  reporters: readonly Reporter[],
): Promise<ReporterResult> {
  const written: string[] = []
  const problems: string[] = []
  for (const { name, report } of reporters.map((reporter) => ({ name: reporter.name, report: reporter.report.bind(reporter) }))) {
    let made: readonly (readonly [string, string | Uint8Array])[] = []
    try {
      made = Object.entries(await report(run, summary))
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    }
    for (const [file, content] of made) {
      if (mayWrite(file, written, folder)) written.push(await write(join(folder, file), content))
      else problems.push(`${name}: ${JSON.stringify(file)} is no name for a file of its own`)
    }
  }
  return { written, failure: problems.length === 0 ? undefined : failureOf(problems) }
}

const recordFiles: ReadonlySet<string> = new Set(Object.values(files).map((file) => file.split('/')[0] ?? file))

/** The record is what later judgements rest on: no reporter may write over it, nor over another reporter's file. */
function mayWrite(file: string, written: readonly string[], folder: string): boolean {
  const isPlain = file === basename(file) && !file.includes('\\') && !file.startsWith('.') && file !== ''
  return isPlain && !recordFiles.has(file) && !written.includes(join(folder, file))
}

async function write(path: string, content: string | Uint8Array): Promise<string> {
  try {
    await writeFile(path, content)
    return path
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}

function failureOf(problems: readonly string[]): HarnessError {
  return new HarnessError('BAD_CONFIGURATION', `${problems.length === 1 ? 'a reporter' : `${problems.length} reporters`} failed`, {
    problems,
    hint: 'mend it in tenfold.config.ts, then draw the reports again: tenfold report RUN',
  })
}
