import { describe, expect, test } from 'vitest'

import { died, expectVerdict, failed, judgedRuns, slower, thresholds } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import { originUs } from '../../tests/support/recorded-run.ts'
import { outcomeCodes } from '../model/outcome.ts'
import type { Ending } from '../model/run-record.ts'

const { judged } = judgedRuns()

describe('verdicts over thresholds', () => {
  test.each<[string, number, string, Edit]>([
    ['slow decisions', 99, 'decision_latency{phase:surge} p(90)<180 is broken: 320', (run) => slower(run, 300_000)],
    [
      'decisions that were never seen of a run whose close did not settle',
      99,
      'is broken: ≥',
      (run) => {
        const from = originUs + (run.record.phases[1]?.startUs ?? 0)
        run.decisions = run.decisions.filter(({ us, e }, index) => !('content' in e) || us < from || index % 2 === 0)
        run.record = { ...run.record, closes: run.record.closes.map((close) => ({ ...close, settledUs: null, missingPartitions: [0] })) }
      },
    ],
    [
      'too few samples',
      94,
      'samples, 1000 needed',
      (run) => {
        run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: { ack_latency: ['p(99)<5'] } } }
      },
    ],
    [
      'a threshold on a tenant that the run does not have',
      94,
      'anomalies{tenant:acne} count==0 cannot be judged: the run has no tenant "acne", but acme, globex.',
      (run) => {
        const stranger = { 'anomalies{tenant:acne}': ['count==0'], 'anomalies{tenant:acme}': ['count==0'] }
        run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: stranger } }
      },
    ],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })

  test.each<Ending>([
    { kind: 'interrupted', signal: 'SIGINT', step: 'load' },
    { kind: 'failed', code: 'NOT_ENDED', message: 'the run did not reach its end', step: 'load' },
    died,
  ])('no threshold of a run that is $kind is met, and broken is what can only grow', async (ending) => {
    const summary = await judged((run) => {
      slower(run, 300_000)
      run.rows.operations.outcome[0] = outcomeCodes.unknown
      const { scenario } = run.record
      const counts = { unknown: ['count==0', 'count<=1', 'count>5'], refused: ['count==0'] }
      run.record = { ...run.record, ending, scenario: { ...scenario, thresholds: { ...thresholds, ...counts } } }
    })
    const rest = '; not judged to the end, the run ended at step load'
    expect(summary.thresholds.map(({ selector, expression, outcome: said }) => `${selector} ${expression}: ${said}`)).toEqual([
      'decision_latency{phase:surge} p(90)<180: inconclusive',
      'ack_latency p(90)<50: inconclusive',
      'anomalies count==0: inconclusive',
      'unknown count==0: broken',
      'unknown count<=1: inconclusive',
      'unknown count>5: inconclusive',
      'refused count==0: inconclusive',
    ])
    expect(summary.thresholds.filter(({ seen }) => !seen.endsWith(rest))).toEqual([])
    const sentences = summary.verdict.reasons.map(({ sentence }) => sentence)
    expect(sentences.filter((sentence) => sentence.includes('cannot be judged'))).toEqual([])
    expect(sentences.filter((sentence) => sentence.includes('unknown count==0 is broken'))).toHaveLength(1)
  })

  test('what failed is counted, and stays in the ack latency as long as an answer is waited for', async () => {
    const { thresholds: results, trends } = await judged((run) => {
      // Fees stand alone: what becomes of one is no reason for another answer.
      for (const { recordId } of run.records.filter(({ kind }) => kind === 'fee')) failed(run, recordId)
      const limits = { failed: ['count==0', 'count<=14'], ack_latency: ['p(95)<50', 'p(97)<50'], service_time: ['p(97)<50'] }
      run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: limits } }
    })
    const waited = expect.stringMatching(/^≥ 10\d{3} ms of 364 samples$/) as string
    expect(results).toMatchObject([
      { selector: 'failed', outcome: 'broken', seen: '14 operations' },
      { selector: 'failed', outcome: 'met', seen: '14 operations' },
      { selector: 'ack_latency', outcome: 'met' },
      { selector: 'ack_latency', outcome: 'broken', seen: waited },
      { selector: 'service_time', outcome: 'broken', seen: waited },
    ])
    expect(trends.find(({ metric, phase }) => metric === 'ack_latency' && phase === undefined)).toMatchObject({
      samples: 364,
      censored: 14,
    })
  })

  test('a recorded load has the phase of a replay for its thresholds', async () => {
    const { thresholds: results } = await judged((run) => {
      const { scenario, phases } = run.record
      const load = { ...scenario.load, executor: 'recorded' as const, stages: [] }
      const replay = [{ ...phases[0], name: 'replay', endUs: phases[1]?.endUs, scheduled: 364 } as (typeof phases)[number]]
      const limits = { 'ack_latency{phase:replay}': ['p(90)<50'] }
      run.record = { ...run.record, phases: replay, scenario: { ...scenario, load, thresholds: limits } }
    })
    expect(results).toMatchObject([{ outcome: 'met' }])
  })
})
