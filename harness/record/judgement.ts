/** What judging a run gives, and its files in the run folder. The bytes depend on the record alone, so that judging again gives the same. */

import { join } from 'node:path'

import type { Finding } from '../model/finding.ts'
import type { Summary } from '../model/summary.ts'
import type { Verdict } from '../model/verdict.ts'
import type { EncodedLatency } from '../metrics/histogram.ts'
import { writeAtomically, writeLines } from './file-writing.ts'
import { files } from './layout.ts'
import { readRunFile } from './read-run.ts'
import { readTextIfThere } from './read-text.ts'
import { writeRunFile } from './record-writer.ts'

/** One histogram; without `second`, of the whole phase. µs, HDR V2, compressed, base64. */
export interface LatencyEntry extends EncodedLatency {
  readonly metric: string
  readonly phase?: string
  /** Second of the load in which the samples started. */
  readonly second?: number
  readonly samples: number
}

export interface Judgement {
  readonly summary: Summary
  readonly findings: readonly Finding[]
  /** Lines of `expected.ndjson`, made as they are read. */
  readonly expected: Iterable<string>
  readonly latency: Iterable<LatencyEntry>
}

export const latencySchemaVersion = 1

/** Writes what the judge made, and the verdict into `run.json`. HarnessError DISK_FULL or OUTPUT_NOT_WRITABLE. */
export async function writeJudgement(folder: string, { summary, findings, latency }: Judgement): Promise<void> {
  await writeLines(join(folder, files.findings), findings.map(encodeFinding))
  await writeLines(join(folder, files.latency), latencyLines(latency))
  await writeAtomically(join(folder, files.summary), `${JSON.stringify(summary, undefined, 2)}\n`)
  await writeRunFile(folder, { ...(await readRunFile(folder)), verdict: summary.verdict })
}

/** A judgement as it stands in a folder: its verdict, and the text of its summary where there is one. */
export interface StandingJudgement {
  readonly verdict: Verdict
  readonly summary: string | undefined
}

/** undefined for a folder that has not been judged. HarnessError BAD_RUN_FOLDER when it is none, or its summary cannot be read. */
export async function readJudgement(folder: string): Promise<StandingJudgement | undefined> {
  const { verdict } = await readRunFile(folder)
  if (verdict === undefined) return undefined
  return { verdict, summary: await readTextIfThere(join(folder, files.summary)) }
}

/** Writes the right answers, which may be known before the judgement. Errors as of `writeJudgement`. */
export async function writeExpected(folder: string, expected: Judgement['expected']): Promise<void> {
  await writeLines(join(folder, files.expected), expected)
}

/** A finding as a line: amounts as decimal strings. */
export function encodeFinding(finding: Finding): string {
  const { atRisk, subjects, ...rest } = finding
  return JSON.stringify({
    ...rest,
    subjects: subjects.map(({ tenant, merchant, source, account, recordId, kind, content }) => ({
      tenant,
      merchant,
      source,
      account,
      recordId,
      kind,
      content,
    })),
    ...(atRisk === undefined ? {} : { atRisk: { currency: atRisk.currency, minor: atRisk.minor.toString() } }),
  })
}

/** One JSON document with a histogram a line, so that it can be streamed out and still be read by any JSON reader. */
function* latencyLines(latency: Iterable<LatencyEntry>): Generator<string> {
  yield `{"schemaVersion":${latencySchemaVersion},"unit":"us","histograms":[`
  let before: string | undefined
  for (const entry of latency) {
    if (before !== undefined) yield `${before},`
    before = JSON.stringify(entry)
  }
  if (before !== undefined) yield before
  yield ']}'
}
