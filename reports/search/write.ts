/** Writes the reports of a search into its folder, and says a search's result to a script. */

import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import { files } from '../../harness/record/layout.ts'
import { searchJunit } from './junit.ts'
import { searchMarkdown } from './markdown.ts'
import { searchPage } from './page.ts'
import { writeTexts } from '../write-texts.ts'

/** report.html, report.md and junit.xml; their paths in that order. Throws DISK_FULL or OUTPUT_NOT_WRITABLE. */
export async function reportSearch(folder: string, record: CapacityRecord, summary: CapacitySummary): Promise<string[]> {
  return writeTexts(folder, [
    [files.reportHtml, searchPage(record, summary)],
    [files.reportMarkdown, searchMarkdown(record, summary)],
    [files.junit, searchJunit(record, summary)],
  ])
}

/** What `--json` prints of a search. */
export function searchResult(folder: string, record: CapacityRecord, summary: CapacitySummary): object {
  const { verdict, knee, curve, probe } = summary
  return {
    schemaVersion: 1,
    runId: summary.runId,
    scenario: record.scenario,
    seed: record.seed,
    folder,
    verdict: verdict.title,
    kind: verdict.kind,
    exitStatus: verdict.exitStatus,
    sentence: verdict.sentence,
    reasons: verdict.reasons.map(({ sentence }) => sentence),
    knee,
    curve,
    ...(probe === undefined ? {} : { probe }),
    command: record.command,
  }
}
