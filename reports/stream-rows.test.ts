import { expect, test } from 'vitest'

import type { StreamSummary } from '../harness/model/summary.ts'
import { samples } from '../tests/support/sample-summary.ts'
import { consoleSummary } from './console.ts'
import { htmlReport } from './html/page.ts'
import { markdownReport } from './markdown.ts'
import { streamRows } from './stream-rows.ts'

const none = { unsentNoSlot: 0, unsentLate: 0, refused: 0, failed: 0, unknown: 0, notFound: 0 }
const streams: readonly StreamSummary[] = [
  {
    ...none,
    name: 'dashboards<b>',
    kind: 'read',
    scheduled: 1_200,
    sent: 1_190,
    accepted: 1_188,
    unsentNoSlot: 10,
    unknown: 2,
    notFound: 7,
    ackP50: { valueMs: 2.5, censored: false },
    ackP99: { valueMs: 90, censored: true },
    decisionP99: null,
  },
  {
    ...none,
    name: 'webhooks',
    kind: 'ingest',
    scheduled: 5,
    sent: 5,
    accepted: 5,
    ackP50: null,
    ackP99: null,
    decisionP99: { valueMs: 12, censored: false },
  },
]

test('each stream is a line with its own boxes and latencies', () => {
  expect(streamRows({ streams })).toEqual([
    ['dashboards<b> (reads)', '1,190 of 1,200', '1,188', '2 unknown, 10 unsent, 7 not there yet', '2.5 ms', '≥ 90 ms', '–'],
    ['webhooks', '5 of 5', '5', '–', '–', '–', '12 ms'],
  ])
  expect(streamRows({})).toEqual([])
})

test('terminal, page and Markdown show them, safely, and say nothing of streams where there is one', () => {
  const { run, summary } = samples['black-friday-pass']?.() ?? { run: undefined, summary: undefined }
  if (run === undefined || summary === undefined) throw new Error('the sample is gone')
  const told = (of: typeof summary): string[] => [
    consoleSummary(run, of, { colours: false, columns: 100, folder: 'runs/x' }),
    markdownReport(run, of),
    htmlReport(run, of),
  ]
  const [terminal = '', markdown = '', page = ''] = told({ ...summary, streams })
  expect(terminal).toMatch(/Stream +sent +taken/)
  expect(terminal).toContain('webhooks')
  expect(terminal.split('\n').every((line) => line.length <= 100)).toBe(true)
  expect(markdown).toContain('## Streams')
  expect(page).toContain('id="streams"')
  expect(markdown + page).not.toContain('<b>')
  for (const text of told(summary)) expect(text).not.toMatch(/streams"|## Streams|Stream +sent/)
})
