import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { blackFridayPass, correctnessFailure, hostileSample, samples } from '../tests/support/sample-summary.ts'
import { escapeMarkdown, markdownReport } from './markdown.ts'

test('begins with the verdict and its sentence, and tells the command', () => {
  const { run, summary } = blackFridayPass()
  const text = markdownReport(run, summary)
  expect(text.split('\n')[0]).toBe('# PASS: black-friday')
  expect(text).toContain('All 79,000 answers are right, and P99 in surge was 83.6 ms, within its budget of 180 ms.')
  expect(text).toContain('2,003 records/s and 941 payments/s in surge')
  expect(text).toContain('| surge | 22.8 ms | 83.6 ms | 180 ms | 26.6 ms | 44,400 |')
  expect(text).toContain('```sh\ntenfold run black-friday --seed 20261127\n```')
})

test('notes stand before the thresholds, and there is no heading without one', () => {
  const { run, summary } = blackFridayPass()
  const notes = '- 4 rows of the history set aside, see history/quarantine.ndjson\n- no Redis on the search path: the tenant registry'
  expect(markdownReport(run, summary)).toMatch(new RegExp(`## Notes\n\n${notes}.*\n\n## Thresholds`))
  const kept = { ...run, history: { ...run.history, rawKept: true as const } }
  expect(markdownReport(kept, summary)).toContain(
    '\n- raw rows are kept (--keep-raw), personal data and all: history/quarantine-raw.ndjson\n',
  )
  const quiet = { ...run, runtime: { ...run.runtime, notes: [] }, history: { ...run.history, quarantined: 0 } }
  expect(markdownReport(quiet, summary)).not.toContain('## Notes')
})

test('money at risk is listed by merchant and added up by currency', () => {
  const { run, summary } = correctnessFailure()
  const text = markdownReport(run, summary)
  expect(text).toContain('| acme | m-001 | 11 | USD 1,482.10 |')
  expect(text).toContain('| total |  |  | JPY 52,000 |')
})

test.each(Object.entries(samples))('%s: every row of a table has as many cells as its header', (_name, make) => {
  const { run, summary } = make()
  expect(raggedRows(markdownReport(run, summary))).toEqual([])
})

test('no text from outside becomes a cell, a tag, a link or a mention', () => {
  expect(escapeMarkdown('a|b <img src=x> [x](y) @all')).toBe('a\\|b &lt;img src=x&gt; \\[x\\](y) @\u{200b}all')
  const part = fc.constantFrom('|', '\n', '\r', '<script>', '`', '```', '[a](b)', '\\', '# ', 'x', ' ')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const { run, summary } = hostileSample(parts.join(''))
      const text = markdownReport({ ...run, command: 'tenfold run x' }, summary)
      expect(text).not.toContain('<script>')
      expect(raggedRows(text)).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a command with backticks stays in its block', () => {
  const { run, summary } = blackFridayPass()
  expect(markdownReport({ ...run, command: 'a ```` b' }, summary)).toContain('`````sh\na ```` b\n`````')
})

/** Rows whose number of cells is not that of the table's second line, the one with the dashes. */
function raggedRows(markdown: string): string[] {
  const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length
  const ragged: string[] = []
  let width = 0
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('|')) width = 0
    else if (width === 0) width = cells(line)
    else if (cells(line) !== width) ragged.push(line)
  }
  return ragged
}
