import { expect, test } from 'vitest'
import { correctnessFailure, samples } from '../tests/support/sample-summary.ts'
import { runResult } from './json.ts'

test('tells verdict, exit status, folder and anomalies by class', () => {
  const { run, summary } = correctnessFailure()
  expect(runResult('runs/r1', run, summary)).toMatchObject({
    verdict: 'FAIL: correctness',
    exitStatus: 96,
    folder: 'runs/r1',
    anomalies: 14,
    anomalyClasses: { 'lost-record': 12, 'false-match': 2 },
  })
})

test('tells the notes, and how many rows were set aside in which file', () => {
  const { run, summary } = correctnessFailure()
  const result = runResult('runs/r1', { ...run, history: { ...run.history, quarantined: 4 } }, summary)
  expect(result.notes).toEqual(run.runtime.notes)
  expect(result.quarantined).toEqual({ rows: 4, file: 'runs/r1/history/quarantine.ndjson' })
  const kept = runResult('runs/r1', { ...run, history: { ...run.history, quarantined: 4, rawKept: true } }, summary)
  expect(kept.quarantined.rawFile).toBe('runs/r1/history/quarantine-raw.ndjson')
})

test.each(Object.entries(samples))('%s is plain JSON', (_name, make) => {
  const { run, summary } = make()
  const result = runResult('runs/r1', run, summary)
  expect(JSON.parse(JSON.stringify(result))).toEqual(result)
})
