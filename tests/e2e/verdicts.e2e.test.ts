import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { files } from '../../harness/record/layout.ts'
import type { Ended } from '../support/workplace.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

describe('three runs in one call', () => {
  const scenarios = [
    smallScenario('too-slow', {
      // A database that stands still for seconds: no machine is fast enough, and the allowances of a long budget stay wide.
      faults: [{ kind: 'pause', target: 'postgres', at: '100ms', duration: '4s' }],
      thresholds: { decision_latency: ['p(95)<2000'], anomalies: ['count==0'] },
    }),
    smallScenario('stood-still', {
      load: steadyLoad('4s'),
      faults: [
        { kind: 'pause', target: 'generator', at: '1s', duration: '1s' },
        { kind: 'pause', target: 'observer', at: '2500ms', duration: '1s' },
      ],
      thresholds: { decision_latency: ['p(95)<400'], anomalies: ['count==0'] },
    }),
    smallScenario('too-few', { thresholds: { decision_latency: ['p(99.9)<60000'], anomalies: ['count==0'] } }),
  ]
  let ended: Ended

  beforeAll(async () => {
    ended = await workplace.run(['run', ...scenarios.map((scenario) => workplace.scenario(scenario))])
  })

  test('a budget that cannot be met ends 99 with the value seen', () => {
    const { verdict, thresholds } = readSummaryFile(workplace.runFolder('too-slow'))
    expect(verdict, verdict.sentence).toMatchObject({ kind: 'fail-thresholds', exitStatus: 99 })
    expect(verdict.sentence).toMatch(/decision_latency p\(95\)<2000 is broken: (?:≥ )?[\d.]+ ms of \d+ samples/)
    expect(thresholds[0]?.outcome).toBe('broken')
    expect(readRecord(workplace.runFolder('too-slow')).faults).toMatchObject([{ fault: 'pause postgres' }])
    expect(ended.stdout).toContain('FAIL: thresholds  too-slow')
  })

  test('a generator or an observer that stood still for a second ends 95, and each is named', () => {
    const { verdict } = readSummaryFile(workplace.runFolder('stood-still'))
    expect(verdict, verdict.sentence).toMatchObject({ kind: 'invalid', exitStatus: 95 })
    const invalid = verdict.reasons.filter(({ kind }) => kind === 'invalid').map(({ sentence }) => sentence)
    for (const who of ['generator', 'observer']) {
      expect(invalid).toContainEqual(expect.stringMatching(new RegExp(`^the ${who} stood still for [\\d.]+ ms; at most 800 ms is allowed`)))
    }
    expect(ended.stdout).toMatch(/the\s+observer\s+stood\s+still/)
  })

  test('too few samples for a percentile end 94 with how many are needed', () => {
    const { verdict } = readSummaryFile(workplace.runFolder('too-few'))
    expect(verdict, verdict.sentence).toMatchObject({ kind: 'inconclusive', exitStatus: 94 })
    expect(verdict.sentence).toMatch(/p\(99\.9\)<60000 cannot be judged: \d+ samples, 10000 needed/)
  })

  test('the exit status is the first by the order of verdicts, and nothing is left', () => {
    expect(ended.status, ended.stderr).toBe(95)
    expect(workplace.leftovers()).toEqual([])
  })

  test.each(['too-slow', 'stood-still'])('a copy of %s is judged the same, byte for byte, and reported again', async (scenario) => {
    const folder = workplace.runFolder(scenario)
    const copy = workplace.path('elsewhere', scenario)
    cpSync(folder, copy, { recursive: true })
    const judged = [files.summary, files.findings, files.expected, files.latency]
    const drawn = [files.reportHtml, files.reportMarkdown, files.junit]
    const bytes = (of: string, name: string): string => readFileSync(join(of, name), 'latin1')
    const before = [...judged, ...drawn].map((name) => bytes(folder, name))
    for (const name of [...judged, ...drawn]) rmSync(join(copy, name))

    const verified = await workplace.run(['verify', copy, '--json'])
    expect(verified.stderr).toBe('')
    const { verdict } = readSummaryFile(folder)
    expect(verified.status).toBe(verdict.exitStatus)
    expect(JSON.parse(verified.stdout)).toMatchObject({ exitStatus: verdict.exitStatus, sentence: verdict.sentence })
    expect([...judged, ...drawn].map((name) => bytes(copy, name) === before.shift())).not.toContain(false)

    for (const name of drawn) rmSync(join(copy, name))
    const reported = await workplace.run(['report', copy])
    expect([reported.status, reported.stderr]).toEqual([0, ''])
    expect(drawn.map((name) => bytes(copy, name) === bytes(folder, name))).toEqual([true, true, true])
  })
})
