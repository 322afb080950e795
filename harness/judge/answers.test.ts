import { describe, expect, test } from 'vitest'

import { at, claim, forget, judgedRuns, matched, outcome } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import { originUs } from '../../tests/support/recorded-run.ts'

const { judged } = judgedRuns()

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
