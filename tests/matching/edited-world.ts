/** The small world as a system told it rightly, and the ways in which tests falsify what it told. */

import type { ClaimedResult, DecisionEvent, FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'
import type { AnomalyClass } from '../../harness/model/finding.ts'
import { contentOf, identityOf } from '../../harness/model/record-key.ts'
import type { RecordIdentity } from '../../harness/model/record-key.ts'
import { recordOf } from '../support/sample-record.ts'
import { smallWorld } from './small-world.ts'
import { tellRight } from './told-system.ts'
import type { Told } from './told-system.ts'

/** One edit of what the system told, and what must be found: the classes, each with the first record named. */
export interface Edited {
  readonly name: string
  readonly told: Told
  readonly found: readonly (readonly [AnomalyClass, witness: string])[]
}

export const right = tellRight(smallWorld)

/** The row of a record by its id: the first, or that of another tenant. */
export function rowOf(recordId: string, tenant = 'acme'): FinalStateRow {
  const row = right.rows.find(({ identity }) => identity.recordId === recordId && identity.tenant === tenant)
  if (row === undefined) throw new Error(`no row of ${recordId}`)
  return row
}

export const without = (...gone: FinalStateRow[]): Told => ({ ...right, rows: right.rows.filter((row) => !gone.includes(row)) })

export const isOf = (row: { readonly content: string }, of: FinalStateRow): boolean => row.content === of.content

const closeStates: ReadonlySet<string> = new Set(['EX:MISSING_AT_PROCESSOR', 'EX:PAYOUT_IMBALANCE'])

/** Rows in which some say something else; history and decisions follow them, as those of a wrong but consistent system would. */
export function claiming(...changes: (readonly [row: FinalStateRow, result: Partial<ClaimedResult> | undefined])[]): Told {
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
export const dropping = (gone: FinalStateRow, told: Told): Told => ({
  ...told,
  rows: told.rows.filter((row) => !isOf(row, gone)),
  history: told.history?.filter((row) => !isOf(row, gone)),
  decisions: told.decisions.filter(({ event }) => event.kind !== 'decision' || !isOf(event, gone)),
  accepted: [],
})

export const matched = (group: string): Partial<ClaimedResult> => ({ state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: group })
export const withHistory = (edit: (row: HistoryRow) => HistoryRow[]): Told => ({ ...right, history: right.history?.flatMap(edit) })

export const stranger = recordOf({ recordId: 'never', kind: 'charge', side: 'ledger', ref: 'never', grossMinor: 1n })
export const strangerRow: FinalStateRow = {
  identity: identityOf(stranger),
  content: contentOf(stranger),
  currency: 'USD',
  grossMinor: 1n,
  netMinor: 1n,
  current: undefined,
}

export const decidingStranger: Told = {
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
export const lastTwice = right.rows.findLast(({ identity }) => identity.recordId === 'twice') ?? rowOf('twice')

/** Every version of the history published, in its order. */
export function publishing(told: Told): Told {
  const decisions = (told.history ?? []).map((row, at): Told['decisions'][number] => ({
    observedUs: at,
    event: { kind: 'decision', ...row },
  }))
  return { ...told, decisions }
}

/** The events of one record as another would publish them; the history stays. */
export const seenOtherwise = (of: FinalStateRow, edit: (event: DecisionEvent) => DecisionEvent): Told => ({
  ...right,
  decisions: right.decisions.map(({ observedUs, event }) => ({
    observedUs,
    event: event.kind === 'decision' && isOf(event, of) ? edit(event) : event,
  })),
})

export const unseen = (of: FinalStateRow, told: Told): Told => ({
  ...told,
  decisions: told.decisions.filter(({ event }) => event.kind !== 'decision' || !isOf(event, of)),
})

export const inAnotherTenant = <Row extends { readonly identity: RecordIdentity }>(row: Row): Row => ({
  ...row,
  identity: { ...row.identity, tenant: 'bolt' },
})

/** One record with an earlier version of another result before the right one. */
export function revised(of: FinalStateRow, earlier: ClaimedResult, later?: { readonly partition: number; readonly offset: string }): Told {
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

export const afterwards = revised(
  rowOf('off-l'),
  { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'x' },
  { partition: 1, offset: '9000' },
)
