import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { k6SchemaVersion } from '../../harness/model/k6-result.ts'
import type { K6Result } from '../../harness/model/k6-result.ts'
import { files } from '../../harness/record/layout.ts'
import { blackFridayPass } from '../../tests/support/sample-summary.ts'
import { htmlReport } from '../html/page.ts'
import { writeReports } from '../index.ts'
import { markdownReport } from '../markdown.ts'
import { k6Console } from './section.ts'

const { run, summary } = blackFridayPass()
const k6: K6Result = {
  schemaVersion: k6SchemaVersion,
  version: 'k6 v1.8.1 (go1.26.8, linux/amd64)',
  exitStatus: 99,
  script: 'k6/black-friday.ts',
  thresholds: [
    { metric: 'checks', expression: 'rate==1', met: false },
    { metric: 'dropped_iterations', expression: 'count==0', met: true },
  ],
  requests: 79_004,
  requestsPerSecond: 987.6,
  accepted: 78_990,
  notAccepted: 14,
  dropped: 3,
  durationMs: { p50: 4.5, p90: 9.1, p99: 61.25, max: 312.4 },
  heldRecords: 78_980,
  differences: ['k6 spaces its <b>arrivals</b> evenly'],
}

test.each([
  ['page', htmlReport(run, summary, k6)],
  ['markdown', markdownReport(run, summary, k6)],
  ['console', k6Console(summary, k6, 100)],
])('%s: k6’s figures stand beside the run’s, and what was crossed is told', (_, text) => {
  for (const figure of ['79,004', '78,990', '14', '61.3 ms', '312.4 ms', '78,980', 'not seen', 'k6 v1.8.1', 'crossed: checks rate==1']) {
    expect(text.replaceAll('\\', '')).toContain(figure)
  }
  expect(text).toContain(summary.counts.sent.toLocaleString('en-US'))
})

test('no text from outside becomes markup', () => {
  expect(htmlReport(run, summary, k6)).not.toContain('<b>')
})

test('a report has k6’s part exactly where the folder has its figures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'k6-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const drawn = async (): Promise<boolean> => {
    await writeReports(folder, run, summary)
    return readFileSync(join(folder, files.reportHtml), 'utf8').includes('Beside k6')
  }
  expect(await drawn()).toBe(false)
  writeFileSync(join(folder, files.k6), JSON.stringify(k6))
  expect(await drawn()).toBe(true)
  writeFileSync(join(folder, files.k6), '{"schemaVersion":2}')
  await expect(drawn()).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
})
