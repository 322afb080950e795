import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blackFridayPass,
  correctnessFailure,
  emptyRun,
  hostileSample,
  interruptedRun,
  invalidRun,
  samples,
  stackDied,
  thresholdFailure,
} from '../../tests/support/sample-summary.ts'
import { consoleSummary } from '../console.ts'
import { inNumbers } from './accounting-section.ts'
import { htmlReport } from './page.ts'

/** What a reader sees of the page, blanks collapsed. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
}

const attributesWithAddress = /\b(?:src|href|action|data|poster|srcset|formaction|background)\s*=/i

describe.each(Object.entries(samples))('%s', (_name, make) => {
  const { run, summary } = make()
  const page = htmlReport(run, summary)

  test('says the verdict and its sentence before anything else', () => {
    const text = textOf(page)
    expect(text).toContain(summary.verdict.sentence)
    expect(text.indexOf(summary.verdict.sentence)).toBeLessThan(text.indexOf('Second by second'))
    expect(text).toContain(run.command)
  })

  test('has no script, no address and a policy that closes the network', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form)\b/i)
    expect(page).not.toMatch(attributesWithAddress)
    expect(page).not.toMatch(/url\(|@import|https?:/i)
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`)
  })

  test('has headings in order and ids once', () => {
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, labels = ''] of page.matchAll(/aria-labelledby="([^"]*)"/g)) {
      for (const id of labels.split(' ')) expect(ids).toContain(id)
    }
  })

  test('shows no number that is none', () => {
    expect(textOf(page)).not.toMatch(/NaN|Infinity|undefined|\bnull\b/)
  })

  test('opens and closes every element', () => expect(unbalanced(page)).toEqual([]))
})

test('a process that died is named with its last lines', () => {
  const { run, summary } = stackDied()
  const text = textOf(htmlReport(run, summary))
  expect(text).toContain('process matcher-1 of the stack ended (exit 134)')
  expect(text).toContain('JavaScript heap out of memory')
})

test('what should be known besides stands under the verdict', () => {
  const { run, summary } = blackFridayPass()
  const text = textOf(htmlReport(run, summary))
  const note = '4 rows of the history set aside, see history/quarantine.ndjson no Redis on the search path: the tenant registry'
  expect(text).toContain(note)
  expect(text.indexOf(note)).toBeLessThan(text.indexOf('Second by second'))
  const kept = { ...run, history: { ...run.history, rawKept: true as const } }
  expect(textOf(htmlReport(kept, summary))).toContain('raw rows are kept (--keep-raw), personal data and all')
})

test('the same page is drawn from summary.json', () => {
  for (const { run, summary } of Object.values(samples).map((make) => make())) {
    expect(htmlReport(run, JSON.parse(JSON.stringify(summary)))).toBe(htmlReport(run, summary))
  }
})

test('the figures of a run that proves nothing are not called good', () => {
  const { run, summary } = invalidRun()
  const page = htmlReport(run, summary)
  expect(page).not.toContain('class="tile good"')
  expect(textOf(page)).toContain('This run proves nothing')
})

test.each(['p(50)<60', 'max<60', 'p(99)<60 over 10s', 'recovery(p(99)<60) < 30s'])(
  '%s is no budget of the P99, and stands beside none',
  (expression) => {
    const { run, summary } = blackFridayPass()
    const other = { selector: 'decision_latency', expression, outcome: 'met', seen: '44 ms', budgetMs: 60 } as const
    const told = { ...summary, thresholds: [other] }
    const texts = [textOf(htmlReport(run, told)), consoleSummary(run, told, { colours: false, columns: 100, folder: 'out/run' })]
    expect(texts[0]).toContain('no budget of it is set')
    for (const text of texts) expect(/P99 to a decision, surge[^.]*?budget \d|whole run\s+\S+ ms\s+44 ms\s+60 ms/.test(text)).toBe(false)
  },
)

test('a budget of the whole run stands beside the whole run', () => {
  const { run, summary } = blackFridayPass()
  const whole = { selector: 'decision_latency', expression: 'p(99)<60', outcome: 'met', seen: '44 ms', budgetMs: 60 } as const
  const text = textOf(htmlReport(run, { ...summary, thresholds: [whole] }))
  expect(text).toContain('P99 to a decision 44 ms budget 60 ms')
  expect(text).toContain('whole run 12 ms 44 ms 60 ms')
  expect(text).toMatch(/surge 22\.8 ms 83\.6 ms –/)
})

test('many files are told by format, and each one is there to unfold', () => {
  const { run, summary } = blackFridayPass()
  const files = Array.from({ length: 30 }, (_, index) => ({
    file: `bank-${index}.xml`,
    format: index < 20 ? 'camt053' : 'ledger',
    rows: 5,
    records: 4,
    notBooked: 1,
    quarantined: 0,
  }))
  const history = { ...run.history, files, controlsFailed: ['bank-3.xml: the closing balance is 0.01 EUR off'] }
  const text = textOf(htmlReport({ ...run, history }, summary))
  expect(text).toContain('20 files camt053 100 80 20 0 10 files ledger 50 40 10 0')
  expect(text).toContain('All 30 files')
  expect(text).toContain('bank-29.xml')
  expect(text).toContain('12 hold ? 1 do not bank-3.xml: the closing balance is 0.01 EUR off')
})

test('of many processes the busiest are drawn, and the others are counted', () => {
  const { run, summary } = blackFridayPass()
  const series = Array.from({ length: 40 }, (_, index) => ({
    metric: 'cpu',
    subject: `matcher-${index}`,
    unit: '%',
    points: [[0, index]] as const,
  }))
  const text = textOf(htmlReport(run, { ...summary, series }))
  expect(text).toContain('matcher-39 max 39')
  expect(text).not.toContain('matcher-31 max')
  expect(text).toContain('and 32 more, each with a lower maximum')
})

test('a pass tells rate, latency beside its budget, and what had no chance', () => {
  const { run, summary } = blackFridayPass()
  const text = textOf(htmlReport(run, summary))
  for (const part of [
    '2,003 records/s',
    '941 payments/s in surge; 10× the normal rate',
    'P99 budget 180 ms',
    '3 had no chance and stay unknown',
  ]) {
    expect(text).toContain(part)
  }
  expect(text).not.toMatch(/\bTPS\b/)
})

test('wrong answers show witnesses, money by merchant, the fault with its evidence, and void the latency', () => {
  const { run, summary } = correctnessFailure()
  const text = textOf(htmlReport(run, summary))
  for (const part of [
    'The stack gave wrong answers.',
    'stripe acct_1 txn_1NXq8k charge acme / m-001',
    'Money at risk : USD 1,482.10, EUR 90.00, JPY 52,000',
    'Took effect: matcher-0 (pid 4711) ended by SIGKILL',
    'void, because answers were wrong',
    '−10',
  ]) {
    expect(text).toContain(part)
  }
})

test('a percentile among samples that never ended is a lower bound', () => {
  const { run, summary } = thresholdFailure()
  expect(textOf(htmlReport(run, summary))).toContain('P99 to a decision, surge ≥ 1,254 ms budget 180 ms')
})

test('nothing is called good where nothing was judged', () => {
  for (const { run, summary } of [interruptedRun(), emptyRun()]) {
    const text = textOf(htmlReport(run, summary))
    expect(text).toContain('Anomalies – no answer could be judged')
    expect(text).toContain('Money at risk – not judged')
    expect(text).not.toContain('none found')
  }
})

test('a long run is drawn in at most 240 points a line', () => {
  const { run, summary } = blackFridayPass()
  const seconds = Array.from({ length: 7_200 }, (_, second) => ({ ...summary.seconds[second % 80]!, second }))
  const page = htmlReport(run, { ...summary, seconds })
  expect(page).toContain('Each point is 30 s')
  expect([...page.matchAll(/class="slot"/g)].length).toBe(480)
})

test('identities are written with their counts', () => {
  const { counts } = blackFridayPass().summary
  expect(inNumbers('sent = accepted + refused + failed + unknown', counts)).toBe('79,000 = 79,000 + 0 + 0 + 0')
  expect(inNumbers('unknown = recovered + never seen', counts)).toBe('0 = 0 + 0')
  expect(inNumbers('records with a row = rows of records', counts)).toBeUndefined()
})

test('no text from outside becomes markup', () => {
  const clean = tagsOf(htmlReport(...pair('plain')))
  const part = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '`',
    '&',
    '<script>',
    '</style>',
    '-->',
    '<!--',
    ']]>',
    ' onload=',
    'x',
    '\u{0}',
    '\n',
    '&lt;',
    '{',
    '}',
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
      expect(tagsOf(htmlReport(...pair(parts.join(''))))).toEqual(clean)
    }),
    { numRuns: 100 },
  )
})

function pair(hostile: string): Parameters<typeof htmlReport> {
  // The surge's name stands over its band only where it has room, so the shorter ones would change the number of labels.
  const { run, summary } = hostileSample(hostile.padEnd(200, '.'))
  return [run, summary]
}

/** Names of the tags, with the names of their attributes, in order. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<(\/?[a-z!][^\s>]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name, attributes = '']) => `${name} ${[...attributes.matchAll(/([^\s=]+)="[^"]*"/g)].map(([, attribute]) => attribute).join(' ')}`,
  )
}

/** Closing tags without their opening one, and elements left open. */
function unbalanced(page: string): string[] {
  const voids = new Set(['meta', 'br'])
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name = '', rest = ''] of page
    .replace(/<style>.*?<\/style>/s, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/gi)) {
    if (voids.has(name) || rest.endsWith('/')) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) wrong.push(name)
  }
  return [...wrong, ...open]
}
