import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { cleanRun, originUs, writeRunParts } from '../../tests/support/recorded-run.ts'
import type { RunParts } from '../../tests/support/recorded-run.ts'
import type { ClaimedResult, FinalStateRow } from '../model/decision.ts'
import type { Ending } from '../model/run-record.ts'
import type { Summary } from '../model/summary.ts'
import { outcomeCodes } from '../model/outcome.ts'
import { files } from '../record/layout.ts'
import { judgeFolder } from './judge-folder.ts'

let outDir: string
let written = 0

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'tenfold-judge-'))
})

afterAll(async () => {
  await rm(outDir, { recursive: true, force: true })
})

const thresholds = {
  'decision_latency{phase:surge}': ['p(90)<180'],
  ack_latency: ['p(90)<50'],
  anomalies: ['count==0'],
}

type Edit = (run: RunParts) => void

async function judged(edit: Edit): Promise<Summary> {
  const run = cleanRun({ groups: 14, thresholds })
  edit(run)
  return judgeFolder(await writeRunParts(outDir, `run-${written++}`, run))
}

/** Where the record of this id stands. */
function at(run: RunParts, recordId: string): number {
  const index = run.records.findIndex((record) => record.recordId === recordId)
  expect(index).not.toBe(-1)
  return index
}

/** The system never says anything of a record: no row, no history, no event. */
function forget(run: RunParts, recordId: string): void {
  const content = run.contents[at(run, recordId)]
  run.finalState = run.finalState?.filter((row) => row.content !== content)
  run.history = run.history?.filter((row) => row.content !== content)
  run.decisions = run.decisions.filter(({ e }) => !('content' in e) || e.content !== content)
}

/** The system says something else of a record, everywhere alike. */
function claim(run: RunParts, recordId: string, result: ClaimedResult): void {
  const content = run.contents[at(run, recordId)]
  const changed = (row: FinalStateRow): FinalStateRow => (row.content === content ? { ...row, current: { result, version: 1 } } : row)
  run.finalState = run.finalState?.map(changed)
  run.history = run.history?.map((row) => (row.content === content ? { ...row, result } : row))
  run.decisions = run.decisions.map((line) =>
    'content' in line.e && line.e.content === content
      ? { ...line, e: { ...line.e, ...result, varianceMinor: result.varianceMinor.toString() } }
      : line,
  )
}

function outcome(run: RunParts, recordId: string, kind: keyof typeof outcomeCodes): void {
  run.rows.operations.outcome[at(run, recordId)] = outcomeCodes[kind]
}

/** As the generator leaves an operation that it did not send. */
function unsent(run: RunParts, recordId: string): void {
  const { sentUs, slotUs, answeredUs, status } = run.rows.operations
  for (const column of [sentUs, slotUs, answeredUs]) column[at(run, recordId)] = Number.NaN
  status[at(run, recordId)] = 0
}

/** Moves every observation of the surge. */
function slower(run: RunParts, byUs: number): void {
  const from = originUs + (run.record.phases[1]?.startUs ?? 0)
  run.decisions = run.decisions.map((line) => ('content' in line.e && line.us >= from ? { ...line, us: line.us + byUs } : line))
}

const matched = { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'a-group' } as const

describe('a run that went well', () => {
  test('passes, with every record in its box', async () => {
    const summary = await judged(() => undefined)
    expect(summary.verdict).toMatchObject({ kind: 'pass', exitStatus: 0, reasons: [] })
    expect(summary.verdict.sentence).toBe('364 records, every answer right; decision P99 20.02 ms in surge.')
    expect(summary.accounting.every(({ holds }) => holds)).toBe(true)
    expect(summary.counts).toMatchObject({ scheduled: 364, accepted: 364, records: 364, decided: 364, open: 0, lost: 0, redelivered: 0 })
    expect(summary.matching).toEqual({ precision: 1, recall: 1, exactGroupRate: 1 })
    expect(summary.control.found).toBe(true)
    expect(summary.coverage.every(({ findings }) => findings === 0)).toBe(true)
    expect(summary.states.every(({ expected, actual }) => expected === actual)).toBe(true)
  })

  test('measures from the latest due record of an answer to its observation, and no sample where only the close decides', async () => {
    const { trends } = await judged(() => undefined)
    const whole = (metric: string): unknown => trends.find((trend) => trend.metric === metric && trend.phase === undefined)
    expect(whole('decision_latency')).toMatchObject({ samples: 14 * 25, censored: 0, p50: { valueMs: expect.closeTo(20, 1) } })
    expect(whole('close_latency')).toMatchObject({ samples: 14, p99: { valueMs: expect.closeTo(20, 1) } })
    expect(whole('ack_latency')).toMatchObject({ samples: 364, p99: { valueMs: expect.closeTo(2, 1) } })
    expect(whole('schedule_lag')).toMatchObject({ p99: { valueMs: expect.closeTo(0.1, 1) } })
  })

  test('has stages that add up to the latency', async () => {
    const { stages } = await judged(() => undefined)
    const surge = stages.filter(({ phase }) => phase === 'surge')
    expect(surge).toHaveLength(6)
    expect(surge.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBeCloseTo(20, 0)
  })

  test('gives the same bytes when a copy of its folder is judged again', async () => {
    const folder = await writeRunParts(outDir, `run-${written++}`, cleanRun({ groups: 14, thresholds }))
    const copy = `${folder}-copy`
    await cp(folder, copy, { recursive: true })
    await judgeFolder(folder)
    await judgeFolder(copy)
    await judgeFolder(copy)
    for (const file of [files.summary, files.findings, files.expected, files.latency, files.run]) {
      expect(await readFile(join(copy, file), 'utf8')).toBe(await readFile(join(folder, file), 'utf8'))
    }
    const latency = JSON.parse(await readFile(join(folder, files.latency), 'utf8')) as { histograms: unknown[] }
    expect(latency.histograms.length).toBeGreaterThan(10)
  })
})

describe('one change of the system ends 96 and is named', () => {
  test.each<[string, string, string, Edit]>([
    ['a record is skipped', 'offset-without-effect', 'fee_0', (run) => forget(run, 'fee_0')],
    [
      'a pair that differs is matched',
      'false-match',
      'short_order_3',
      (run) => {
        claim(run, 'short_order_3', matched)
        claim(run, 'short_txn_3', matched)
      },
    ],
    [
      'a match is missed',
      'missed-match',
      'order_0_2',
      (run) => claim(run, 'order_0_2', { state: 'EX:MISSING_AT_PROCESSOR', varianceMinor: 0n }),
    ],
    [
      'a minor unit is lost',
      'precision-loss',
      'line_4',
      (run) => {
        const content = run.contents[at(run, 'line_4')]
        run.finalState = run.finalState?.map((row) =>
          row.content === content ? { ...row, grossMinor: row.grossMinor - 1n, netMinor: row.netMinor - 1n } : row,
        )
      },
    ],
    [
      'a decision is published and never kept',
      'aborted-read',
      'fee_5',
      (run) => {
        const content = run.contents[at(run, 'fee_5')]
        const line = run.decisions.find(({ e }) => 'content' in e && e.content === content)
        if (line !== undefined) run.decisions.push({ ...line, e: { ...line.e, state: 'EX:AMBIGUOUS_REFERENCE', version: 2 } })
      },
    ],
    [
      'a decision is never published',
      'lost-record',
      'fee_2',
      (run) => {
        const content = run.contents[at(run, 'fee_2')]
        run.decisions = run.decisions.filter(({ e }) => !('content' in e) || e.content !== content)
      },
    ],
    [
      'a record of unknown outcome is decided in public and not held',
      'lost-record',
      'fee_3',
      (run) => {
        const content = run.contents[at(run, 'fee_3')]
        outcome(run, 'fee_3', 'unknown')
        run.finalState = run.finalState?.filter((row) => row.content !== content)
        run.history = run.history?.filter((row) => row.content !== content)
      },
    ],
    [
      'a row belongs to another merchant',
      'unexpected-record',
      'fee_4',
      (run) => {
        const content = run.contents[at(run, 'fee_4')]
        run.finalState = run.finalState?.map((row) =>
          row.content === content ? { ...row, identity: { ...row.identity, merchant: 'm99' } } : row,
        )
      },
    ],
    [
      'a cause is where nothing was accepted',
      'illegal-transition',
      'fee_6',
      (run) => {
        const content = run.contents[at(run, 'fee_6')]
        run.history = run.history?.map((row) =>
          row.content === content ? { ...row, cause: { kind: 'record', partition: 2, offset: '70000' } } : row,
        )
      },
    ],
    [
      'a wrong reason is given',
      'wrong-reason',
      'unpaid_6',
      (run) => claim(run, 'unpaid_6', { state: 'EX:CURRENCY_MISMATCH', ruleId: 'R1', varianceMinor: 0n }),
    ],
  ])('%s: %s', async (_name, anomaly, recordId, edit) => {
    const summary = await judged(edit)
    expect(summary.verdict.exitStatus).toBe(96)
    const finding = summary.findings.find((candidate) => candidate.class === anomaly)
    expect(finding?.witnesses.map(({ record }) => record).join()).toContain(recordId)
    expect(summary.thresholds.find(({ selector }) => selector === 'anomalies')?.outcome).toBe('broken')
    expect(summary.thresholds.find(({ selector }) => selector === 'ack_latency')?.outcome).toBe('void')
    expect(summary.control.found).toBe(true)
  })

  const foreign = (tenant: string, edit: Edit = () => undefined): Edit => {
    return (run) => {
      const line = run.decisions.find(({ e }) => 'content' in e)
      if (line === undefined || !('identity' in line.e)) throw new Error('no decision to copy')
      const e = { ...line.e, content: 'f'.repeat(32), identity: { ...(line.e.identity as object), tenant } }
      run.decisions.push({ ...line, e })
      edit(run)
    }
  }

  test.each<[string, number, Edit]>([
    ['a tenant that nobody knows', 96, foreign('evil')],
    ["the run's own tenant without its suffix", 96, foreign('acme')],
    ["the warm-up's tenant", 0, foreign('warmup-7f3a')],
    [
      'a tenant of another run, on a stack that serves both',
      0,
      foreign('acme-1234', (run) => {
        run.record = { ...run.record, runtime: { kind: 'attach', notes: [] } }
      }),
    ],
  ])('decisions of %s: %i', async (_name, exitStatus, edit) => {
    const { verdict, findings } = await judged(edit)
    expect(verdict.exitStatus).toBe(exitStatus)
    expect(findings.map((finding) => finding.class)).toEqual(exitStatus === 0 ? [] : ['unexpected-record'])
  })

  test('messages that nobody can read are unexpected', async () => {
    const summary = await judged((run) => void run.decisions.push({ us: originUs + 1, p: 0, o: '1', e: { identity: {} } }))
    expect(summary.verdict.exitStatus).toBe(96)
    expect(summary.findings).toMatchObject([{ class: 'unexpected-record', count: 1 }])
  })
})

describe('what nobody knows or nobody accepted is no anomaly', () => {
  test.each<[string, Edit, Partial<Summary['counts']>]>([
    [
      'an unknown record that appears is recovered',
      (run) => outcome(run, 'fee_1', 'unknown'),
      { unknown: 1, recovered: 1, neverSeen: 0, records: 364 },
    ],
    [
      'an unknown record that does not appear',
      (run) => {
        outcome(run, 'fee_1', 'unknown')
        forget(run, 'fee_1')
      },
      { unknown: 1, recovered: 0, neverSeen: 1, records: 363 },
    ],
    [
      'a refused record',
      (run) => {
        outcome(run, 'fee_1', 'refused')
        forget(run, 'fee_1')
      },
      { refused: 1, records: 363, lost: 0 },
    ],
    [
      'a record without a slot',
      (run) => {
        outcome(run, 'fee_1', 'unsent-no-slot')
        unsent(run, 'fee_1')
        forget(run, 'fee_1')
      },
      { unsentNoSlot: 1, sent: 363, records: 363 },
    ],
  ])('%s', async (_name, edit, counts) => {
    const summary = await judged(edit)
    expect(summary.verdict.reasons).toEqual([])
    expect(summary.counts).toMatchObject(counts)
    expect(summary.accounting.every(({ holds }) => holds)).toBe(true)
  })
})

describe('verdicts', () => {
  const died = { kind: 'stack-died', process: 'matcher-0', status: 'signal SIGKILL', lastLines: ['bye'], step: 'load' } as const
  const ended =
    (ending: Ending, edit: Edit = () => undefined): Edit =>
    (run) => {
      edit(run)
      run.record = { ...run.record, ending }
    }
  const health =
    (change: Partial<RunParts['record']['health']>): Edit =>
    (run) => {
      run.record = { ...run.record, health: { ...run.record.health, ...change } }
    }

  test.each<[string, number, string, Edit]>([
    ['slow decisions', 99, 'decision_latency{phase:surge} p(90)<180 is broken: 320', (run) => slower(run, 300_000)],
    [
      'decisions that were never seen',
      96,
      '104 lost-record',
      (run) => {
        const from = originUs + (run.record.phases[1]?.startUs ?? 0)
        run.decisions = run.decisions.filter(({ us, e }, index) => !('content' in e) || us < from || index % 2 === 0)
      },
    ],
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
      'a topic on which nothing was seen',
      95,
      'but the observer saw no decision of them',
      (run) => {
        run.decisions = run.decisions.filter(({ e }) => !('content' in e))
        run.record = { ...run.record, scenario: { ...run.record.scenario, thresholds: {} } }
      },
    ],
    ['a history that is not there', 94, 'but no decision history', (run) => void (run.history = [])],
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
    [
      'a close that did not settle',
      94,
      'The close of acme-7f3a did not settle in time: 2 of 4 partitions',
      (run) => {
        const closes = run.record.closes.map((close) => ({ ...close, settledUs: null, missingPartitions: [0, 1] }))
        run.record = { ...run.record, closes }
      },
    ],
    [
      'a demanded class without its chance',
      94,
      'stolen-match is demanded',
      (run) => {
        run.record = { ...run.record, scenario: { ...run.record.scenario, demands: ['stolen-match'], thresholds: {} } }
        for (const { recordId, kind } of run.records.slice())
          if (kind !== 'fee') {
            outcome(run, recordId, 'refused')
            forget(run, recordId)
          }
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
    ['Ctrl-C', 130, 'Stopped by Ctrl-C at step load', ended({ kind: 'interrupted', signal: 'SIGINT', step: 'load' })],
    ['SIGTERM', 143, 'Stopped by SIGTERM at step drain', ended({ kind: 'interrupted', signal: 'SIGTERM', step: 'drain' })],
    [
      'Ctrl-C before the final state',
      130,
      'Ctrl-C',
      ended({ kind: 'interrupted', signal: 'SIGINT', step: 'drain' }, (run) => {
        run.finalState = undefined
        run.record = { ...run.record, closes: [], drainedUs: null }
      }),
    ],
    ['a stack that died with nothing lost', 69, 'matcher-0 ended by itself (signal SIGKILL) at step load, last line: bye', ended(died)],
    [
      'a system that was not drained in time',
      94,
      'The system was not drained within 30 s; 3 records were not worked through when last asked.',
      (run) => {
        run.record = { ...run.record, drainedUs: null }
        run.series = run.series.map((sample) => (sample.metric === 'consumer_lag' ? { ...sample, value: 3 } : sample))
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
    [
      'accepted records without an answer',
      95,
      'accepted = answered with 202: 364 ≠ 363',
      (run) => {
        run.rows.operations.answeredUs[at(run, 'fee_1')] = Number.NaN
        run.rows.operations.status[at(run, 'fee_1')] = 0
      },
    ],
    [
      'accepted records that were never sent',
      95,
      'sent = accepted + refused + failed + unknown: 363 ≠ 364',
      (run) => void (run.rows.operations.sentUs[at(run, 'fee_1')] = Number.NaN),
    ],
    [
      'records that were sent and are unsent',
      95,
      'scheduled = sent + unsent: 364 ≠ 365',
      (run) => {
        outcome(run, 'fee_1', 'unsent-no-slot')
        forget(run, 'fee_1')
      },
    ],
    [
      'fewer operations than planned',
      95,
      'scheduled = sent + unsent: 365 ≠ 364',
      (run) => {
        run.record = { ...run.record, phases: run.record.phases.map((phase, index) => ({ ...phase, scheduled: phase.scheduled + index })) }
      },
    ],
    [
      'a stack that died with records that nobody worked through',
      69,
      '1 accepted record was not worked through, nothing that was seen is wrong',
      ended(died, (run) => {
        // The last of its partition: nothing shows that the system got past it.
        forget(run, 'unpaid_13')
        const closes = run.record.closes.map((close) => ({ ...close, settledUs: null, missingPartitions: [0, 1, 2, 3] }))
        run.record = { ...run.record, closes, drainedUs: null }
      }),
    ],
    ['a stack that died and lost a record', 96, 'offset-without-effect', ended(died, (run) => forget(run, 'fee_0'))],
    ['a full disk', 73, 'no space', ended({ kind: 'failed', code: 'DISK_FULL', message: 'no space left', step: 'load' })],
    [
      'a run that was killed',
      94,
      'did not reach its end',
      ended({ kind: 'failed', code: 'NOT_ENDED', message: 'the run did not reach its end', step: 'load' }),
    ],
    ['a bug of ours', 70, 'undefined is not', ended({ kind: 'failed', code: 'BUG', message: 'undefined is not', step: 'load' })],
    ['a bad input file', 64, 'no rows', ended({ kind: 'failed', code: 'BAD_INPUT', message: 'no rows', step: 'history' })],
  ])('%s: %i', async (_name, exitStatus, words, edit) => {
    const { verdict } = await judged(edit)
    expect(verdict.reasons.map(({ sentence }) => sentence).join('\n')).toContain(words)
    expect(verdict.exitStatus).toBe(exitStatus)
    expect(verdict.sentence).toContain(words)
  })

  test.each([
    [files.finalState, 'invalid'],
    [files.decisionHistory, 'invalid'],
    [files.decisions, 'invalid'],
  ])('%s of a complete run is cut off: %s, and no anomaly is made of it', async (file, kind) => {
    const folder = await writeRunParts(outDir, `run-${written++}`, cleanRun({ groups: 14, thresholds: {} }))
    const whole = await readFile(join(folder, file))
    await writeFile(join(folder, file), whole.subarray(0, -20))
    const { verdict } = await judgeFolder(folder)
    expect(verdict.kind).toBe(kind)
    expect(verdict.sentence).toContain(`the last line of ${file} is cut off`)
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

  test('what was refused or unknown is told with a pass', async () => {
    const { verdict } = await judged((run) => {
      outcome(run, 'fee_1', 'refused')
      forget(run, 'fee_1')
      outcome(run, 'fee_2', 'unknown')
    })
    expect(verdict).toMatchObject({ kind: 'pass' })
    expect(verdict.sentence).toContain('363 records, every answer right; 1 refused; 1 with an unknown outcome; decision P99')
  })

  test('a judgement that fails leaves no older one standing', async () => {
    const folder = await writeRunParts(outDir, `run-${written++}`, cleanRun({ groups: 14, thresholds }))
    await judgeFolder(folder)
    await writeFile(join(folder, files.junit), 'of the judgement before')
    await writeFile(join(folder, files.finalState), 'no line of ours\n')
    await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
    for (const file of [files.summary, files.junit, files.findings]) expect(existsSync(join(folder, file))).toBe(false)
    expect(JSON.parse(await readFile(join(folder, files.run), 'utf8'))).not.toHaveProperty('verdict')
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

  test('a folder that is no run folder keeps its files', async () => {
    const folder = await mkdtemp(join(outDir, 'other-'))
    await writeFile(join(folder, files.summary), '{}')
    await expect(judgeFolder(folder)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
    expect(existsSync(join(folder, files.summary))).toBe(true)
  })

  test('a folder with nothing but run.json has a verdict too', async () => {
    const run = cleanRun({ groups: 1, thresholds })
    const ending: Ending = { kind: 'interrupted', signal: 'SIGINT', step: 'stack' }
    const { originUs: _, ...before } = run.record
    run.record = { ...before, phases: [], tenants: [], closes: [], timeline: [], drainedUs: null, ending }
    const folder = await writeRunParts(outDir, `run-${written++}`, run)
    for (const file of [files.history, files.operations, files.decisions, files.finalState, files.decisionHistory, files.series]) {
      await rm(join(folder, file))
    }
    const summary = await judgeFolder(folder)
    expect(summary.verdict.exitStatus).toBe(130)
    expect(summary.counts.scheduled).toBe(0)
    expect(summary.control.found).toBe(true)
    expect(summary.seconds).toEqual([])
  })
})
