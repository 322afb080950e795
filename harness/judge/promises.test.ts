import { describe, expect, test } from 'vitest'

import { expectVerdict, forget, health, judgedRuns, outcome, unsent } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import type { ThresholdTable } from '../model/scenario.ts'
import { originUs } from '../../tests/support/recorded-run.ts'

const { judged } = judgedRuns()

describe('verdicts over a harness that broke its promises', () => {
  test.each<[string, number, string, Edit]>([
    [
      'a topic on which nothing was seen',
      95,
      'but the observer saw no decision of them',
      (run) => {
        run.decisions = run.decisions.filter(({ e }) => !('content' in e))
        run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: {} } }
      },
    ],
    [
      'a generator that sends late',
      95,
      'schedule lag P99 29.9',
      (run) => {
        run.rows.operations.sentUs.forEach((us, index) => (run.rows.operations.sentUs[index] = us + 29_800))
        run.rows.operations.answeredUs.forEach((us, index) => (run.rows.operations.answeredUs[index] = us + 29_800))
      },
    ],
    [
      'lateness that turns an outcome',
      95,
      'would turn the outcome',
      (run) => {
        run.rows.operations.sentUs.forEach((us, index) => (run.rows.operations.sentUs[index] = us + 4_000))
        run.rows.operations.answeredUs.forEach((us, index) => (run.rows.operations.answeredUs[index] = us + 49_500))
      },
    ],
    ['a generator that stood still', 95, 'the generator stood still for 1004 ms', health({ generatorPauseMsMax: 1_004 })],
    ['an observer that stood still', 95, 'the observer stood still', health({ observerPauseMsMax: 1_004 })],
    ['an observer that lagged', 95, 'the observer lagged behind', health({ observerLagMsP99: 40 })],
    [
      'an observer that lagged in a phase with a budget, hidden by a long drain',
      95,
      'the observer lagged behind the decisions in surge: P99 40 ms, at most 18 ms',
      health({ observerLags: [{ phase: 'normal', msP99: 0 }, { phase: 'surge', msP99: 40 }, { msP99: 0 }] }),
    ],
    [
      'a generator that did not send',
      95,
      'did not send 1 of 364',
      (run) => {
        outcome(run, 'fee_1', 'unsent-late')
        unsent(run, 'fee_1')
        forget(run, 'fee_1')
      },
    ],
    [
      'fewer arrivals than planned',
      95,
      'were planned',
      (run) => {
        run.record = { ...run.record, phases: run.record.phases.map((phase) => ({ ...phase, scheduled: phase.scheduled + 50 })) }
      },
    ],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})

describe('pauses are judged in the phases that have a budget', () => {
  const budgetOfSurge = { 'decision_latency{phase:surge}': ['p(90)<180'] }
  const budgetOfCloses = { close_latency: ['max<180000'] }

  /** The watched thread stood still once, from so many ms after the start of the phase at `place` on; behind the last one is the close. */
  const stoodStill =
    (who: 'generator' | 'observer', place: number, afterMs: number, lengthMs: number, thresholds: ThresholdTable): Edit =>
    (run): void => {
      const { phases, scenario } = run.record
      const fromUs = (phases[place]?.startUs ?? phases.at(-1)?.endUs ?? 0) + afterMs * 1_000
      const pauses = [{ fromUs, toUs: fromUs + (lengthMs + 10) * 1_000 }]
      run.record = { ...run.record, scenario: { ...scenario, thresholds } }
      health(
        who === 'generator'
          ? { generatorPauseMsMax: lengthMs, generatorPauses: pauses }
          : { observerPauseMsMax: lengthMs, observerPauses: pauses },
      )(run)
    }

  test.each<[string, string, Edit]>([
    ['of the observer', '380 ms; at most 360 ms is allowed in surge', stoodStill('observer', 1, 10, 380, budgetOfSurge)],
    ['of the generator', '380 ms; at most 360 ms is allowed in surge', stoodStill('generator', 1, 10, 380, budgetOfSurge)],
    ['that reaches into it', '380 ms; at most 360 ms is allowed in surge', stoodStill('observer', 1, -375, 380, budgetOfSurge)],
    ['behind it, before its last answer', '380 ms; at most 360 ms is allowed in surge', stoodStill('generator', 2, 1, 380, budgetOfSurge)],
    [
      'while closes are observed',
      '400000 ms; at most 360000 ms is allowed behind the load',
      stoodStill('observer', 2, 500, 400_000, budgetOfCloses),
    ],
  ])('%s: 95', async (_name, words, edit) => {
    expectVerdict(await judged(edit), 95, words)
  })

  test.each<[string, Edit]>([
    ['before it', stoodStill('observer', 1, -391, 380, budgetOfSurge)],
    ['before it, of the generator', stoodStill('generator', 1, -391, 380, budgetOfSurge)],
    ['while the close is waited for', stoodStill('observer', 2, 500, 400_000, budgetOfSurge)],
    ['that is as long as is allowed', stoodStill('observer', 1, 10, 360, budgetOfSurge)],
    ['of the generator behind the load', stoodStill('generator', 2, 500, 400_000, budgetOfCloses)],
  ])('%s: no promise is broken', async (_name, edit) => {
    const { verdict } = await judged(edit)
    expect(verdict.reasons).toEqual([])
  })
})

describe('what was answered while the generator stood still, for shorter than is allowed', () => {
  /** The last answer of all was read `lateMs` later, at the end of a pause of `pauseMs`; the load was ended for it 50 ms after that, where it was. */
  const looksAway =
    (lateMs: number, pauseMs: number, selector: string, isEnded = false): Edit =>
    (run): void => {
      const { answeredUs } = run.rows.operations
      const toUs = (answeredUs.at(-1) as number) + lateMs * 1_000
      answeredUs[answeredUs.length - 1] = toUs
      const at = { seen: 'too long', turnedByLag: false, us: toUs + 50_000, step: 'load' }
      run.record = {
        ...run.record,
        scenario: { ...run.record.scenario, thresholds: { [selector]: ['max<150'] } },
        ...(isEnded ? { ending: { kind: 'threshold-broken', selector, expression: 'max<150', ...at } } : {}),
      }
      health({ generatorPauseMsMax: pauseMs - 10, generatorPauses: [{ fromUs: toUs - pauseMs * 1_000, toUs }] })(run)
    }

  test.each<[string, number, string, Edit]>([
    ['turns a budget of answers', 95, 'would turn the outcome (19', looksAway(190, 195, 'ack_latency')],
    ['turns one of service', 95, 'would turn the outcome (19', looksAway(190, 195, 'service_time')],
    ['does not explain what is over it besides', 99, 'is broken: 40', looksAway(400, 195, 'ack_latency')],
    ['ended the load', 95, 'would turn the outcome (too long', looksAway(190, 195, 'ack_latency', true)],
    ['is not why the load was ended', 99, 'for which the run was ended', looksAway(400, 195, 'ack_latency', true)],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    expectVerdict(await judged(edit), exitStatus, words)
  })
})

describe('what a standstill of the generator held back fills a system for a while', () => {
  /** All that was due in the fifth of a second behind a standstill of 60 ms was answered, or decided, so much later. */
  const filled =
    (byMs: number, thresholds: ThresholdTable): Edit =>
    (run): void => {
      const fromUs = 20_000
      const toUs = fromUs + 60_000
      const { dueUs, answeredUs } = run.rows.operations
      const isBehind = (us: number): boolean => us >= toUs && us < toUs + 200_000
      for (const [index, us] of dueUs.entries()) if (isBehind(us)) answeredUs[index] = (answeredUs[index] as number) + byMs * 1_000
      run.decisions = run.decisions.map((line) =>
        'content' in line.e && isBehind(line.us - originUs) ? { ...line, us: line.us + byMs * 1_000 } : line,
      )
      run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds } }
      health({ generatorPauseMsMax: 50, generatorPauses: [{ fromUs, toUs }] })(run)
    }

  test.each<[string, number, number]>([
    ['ack_latency', 55, 95],
    ['service_time', 55, 95],
    ['decision_latency', 55, 95],
    // More than it can have been.
    ['ack_latency', 300, 99],
    ['decision_latency', 300, 99],
  ])('a limit on %s, by %i ms: %i', async (metric, byMs, exitStatus) => {
    const words = exitStatus === 95 ? 'would turn the outcome' : 'is broken'
    expectVerdict(await judged(filled(byMs, { [metric]: ['max<50'] })), exitStatus, words)
  })
})

describe('what came while the observer stood still, for shorter than is allowed', () => {
  /** All that the observer saw of the last decision before the close, or of the closes, was seen `lateMs` later, at the end of a pause of `pauseMs`. */
  const looksAway =
    (what: 'decision' | 'closes', lateMs: number, pauseMs: number, thresholds: ThresholdTable): Edit =>
    (run): void => {
      const closeUs = originUs + (run.record.closes[0]?.requestedUs ?? 0)
      const before = run.decisions.filter(({ us }) => us < closeUs)
      const late = what === 'decision' ? before.slice(-1) : run.decisions.filter(({ us }) => us >= closeUs)
      const us = (late[0]?.us ?? 0) + lateMs * 1_000
      for (const decision of late) decision.us = us
      run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds } }
      const toUs = us - originUs
      health({ observerPauseMsMax: pauseMs - 10, observerPauses: [{ fromUs: toUs - pauseMs * 1_000, toUs }] })(run)
    }

  test.each<[string, ThresholdTable, 'decision' | 'closes', number, number, number, string]>([
    ['turns a budget of decisions', { decision_latency: ['max<150'] }, 'decision', 190, 195, 95, 'would turn the outcome (210'],
    ['does not explain what is over it besides', { decision_latency: ['max<150'] }, 'decision', 400, 195, 99, 'is broken: 420'],
    ['turns a budget of closes', { close_latency: ['max<1000'] }, 'closes', 1_800, 1_810, 95, 'would turn the outcome (182'],
    ['does not explain a close that took long', { close_latency: ['max<1000'] }, 'closes', 3_500, 1_810, 99, 'is broken: 352'],
  ])('%s', async (_name, thresholds, what, lateMs, pauseMs, exitStatus, words) => {
    expectVerdict(await judged(looksAway(what, lateMs, pauseMs, thresholds)), exitStatus, words)
  })
})
