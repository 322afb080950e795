/** The positive control: a small world of its own tenant with planted lies, each of which the judge must find (anomalies.md, plan 4). Pure. */

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
  /** What a system that is right but for the lies would show of them. */
  readonly rows: readonly FinalStateRow[]
  readonly history: readonly HistoryRow[]
  readonly decisions: readonly ObservedDecision[]
  /** Each record stands alone in a partition of its own, below 0, where no log has one. */
  readonly deliveries: readonly { readonly content: string; readonly partition: number; readonly offset: number }[]
  readonly lies: readonly Lie[]
  /** All lies in words, with their number. */
  readonly planted: string
}

export interface Lie {
  readonly class: AnomalyClass
  /** Content of the record that it is told of. */
  readonly content: string
  readonly planted: string
  /** Only a decision history shows it. */
  readonly needsHistory: boolean
}

/** What is shown of one record. */
interface Shown {
  readonly row: FinalStateRow | undefined
  readonly history: readonly HistoryRow[]
  readonly decisions: readonly ObservedDecision[]
}

interface LieKind {
  readonly class: AnomalyClass
  /** Index in its world of the record that is lied about. */
  readonly about: number
  readonly planted: string
  /** What is claimed in place of the truth. */
  readonly claim: (row: FinalStateRow, partition: number) => Shown
  readonly needsHistory?: true
}

/** Each has a world of its own, a merchant: no lie is the consequence of another. Records of a world: see `worldOf`. */
const lies: readonly LieKind[] = [
  {
    class: 'lost-record',
    about: 0,
    planted: 'a record left out of the final state',
    claim: () => ({ row: undefined, history: [], decisions: [] }),
  },
  {
    class: 'missed-match',
    about: 1,
    planted: 'a record called missing in the ledger, where it is',
    claim: (row, partition) => shownOf(claiming(row, { state: 'EX:MISSING_IN_LEDGER', ruleId: 'R1', varianceMinor: 0n }), partition),
  },
  {
    class: 'false-match',
    about: 2,
    planted: 'a record called matched, though the amounts differ',
    claim: (row, partition) =>
      shownOf(claiming(row, { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: 'control-lie' }), partition),
  },
  {
    class: 'precision-loss',
    about: 7,
    planted: 'one minor unit added to an amount',
    claim: (row, partition) => shownOf({ ...row, grossMinor: row.grossMinor + 1n, netMinor: row.netMinor + 1n }, partition),
  },
  {
    class: 'aborted-read',
    about: 2,
    planted: 'a decision published with one minor unit more of variance than was decided',
    claim: (row, partition) => {
      const shown = shownOf(row, partition)
      const other = ({ event, ...seen }: ObservedDecision): ObservedDecision => ({
        ...seen,
        event:
          event.kind === 'decision' ? { ...event, result: { ...event.result, varianceMinor: event.result.varianceMinor + 1n } } : event,
      })
      return { ...shown, decisions: shown.decisions.map(other) }
    },
  },
  {
    class: 'unexpected-record',
    about: 4,
    planted: 'a record held under another identity',
    claim: (row, partition) => ({ ...shownOf(row, partition), row: { ...row, identity: { ...row.identity, recordId: 'control-other' } } }),
  },
  {
    class: 'lost-record',
    about: 5,
    planted: 'a decision that was never published',
    claim: (row, partition) => ({ ...shownOf(row, partition), decisions: [] }),
    needsHistory: true,
  },
  {
    class: 'illegal-transition',
    about: 1,
    planted: 'a match said to be caused by a close',
    claim: (row, partition) => {
      const shown = shownOf(row, partition)
      return { ...shown, history: shown.history.map((version) => ({ ...version, cause: { kind: 'close', closeId: 'control-close' } })) }
    },
    needsHistory: true,
  },
]

/** The control worlds, one for each lie. */
export function buildControl(profile: MatchProfile): Control {
  const records = lies.flatMap((_lie, world) => worldOf(world, profile))
  const contents = records.map(contentOf)
  const { results } = match(records, profile, undefined, contents)
  const size = records.length / lies.length
  const shown = records.map((record, index): Shown => {
    const lie = lies[Math.floor(index / size)] as LieKind
    const row = rowOf(record, contents[index] as string, results[index] as MatchResult)
    return index % size === lie.about ? lie.claim(row, partitionOf(index)) : shownOf(row, partitionOf(index))
  })
  const told = lies.map(({ class: anomaly, about, planted, needsHistory }, world): Lie => {
    const content = contents[world * size + about] as string
    return { class: anomaly, content, planted: `${anomaly} (${planted})`, needsHistory: needsHistory ?? false }
  })
  return {
    records,
    contents,
    rows: shown.flatMap(({ row }) => row ?? []),
    history: shown.flatMap(({ history }) => history),
    decisions: shown.flatMap(({ decisions }) => decisions),
    deliveries: contents.map((content, index) => ({ content, partition: partitionOf(index), offset: 0 })),
    lies: told,
    planted: `${told.length} lies: ${told.map(({ planted }) => planted).join(', ')}`,
  }
}

/** Lies whose class and record the findings do not name. Where no decision history is shown, those that need one are not looked for. */
export function missedLies(control: Control, findings: readonly Finding[], isHistoryShown: boolean): Lie[] {
  const found = new Set(findings.flatMap(({ class: anomaly, subjects }) => subjects.map(({ content }) => `${anomaly} ${content}`)))
  return control.lies.filter(
    ({ class: anomaly, content, needsHistory }) => (isHistoryShown || !needsHistory) && !found.has(`${anomaly} ${content}`),
  )
}

/** Whether a finding is about the control's own records alone. */
export function isOfControl({ subjects }: Finding): boolean {
  return subjects.length > 0 && subjects.every(({ tenant }) => tenant === controlTenant)
}

/** Records 0 and 1 match each other, 2 and 3 differ in amount, 4 and 5 are a payout's only member and its counterpart, 6 the payout, 7 its line. */
function worldOf(world: number, { tolerance }: MatchProfile): CanonicalRecord[] {
  // Beyond what any tolerance of the profile allows, so that the two amounts differ under every profile.
  const beyond = 10_000n + tolerance.abs + 10_000n * tolerance.bps
  const merchant = `control-${world}`
  const pair = (ref: string, ledgerMinor: bigint, processorMinor: bigint): CanonicalRecord[] => [
    record(merchant, 'ledger', 'charge', `control-ledger-${ref}`, ledgerMinor, { ref }),
    record(merchant, 'processor', 'charge', `control-processor-${ref}`, processorMinor, {
      ref,
      ...(ref === 'c' ? { payoutRef: 'po' } : {}),
    }),
  ]
  return [
    ...pair('a', 12_500n, 12_500n),
    ...pair('b', 8_000n, 8_000n + beyond),
    ...pair('c', 9_900n, 9_900n),
    record(merchant, 'processor', 'payout', 'control-payout', -9_900n, { ref: 'po', traceRef: 'trace' }),
    record(merchant, 'bank', 'bank_line', 'control-line', 9_900n, { references: ['trace'] }),
  ]
}

function record(
  merchant: string,
  side: Side,
  kind: Kind,
  recordId: string,
  minor: bigint,
  references: Pick<CanonicalRecord, 'ref' | 'payoutRef' | 'traceRef' | 'references'>,
): CanonicalRecord {
  return {
    tenant: controlTenant,
    merchant,
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

function partitionOf(index: number): number {
  return -1 - index
}

function rowOf(record: CanonicalRecord, content: string, result: MatchResult): FinalStateRow {
  const { currency, grossMinor, netMinor } = record
  return { identity: identityOf(record), content, currency, grossMinor, netMinor, current: { result, version: 1 } }
}

function claiming(row: FinalStateRow, result: MatchResult): FinalStateRow {
  return { ...row, current: { result, version: 1 } }
}

/** The row with the version and the event that go with it. */
function shownOf(row: FinalStateRow, partition: number): Shown {
  const { identity, content, current } = row
  if (current === undefined) return { row, history: [], decisions: [] }
  const cause: DecisionCause = { kind: 'record', partition, offset: '0' }
  const version: HistoryRow = { identity, content, version: current.version, result: current.result, cause }
  return { row, history: [version], decisions: [{ observedUs: 0, event: { kind: 'decision', ...version } }] }
}
