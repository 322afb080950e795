/** The positive control: a small world of its own tenant with one planted lie, which the judge must find (anomalies.md, plan 4). Pure. */

import type { DecisionCause, FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { MatchProfile, MatchResult } from '../model/match-result.ts'
import type { CanonicalRecord, Kind, Side } from '../model/record.ts'
import { contentOf, identityOf } from '../model/record-key.ts'
import { match } from '../oracle/match.ts'

/** No system can have a tenant of this name: the api takes letters, digits and dashes. */
export const controlTenant = '~control'

export interface Control {
  readonly records: readonly CanonicalRecord[]
  readonly contents: readonly string[]
  /** What a system that is right but for the lie would show of them. */
  readonly rows: readonly FinalStateRow[]
  readonly history: readonly HistoryRow[]
  readonly decisions: readonly ObservedDecision[]
  /** Each record stands alone in a partition of its own, below 0, where no log has one. */
  readonly deliveries: readonly { readonly content: string; readonly partition: number; readonly offset: number }[]
  readonly lie: Lie
}

export interface Lie {
  readonly class: AnomalyClass
  /** Content of the record that it is told of. */
  readonly content: string
  readonly planted: string
}

interface LieKind {
  readonly class: AnomalyClass
  /** Index of the record that is lied about. */
  readonly about: number
  readonly planted: (record: CanonicalRecord) => string
  /** The row as it is claimed; undefined: there is none. */
  readonly claim: (row: FinalStateRow) => FinalStateRow | undefined
}

/** Records 0 and 1 match each other, 2 and 3 differ in amount, 4 and 5 are a payout's only member and its counterpart, 6 the payout, 7 its line. */
const lies: readonly LieKind[] = [
  {
    class: 'lost-record',
    about: 0,
    planted: ({ recordId }) => `${recordId} left out of the final state`,
    claim: () => undefined,
  },
  {
    class: 'missed-match',
    about: 1,
    planted: ({ recordId }) => `${recordId} called missing in the ledger, where it is`,
    claim: (row) => claiming(row, { state: 'EX:MISSING_IN_LEDGER', ruleId: 'R1', varianceMinor: 0n }),
  },
  {
    class: 'false-match',
    about: 2,
    planted: ({ recordId }) => `${recordId} called matched, though the amounts differ`,
    claim: (row) => claiming(row, { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'control-lie' }),
  },
  {
    class: 'precision-loss',
    about: 7,
    planted: ({ recordId }) => `one minor unit added to the amount of ${recordId}`,
    claim: (row) => ({ ...row, grossMinor: row.grossMinor + 1n, netMinor: row.netMinor + 1n }),
  },
]

/** The control world; which lie is told depends on the seed. */
export function buildControl(seed: number, profile: MatchProfile): Control {
  const records = controlRecords(profile)
  const contents = records.map(contentOf)
  const { results } = match(records, profile, undefined, contents)
  const lie = lies[Math.abs(Math.trunc(seed)) % lies.length] as LieKind
  const truth = records.map((record, index) => rowOf(record, contents[index] as string, results[index] as MatchResult))
  const rows = truth.flatMap((row, index) => (index === lie.about ? (lie.claim(row) ?? []) : [row]))
  const deliveries = contents.map((content, index) => ({ content, partition: -1 - index, offset: 0 }))
  const history = rows.flatMap((row) => historyOf(row, -1 - contents.indexOf(row.content)))
  return {
    records,
    contents,
    rows,
    history,
    decisions: history.map((row) => ({ observedUs: 0, event: { kind: 'decision', ...row } })),
    deliveries,
    lie: {
      class: lie.class,
      content: contents[lie.about] as string,
      planted: `${lie.class}: ${lie.planted(records[lie.about] as CanonicalRecord)}`,
    },
  }
}

/** Whether the findings of the control's tenant name the lie's class and record. */
export function isFound({ lie }: Control, findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.class === lie.class && finding.subjects.some(({ content }) => content === lie.content))
}

/** Whether a finding is about the control's own records alone. */
export function isOfControl({ subjects }: Finding): boolean {
  return subjects.length > 0 && subjects.every(({ tenant }) => tenant === controlTenant)
}

function controlRecords({ tolerance }: MatchProfile): CanonicalRecord[] {
  // Beyond what any tolerance of the profile allows, so that the two amounts differ under every profile.
  const beyond = 10_000n + tolerance.abs + 10_000n * tolerance.bps
  const pair = (ref: string, ledgerMinor: bigint, processorMinor: bigint): CanonicalRecord[] => [
    record('ledger', 'charge', `control-ledger-${ref}`, ledgerMinor, { ref }),
    record('processor', 'charge', `control-processor-${ref}`, processorMinor, { ref, ...(ref === 'c' ? { payoutRef: 'po' } : {}) }),
  ]
  return [
    ...pair('a', 12_500n, 12_500n),
    ...pair('b', 8_000n, 8_000n + beyond),
    ...pair('c', 9_900n, 9_900n),
    record('processor', 'payout', 'control-payout', -9_900n, { ref: 'po', traceRef: 'trace' }),
    record('bank', 'bank_line', 'control-line', 9_900n, { references: ['trace'] }),
  ]
}

function record(
  side: Side,
  kind: Kind,
  recordId: string,
  minor: bigint,
  references: Pick<CanonicalRecord, 'ref' | 'payoutRef' | 'traceRef' | 'references'>,
): CanonicalRecord {
  return {
    tenant: controlTenant,
    merchant: 'control',
    side,
    source: side,
    account: 'control',
    recordId,
    kind,
    grossMinor: minor,
    feeMinor: 0n,
    netMinor: minor,
    currency: 'USD',
    occurredAt: '2026-01-05T10:00:00.000Z',
    businessDate: '2026-01-05',
    ...references,
  }
}

function rowOf(record: CanonicalRecord, content: string, result: MatchResult): FinalStateRow {
  const { currency, grossMinor, netMinor } = record
  return { identity: identityOf(record), content, currency, grossMinor, netMinor, current: { result, version: 1 } }
}

function claiming(row: FinalStateRow, result: MatchResult): FinalStateRow {
  return { ...row, current: { result, version: 1 } }
}

function historyOf({ identity, content, current }: FinalStateRow, partition: number): HistoryRow[] {
  const cause: DecisionCause = { kind: 'record', partition, offset: '0' }
  return current === undefined ? [] : [{ identity, content, version: current.version, result: current.result, cause }]
}
