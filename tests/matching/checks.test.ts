import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../harness/checks/check-answers.ts'
import type { ClaimedResult, DecisionEvent, FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'
import type { AnomalyClass } from '../../harness/model/finding.ts'
import { states } from '../../harness/model/match-result.ts'
import { contentOf, identityOf } from '../../harness/model/record-key.ts'
import type { RecordIdentity } from '../../harness/model/record-key.ts'
import { randomWorld } from './random-worlds.ts'
import { recordOf, smallWorld } from './small-world.ts'
import { evidenceOf, tellRight } from './told-system.ts'
import type { Told } from './told-system.ts'

const right = tellRight(smallWorld)
const check = (told: Told): ReturnType<typeof checkAnswers> => checkAnswers(evidenceOf(smallWorld, told))

/** The row of a record by its id: the first, or that of another tenant. */
function rowOf(recordId: string, tenant = 'acme'): FinalStateRow {
  const row = right.rows.find(({ identity }) => identity.recordId === recordId && identity.tenant === tenant)
  if (row === undefined) throw new Error(`no row of ${recordId}`)
  return row
}

const without = (...gone: FinalStateRow[]): Told => ({ ...right, rows: right.rows.filter((row) => !gone.includes(row)) })

const isOf = (row: { readonly content: string }, of: FinalStateRow): boolean => row.content === of.content

const closeStates: ReadonlySet<string> = new Set(['EX:MISSING_AT_PROCESSOR', 'EX:PAYOUT_IMBALANCE'])

/** Rows in which some say something else; history and decisions follow them, as those of a wrong but consistent system would. */
function claiming(...changes: (readonly [row: FinalStateRow, result: Partial<ClaimedResult> | undefined])[]): Told {
  const changed = new Map(changes.map(([row, result]) => [row.content, result]))
  const claimOf = (content: string, result: ClaimedResult): ClaimedResult =>
    changed.has(content) ? { ...result, ...changed.get(content) } : result
  const isOpened = (content: string): boolean => changed.has(content) && changed.get(content) === undefined
  const open: ClaimedResult = { state: 'OPEN', varianceMinor: 0n }
  const rows = right.rows.map((row) => {
    if (isOpened(row.content)) return { ...row, current: undefined }
    return {
      ...row,
      current:
        changed.has(row.content) || row.current ? { version: 1, result: claimOf(row.content, row.current?.result ?? open) } : undefined,
    }
  })
  const history = rows.flatMap(({ identity, content, current }): HistoryRow[] => {
    if (current === undefined) return []
    const close = { kind: 'close', closeId: 'c1' } as const
    const told = right.history?.find((row) => row.content === content)?.cause ?? close
    const cause = closeStates.has(changed.get(content)?.state ?? '') ? close : told
    return [{ identity, content, version: 1, result: current.result, cause }]
  })
  return { ...right, rows, history, decisions: history.map((row, at) => ({ observedUs: at, event: { kind: 'decision', ...row } })) }
}

/** The same without any trace of one record, and without log positions. */
const dropping = (gone: FinalStateRow, told: Told): Told => ({
  ...told,
  rows: told.rows.filter((row) => !isOf(row, gone)),
  history: told.history?.filter((row) => !isOf(row, gone)),
  decisions: told.decisions.filter(({ event }) => event.kind !== 'decision' || !isOf(event, gone)),
  accepted: [],
})

const matched = (group: string): Partial<ClaimedResult> => ({ state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: group })
const withHistory = (edit: (row: HistoryRow) => HistoryRow[]): Told => ({ ...right, history: right.history?.flatMap(edit) })

const stranger = recordOf({ recordId: 'never', kind: 'charge', side: 'ledger', ref: 'never', grossMinor: 1n })
const strangerRow: FinalStateRow = {
  identity: identityOf(stranger),
  content: contentOf(stranger),
  currency: 'USD',
  grossMinor: 1n,
  netMinor: 1n,
  current: undefined,
}

const decidingStranger: Told = {
  ...right,
  decisions: [
    ...right.decisions,
    {
      observedUs: 1,
      event: {
        kind: 'decision',
        identity: identityOf(stranger),
        content: contentOf(stranger),
        result: { state: 'MATCHED', varianceMinor: 0n },
        version: 1,
        cause: { kind: 'close', closeId: 'c1' },
      },
    },
  ],
}

/** The second of the two records that contradict each other. */
const lastTwice = right.rows.findLast(({ identity }) => identity.recordId === 'twice') ?? rowOf('twice')

/** Every version of the history published, in its order. */
function publishing(told: Told): Told {
  const decisions = (told.history ?? []).map((row, at): Told['decisions'][number] => ({
    observedUs: at,
    event: { kind: 'decision', ...row },
  }))
  return { ...told, decisions }
}

/** The events of one record as another would publish them; the history stays. */
const seenOtherwise = (of: FinalStateRow, edit: (event: DecisionEvent) => DecisionEvent): Told => ({
  ...right,
  decisions: right.decisions.map(({ observedUs, event }) => ({
    observedUs,
    event: event.kind === 'decision' && isOf(event, of) ? edit(event) : event,
  })),
})

const unseen = (of: FinalStateRow, told: Told): Told => ({
  ...told,
  decisions: told.decisions.filter(({ event }) => event.kind !== 'decision' || !isOf(event, of)),
})

const inAnotherTenant = <Row extends { readonly identity: RecordIdentity }>(row: Row): Row => ({
  ...row,
  identity: { ...row.identity, tenant: 'bolt' },
})

/** One record with an earlier version of another result before the right one. */
function revised(of: FinalStateRow, earlier: ClaimedResult, later?: { readonly partition: number; readonly offset: string }): Told {
  return {
    ...withHistory((row) =>
      isOf(row, of)
        ? [
            { ...row, result: earlier },
            { ...row, version: 2, ...(later === undefined ? {} : { cause: { kind: 'record', ...later } }) },
          ]
        : [row],
    ),
    rows: right.rows.map((row) => (isOf(row, of) && row.current ? { ...row, current: { ...row.current, version: 2 } } : row)),
  }
}

const afterwards = revised(
  rowOf('off-l'),
  { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'x' },
  { partition: 1, offset: '9000' },
)

interface Edited {
  readonly name: string
  readonly told: Told
  readonly found: readonly (readonly [AnomalyClass, witness: string])[]
}

const edits: readonly Edited[] = [
  { name: 'drop a record in the middle of its partition', told: without(rowOf('pi_2-l')), found: [['offset-without-effect', 'pi_2-l']] },
  { name: 'drop a record without a position', told: { ...without(rowOf('pi_2-l')), accepted: [] }, found: [['lost-record', 'pi_2-l']] },
  {
    name: 'drop a record before it is decided: its counterpart and payout are right for what is left',
    told: dropping(
      rowOf('pi_2-p'),
      claiming(
        [rowOf('pi_2-l'), { state: 'EX:MISSING_AT_PROCESSOR' }],
        [rowOf('po_1'), { state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: { memberCount: 1, residualMinor: -4_825n } }],
      ),
    ),
    found: [['lost-record', 'pi_2-p']],
  },
  {
    name: 'hold a record that nobody sent',
    told: { ...right, rows: [...right.rows, strangerRow] },
    found: [['unexpected-record', 'never']],
  },
  { name: 'decide a record that nobody sent', told: decidingStranger, found: [['unexpected-record', 'never']] },
  {
    name: 'hold a record under its identity with one minor unit more',
    told: {
      ...right,
      rows: right.rows.map((row) =>
        isOf(row, rowOf('pi_2-l')) ? { ...row, content: strangerRow.content, grossMinor: row.grossMinor + 1n } : row,
      ),
    },
    found: [['precision-loss', 'pi_2-l']],
  },
  {
    name: 'drop the last record of its partition: nothing shows that the log moved past it',
    told: without(rowOf('last-p')),
    found: [['lost-record', 'last-p']],
  },
  {
    name: 'drop a record, with what was decided told backwards',
    told: {
      ...without(rowOf('pi_2-l')),
      history: right.history?.toReversed(),
      decisions: right.decisions.toReversed(),
    },
    found: [['offset-without-effect', 'pi_2-l']],
  },
  {
    name: 'drop a record whose decision was seen, where no history is shown',
    told: { ...without(rowOf('pi_2-l')), accepted: [], history: undefined },
    found: [['lost-record', 'pi_2-l']],
  },
  {
    name: 'last wins on a conflict, and overwrites the first',
    told: dropping(rowOf('twice'), claiming([rowOf('twice-l'), matched('x')], [lastTwice, matched('x')])),
    found: [
      ['lost-record', 'twice'],
      ['false-match', 'twice'],
    ],
  },
  {
    name: 'a count of members that is not theirs',
    told: claiming([rowOf('po_1'), { payout: { memberCount: 3, residualMinor: 0n } }]),
    found: [['wrong-reason', 'po_1']],
  },
  { name: 'a match by the wrong rule', told: claiming([rowOf('last-l'), { ruleId: 'R3' }]), found: [['wrong-reason', 'last-l']] },
  {
    name: 'an altered amount on a record that was left open: told once',
    told: {
      ...right,
      rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor + 1n, current: undefined } : row)),
      history: undefined,
      decisions: [],
    },
    found: [['precision-loss', 'fee_1']],
  },
  {
    name: 'a close that nobody asked for',
    told: withHistory((row) => [isOf(row, rowOf('alone-l')) ? { ...row, cause: { kind: 'close', closeId: 'other' } } : row]),
    found: [['illegal-transition', 'alone-l']],
  },
  {
    name: 'a first version that decides nothing',
    told: {
      ...revised(rowOf('off-l'), { state: 'OPEN', varianceMinor: 0n }),
      decisions: [],
    },
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'two rows of one record',
    told: { ...right, rows: [...right.rows, rowOf('pi_1-l')] },
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'two rows of one record that exclude each other',
    told: {
      ...right,
      rows: [...right.rows, { ...rowOf('pi_1-l'), current: { version: 1, result: { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 0n } } }],
    },
    found: [['multiple-terminal-states', 'pi_1-l']],
  },
  {
    name: 'decide twice, as one version',
    told: withHistory((row) => (isOf(row, rowOf('pi_1-l')) ? [row, row] : [row])),
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'decide twice, as two versions',
    told: publishing({
      ...withHistory((row) => (isOf(row, rowOf('pi_1-l')) ? [row, { ...row, version: 2 }] : [row])),
      rows: right.rows.map((row) =>
        isOf(row, rowOf('pi_1-l')) && row.current ? { ...row, current: { ...row.current, version: 2 } } : row,
      ),
    }),
    found: [['duplicate-effect', 'pi_1-l']],
  },
  {
    name: 'a matched pair told missing',
    told: claiming(
      [rowOf('last-l'), { state: 'EX:MISSING_AT_PROCESSOR', leg1Group: 'x' }],
      [rowOf('last-p'), { state: 'EX:MISSING_IN_LEDGER', leg1Group: 'y' }],
    ),
    found: [['missed-match', 'last-l']],
  },
  {
    name: 'a matched pair left open',
    told: claiming([rowOf('last-l'), undefined], [rowOf('last-p'), undefined]),
    found: [['missed-match', 'last-l']],
  },
  { name: 'a break left open', told: claiming([rowOf('alone-l'), undefined]), found: [['stuck', 'alone-l']] },
  {
    name: 'matched across tenants',
    told: claiming([rowOf('alone-l'), matched('x')], [rowOf('alone-p', 'bolt'), matched('x')]),
    found: [['false-match', 'alone-p']],
  },
  {
    name: 'last wins on a conflict',
    told: claiming([rowOf('twice-l'), matched('x')], [lastTwice, matched('x')]),
    found: [['false-match', 'twice']],
  },
  {
    name: 'partners swapped between two payments',
    told: claiming(
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_2-p'), matched('x')],
      [rowOf('pi_2-l'), matched('y')],
      [rowOf('pi_1-p'), matched('y')],
    ),
    found: [
      ['mispairing', 'pi_1-l'],
      ['mispairing', 'pi_1-p'],
    ],
  },
  {
    name: 'the same payment of two tenants in one group',
    told: claiming(
      [rowOf('pi_1-l', 'bolt'), matched('x')],
      [rowOf('pi_1-p', 'bolt'), matched('x')],
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_1-p'), matched('x')],
    ),
    found: [['mispairing', 'pi_1-l']],
  },
  {
    name: 'a class told as pairs that do not balance',
    told: claiming(
      [rowOf('same-l1'), matched('x')],
      [rowOf('same-l2'), matched('x')],
      [rowOf('same-p1'), matched('y')],
      [rowOf('same-p2'), matched('y')],
    ),
    found: [
      ['mispairing', 'same-l1'],
      ['mispairing', 'same-p1'],
    ],
  },
  {
    name: "another's partner taken",
    told: claiming(
      [rowOf('pi_1-l'), matched('x')],
      [rowOf('pi_1-p', 'bolt'), matched('x')],
      [rowOf('pi_1-p'), undefined],
      [rowOf('pi_1-l', 'bolt'), undefined],
    ),
    found: [
      ['stolen-match', 'pi_1-l'],
      ['missed-match', 'pi_1-p'],
      ['missed-match', 'pi_1-l'],
    ],
  },
  {
    name: 'an amount one minor unit off',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('pi_1-p')) ? { ...row, grossMinor: row.grossMinor + 1n } : row)) },
    found: [['precision-loss', 'pi_1-p']],
  },
  {
    name: 'a pair refused for one minor unit that is not there',
    told: claiming(
      [rowOf('last-l'), { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 1n }],
      [rowOf('last-p'), { state: 'EX:AMOUNT_MISMATCH', varianceMinor: 1n }],
    ),
    found: [['precision-loss', 'last-l']],
  },
  {
    name: 'a residual one minor unit off',
    told: claiming([rowOf('po_1'), { state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: { memberCount: 2, residualMinor: 1n } }]),
    found: [['precision-loss', 'po_1']],
  },
  {
    name: 'an amount grown by a major unit',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor + 100n } : row)) },
    found: [['money-created', 'fee_1']],
  },
  {
    name: 'an amount shrunk by a major unit',
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? { ...row, netMinor: row.netMinor - 100n } : row)) },
    found: [['money-destroyed', 'fee_1']],
  },
  {
    name: 'a recorded variance five dollars short',
    told: claiming([rowOf('off-l'), { varianceMinor: 0n }], [rowOf('off-p'), { varianceMinor: 0n }]),
    found: [['money-destroyed', 'off-l']],
  },
  {
    name: 'publish before commit, never committed',
    told: { ...withHistory((row) => (isOf(row, rowOf('last-l')) ? [] : [row])), rows: claiming([rowOf('last-l'), undefined]).rows },
    found: [
      ['missed-match', 'last-l'],
      ['aborted-read', 'last-l'],
    ],
  },
  {
    name: 'publish before commit, committed as something else',
    told: {
      ...right,
      decisions: right.decisions.map(({ observedUs, event }) => ({
        observedUs,
        event:
          event.kind === 'decision' && isOf(event, rowOf('off-l')) ? { ...event, result: { ...event.result, state: 'MATCHED' } } : event,
      })),
    },
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'without a history, a version that the final state never reached',
    told: {
      ...right,
      history: undefined,
      decisions: right.decisions.map(({ observedUs, event }) => ({
        observedUs,
        event: event.kind === 'decision' && isOf(event, rowOf('off-l')) ? { ...event, version: 2 } : event,
      })),
    },
    found: [
      ['aborted-read', 'off-l'],
      ['lost-record', 'off-l'],
    ],
  },
  {
    name: 'a version left out',
    told: {
      ...withHistory((row) => (isOf(row, rowOf('off-l')) ? [{ ...row, version: 2 }] : [row])),
      rows: right.rows.map((row) => (isOf(row, rowOf('off-l')) && row.current ? { ...row, current: { ...row.current, version: 2 } } : row)),
      decisions: [],
    },
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'a match that a close undid',
    told: publishing({
      ...withHistory((row) =>
        isOf(row, rowOf('last-l'))
          ? [row, { ...row, version: 2, result: { state: 'OPEN', varianceMinor: 0n }, cause: { kind: 'close', closeId: 'c1' } }]
          : [row],
      ),
      rows: right.rows.map((row) =>
        isOf(row, rowOf('last-l')) ? { ...row, current: { version: 2, result: { state: 'OPEN', varianceMinor: 0n } } } : row,
      ),
    }),
    found: [
      ['missed-match', 'last-l'],
      ['illegal-transition', 'last-l'],
    ],
  },
  {
    name: 'a cause in another tenant',
    told: withHistory((row) => {
      const foreign = right.accepted.find(({ content }) => content === rowOf('pi_1-l', 'bolt').content)
      if (!isOf(row, rowOf('off-l')) || foreign === undefined) return [row]
      return [{ ...row, cause: { kind: 'record', partition: foreign.partition, offset: `${foreign.offset}` } }]
    }),
    found: [['illegal-transition', 'off-l']],
  },
  {
    name: 'a break under another name',
    told: claiming([rowOf('alone-l'), { state: 'EX:AMBIGUOUS_REFERENCE' }]),
    found: [['wrong-reason', 'alone-l']],
  },
  {
    name: 'a break under a name that nobody knows',
    told: claiming([rowOf('alone-l'), { state: 'BROKEN' }]),
    found: [['wrong-reason', 'alone-l']],
  },
  {
    name: 'a young record closed too soon',
    told: claiming([rowOf('young-l'), { state: 'EX:MISSING_AT_PROCESSOR', ruleId: 'R1' }]),
    found: [['wrong-reason', 'young-l']],
  },
  {
    name: 'a decision that was never published',
    told: unseen(rowOf('fee_1'), right),
    found: [['lost-record', 'fee_1']],
  },
  {
    name: 'a decision that was never published, where no history is shown',
    told: { ...unseen(rowOf('fee_1'), right), history: undefined },
    found: [['lost-record', 'fee_1']],
  },
  {
    name: 'an earlier version that was never published',
    told: {
      ...right,
      ...revised(rowOf('same-l1'), { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'smaller' }),
      decisions: seenOtherwise(rowOf('same-l1'), (event) => ({ ...event, version: 2 })).decisions,
    },
    found: [['lost-record', 'same-l1']],
  },
  {
    name: 'a record of unknown outcome that was decided in public and is not held',
    told: { ...decidingStranger, unknown: new Set([contentOf(stranger)]) },
    found: [['lost-record', 'never']],
  },
  {
    name: "a row in another tenant's hands",
    told: { ...right, rows: right.rows.map((row) => (isOf(row, rowOf('fee_1')) ? inAnotherTenant(row) : row)) },
    found: [['unexpected-record', 'fee_1']],
  },
  {
    name: 'a decision under another identity',
    told: seenOtherwise(rowOf('fee_1'), (event) => ({ ...event, identity: { ...event.identity, merchant: 'm9' } })),
    found: [['unexpected-record', 'fee_1']],
  },
  {
    name: 'a version under another identity',
    told: withHistory((row) => [isOf(row, rowOf('fee_1')) ? inAnotherTenant(row) : row]),
    found: [['unexpected-record', 'fee_1']],
  },
  {
    name: 'published with another variance than was decided',
    told: seenOtherwise(rowOf('off-l'), (event) => ({ ...event, result: { ...event.result, varianceMinor: 1n } })),
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'published by another rule than was decided',
    told: seenOtherwise(rowOf('off-l'), (event) => ({ ...event, result: { ...event.result, ruleId: 'R4' } })),
    found: [['aborted-read', 'off-l']],
  },
  {
    name: 'published with another residual than was decided',
    told: seenOtherwise(rowOf('po_1'), (event) => ({
      ...event,
      result: { ...event.result, payout: { memberCount: 2, residualMinor: 7n } },
    })),
    found: [['aborted-read', 'po_1']],
  },
  {
    name: 'published with a detail that was not decided',
    told: seenOtherwise(rowOf('po_1'), (event) => ({ ...event, result: { ...event.result, detail: 'NOT_DECOMPOSABLE' } })),
    found: [['aborted-read', 'po_1']],
  },
  {
    name: 'a detail that is not true',
    told: claiming([rowOf('po_1'), { detail: 'NOT_DECOMPOSABLE' }]),
    found: [['wrong-reason', 'po_1']],
  },
  {
    name: 'missing before any close',
    told: withHistory((row) => {
      const own = right.accepted.find(({ content }) => content === row.content)
      if (!isOf(row, rowOf('alone-l')) || own === undefined) return [row]
      return [{ ...row, cause: { kind: 'record', partition: own.partition, offset: `${own.offset}` } }]
    }),
    found: [['illegal-transition', 'alone-l']],
  },
  {
    name: 'a match that was put off until the close',
    told: withHistory((row) => [isOf(row, rowOf('last-l')) ? { ...row, cause: { kind: 'close', closeId: 'c1' } } : row]),
    found: [['illegal-transition', 'last-l']],
  },
  {
    name: 'a cause where no record was accepted',
    told: withHistory((row) => [isOf(row, rowOf('last-l')) ? { ...row, cause: { kind: 'record', partition: 1, offset: '9000' } } : row]),
    found: [['illegal-transition', 'last-l']],
  },
]

describe('one edit of a clean world names class and record', () => {
  test.each(edits)('$name', ({ told, found }) => {
    const named = check(told).findings.map((finding) => `${finding.class} ${finding.subjects[0]?.recordId}`)
    expect(new Set(named)).toEqual(new Set(found.map(([anomaly, witness]) => `${anomaly} ${witness}`)))
    expect(named).toHaveLength(found.length)
  })

  test('every class has a history that shows it', () => {
    const shown = new Set(edits.flatMap(({ found }) => found.map(([anomaly]) => anomaly)))
    expect(
      check(right)
        .coverage.map((entry) => entry.class)
        .filter((anomaly) => !shown.has(anomaly)),
    ).toEqual([])
  })
})

describe('a clean world is silent', () => {
  test('and every class had its chance', () => {
    const { findings, coverage, figures } = check(right)
    expect(findings).toEqual([])
    expect(coverage.filter(({ opportunities }) => opportunities === 0)).toEqual([])
    expect(figures.leg1).toMatchObject({ groupsExact: figures.leg1.groupsExpected, pairsShared: figures.leg1.pairsExpected })
    expect(figures.leg2b).toMatchObject({ groupsExact: 1, groupsExpected: 1 })
  })

  test.each([
    ['rows in another order', { ...right, rows: right.rows.toReversed() }],
    ['decisions seen twice', { ...right, decisions: [...right.decisions, ...right.decisions] }],
    ['no history, no positions', { ...right, history: undefined, accepted: [] }],
    [
      'a class told as balanced pairs',
      claiming(
        [rowOf('same-l1'), matched('x')],
        [rowOf('same-p1'), matched('x')],
        [rowOf('same-l2'), matched('y')],
        [rowOf('same-p2'), matched('y')],
      ),
    ],
    [
      'a decision of a record whose outcome nobody knows, where the topic was not read to its end',
      {
        ...decidingStranger,
        unknown: new Set([contentOf(stranger)]),
        close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() },
      },
    ],
    [
      'a version that a send of unknown outcome brought when nobody watched any more',
      {
        ...publishing(afterwards),
        decisions: publishing(afterwards).decisions.filter(
          ({ event }) => event.kind !== 'decision' || !isOf(event, rowOf('off-l')) || event.version === 1,
        ),
        unknown: new Set([contentOf(stranger)]),
      },
    ],
    [
      'a class that was told as a smaller one before',
      { ...revised(rowOf('same-l1'), { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'smaller' }), decisions: [] },
    ],
    [
      'absent from a partition that has not seen the close, with nothing after it',
      {
        ...dropping(rowOf('last-p'), claiming([rowOf('last-l'), undefined])),
        close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() },
      },
    ],
    [
      'open in a partition that has not seen the close',
      { ...claiming([rowOf('alone-l'), undefined]), close: { kind: 'closed', closeIds: new Set(['c1']), settled: new Set() } },
    ],
  ] satisfies [string, Told][])('%s', (_name, told) => {
    expect(check(told).findings).toEqual([])
  })
})

test('strangers by the hundred are told by the hundred', () => {
  const events = Array.from({ length: 1_000 }, (_, at) => {
    const record = recordOf({ recordId: `never-${at}`, kind: 'fee', side: 'processor', tenant: 'foreign' })
    const result: ClaimedResult = { state: 'EXPLAINED_STANDALONE', ruleId: 'R8', varianceMinor: 0n }
    const cause = { kind: 'close', closeId: 'c1' } as const
    return { kind: 'decision', identity: identityOf(record), content: contentOf(record), result, version: 1, cause } as const
  })
  const { findings } = check({ ...right, decisions: [...right.decisions, ...events.map((event) => ({ observedUs: 1, event }))] })
  expect(findings).toHaveLength(300)
  expect(findings.at(-1)?.actual).toContain('and 700 more such records')
})

describe('money at risk', () => {
  test('counts both sides of a payment once, and currencies and tenants apart', () => {
    const { atRisk } = check({ ...without(rowOf('pi_1-l'), rowOf('pi_1-p'), rowOf('pi_1-l', 'bolt')), accepted: [] })
    expect(atRisk).toEqual([
      { tenant: 'acme', merchant: 'm1', currency: 'USD', minor: 10_000n + 10_000n },
      { tenant: 'bolt', merchant: 'm1', currency: 'USD', minor: 10_000n },
    ])
  })
})

const seed = 20_260_106

describe(`random worlds from seed ${seed}`, () => {
  test('the right answers are silent, and any other state of any record is found', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), fc.nat(), (world, pick, roll) => {
        const told = tellRight(world)
        expect(checkAnswers(evidenceOf(world, told)).findings).toEqual([])

        const at = pick % told.rows.length
        const row = told.rows[at] as FinalStateRow
        const others = states.filter((state) => state !== (row.current?.result.state ?? 'OPEN'))
        const state = others[roll % others.length] ?? 'OPEN'
        const lying = told.rows.with(at, { ...row, current: { version: 1, result: { state, varianceMinor: 0n } } })
        const { findings } = checkAnswers(evidenceOf(world, { ...told, rows: lying, history: undefined, decisions: [] }))
        expect(findings.some(({ subjects }) => subjects.some(({ content }) => content === row.content))).toBe(true)
      }),
      { seed, numRuns: 1_000 },
    )
  })

  test('a record whose decisions were never seen is found, and it alone', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (world, pick) => {
        const told = tellRight(world)
        const decided = told.rows.filter(({ current }) => current !== undefined)
        const row = decided[pick % decided.length]
        if (row === undefined || decided.length < 2 || told.close.kind === 'none') return
        const { findings } = checkAnswers(evidenceOf(world, unseen(row, told)))
        expect(findings.map(({ class: anomaly, subjects }) => [anomaly, subjects[0]?.content])).toEqual([['lost-record', row.content]])
      }),
      { seed, numRuns: 500 },
    )
  })

  test('an absent row and an altered amount are found with their record', () => {
    fc.assert(
      fc.property(randomWorld, fc.nat(), (world, pick) => {
        const told = tellRight(world)
        const at = pick % told.rows.length
        const row = told.rows[at] as FinalStateRow
        const named = (rows: readonly FinalStateRow[]): string[] =>
          checkAnswers(evidenceOf(world, { ...told, rows }))
            .findings.filter(({ subjects }) => subjects[0]?.content === row.content)
            .map((finding) => finding.class)
        expect(named(told.rows.toSpliced(at, 1)).join()).toMatch(/lost-record|offset-without-effect/)
        expect(named(told.rows.with(at, { ...row, netMinor: row.netMinor + 1n }))).toContain('precision-loss')
      }),
      { seed, numRuns: 500 },
    )
  })
})
