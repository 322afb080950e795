import { stripVTControlCharacters } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blackFridayPass,
  correctnessFailure,
  emptyRun,
  hostileSample,
  interruptedRun,
  samples,
  thresholdFailure,
} from '../tests/support/sample-summary.ts'
import { consoleSummary } from './console.ts'

const options = { colours: false, columns: 80, folder: 'runs/r1' }

describe.each(Object.entries(samples))('%s', (_name, make) => {
  const { run, summary } = make()
  const text = consoleSummary(run, summary, options)

  test('fits 80 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  test('tells verdict, sentence, report, command and exit status', () => {
    const flat = text.replaceAll(/\s+/g, ' ')
    for (const part of [
      summary.verdict.title,
      summary.verdict.sentence,
      'runs/r1/report.html',
      run.command,
      `Exit ${summary.verdict.exitStatus}`,
    ]) {
      expect(flat).toContain(part)
    }
  })

  test('colours change nothing but the colours', () => {
    const coloured = consoleSummary(run, summary, { ...options, colours: true })
    expect(coloured).not.toBe(text)
    expect(stripVTControlCharacters(coloured)).toBe(text)
  })
})

test('wrong answers are told with money, record, expected, actual and where it was last seen', () => {
  const { run, summary } = correctnessFailure()
  const flat = consoleSummary(run, summary, options).replaceAll(/\s+/g, ' ')
  expect(flat).toContain('14 anomalies, USD 1,482.10, EUR 90.00, JPY 52,000 at risk')
  expect(flat).toContain('expected EX:MISSING_IN_LEDGER, is MATCHED by R1 with order-88001 (EUR 45.00 at risk); last seen: final state')
  expect(flat).toContain('p(99)<180: void')
})

test('a censored percentile is a lower bound beside its budget', () => {
  const { run, summary } = thresholdFailure()
  expect(consoleSummary(run, summary, options)).toMatch(/surge +342 ms +≥ 1,254 ms +180 ms/)
})

test('a class without a chance is unknown, and nothing is called free of anomalies', () => {
  const { run, summary } = emptyRun()
  const text = consoleSummary(run, summary, options)
  expect(text).toContain('unknown, had no chance: lost-record')
  expect(text).not.toContain('No anomaly')
})

test('rows set aside are counted with the file that tells them, and each note has its line', () => {
  const { run, summary } = blackFridayPass()
  const text = consoleSummary(run, summary, options)
  expect(text).toContain('Set aside 4 rows of the history that cannot be read, each with its reason in')
  expect(text).toContain(`\n${' '.repeat(10)}runs/r1/history/quarantine.ndjson\n`)
  expect(text).toContain('Note      no Redis on the search path: the tenant registry is read from')
  const quiet = { ...run, runtime: { ...run.runtime, notes: [] }, history: { ...run.history, quarantined: 0 } }
  expect(consoleSummary(quiet, summary, options)).not.toMatch(/^(?:Set aside|Note) /m)
  expect(text).not.toContain('raw rows')
  const kept = { ...run, history: { ...run.history, rawKept: true as const } }
  expect(consoleSummary(kept, summary, options)).toContain('raw rows are kept (--keep-raw), personal data and all')
})

test('a partial record is called one', () => {
  const { run, summary } = interruptedRun()
  expect(consoleSummary(run, summary, options)).toContain('Partial record: it ends with SIGINT during “warm-up”.')
})

test('no text from outside can send a control sequence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (hostile) => {
      const { run, summary } = hostileSample(`\u{1b}]0;x\u{7}${hostile}`)
      const text = consoleSummary(run, summary, options)
      expect(text).not.toMatch(/[^\P{Cc}\n]/u)
    }),
    { numRuns: 50 },
  )
})
