/** Reports of a run: pure functions from run record and summary to text, and the one function that writes them into the run folder. */

import type { RunRecord } from '../harness/model/run-record.ts'
import type { Summary } from '../harness/model/summary.ts'
import { readK6Result } from '../harness/record/k6-file.ts'
import { files } from '../harness/record/layout.ts'
import { htmlReport } from './html/page.ts'
import { junitXml } from './junit.ts'
import { markdownReport } from './markdown.ts'
import { writeTexts } from './write-texts.ts'

export { consoleSummary, type ConsoleOptions } from './console.ts'
export { htmlReport } from './html/page.ts'
export { k6Console } from './k6/section.ts'
export { runResult, type RunResult } from './json.ts'
export { junitXml } from './junit.ts'
export { runReporters, type ReporterResult } from './run-reporters.ts'
export { markdownReport } from './markdown.ts'
export { searchConsole } from './search/console.ts'
export { reportSearch, searchResult } from './search/write.ts'

/**
 * Writes report.html, report.md and junit.xml into an existing run folder and returns their paths in that order.
 * Throws DISK_FULL or OUTPUT_NOT_WRITABLE where the folder cannot take them.
 */
export async function writeReports(folder: string, run: RunRecord, summary: Summary): Promise<string[]> {
  const k6 = await readK6Result(folder)
  return writeTexts(folder, [
    [files.reportHtml, htmlReport(run, summary, k6)],
    [files.reportMarkdown, markdownReport(run, summary, k6)],
    [files.junit, junitXml(run, summary)],
  ])
}
