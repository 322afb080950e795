/** Judges the answers: what the system holds, with the control beside it, through the comparison and the checks. Pure. */

import { checkAnswers } from '../checks/check-answers.ts'
import type { CheckedAnswers } from '../checks/check-answers.ts'
import type { AcceptedDelivery, CloseEvidence } from '../checks/evidence.ts'
import { totalAtRisk } from '../checks/money-at-risk.ts'
import type { MoneyAtRisk } from '../checks/money-at-risk.ts'
import type { Comparison, LegFigures } from '../model/comparison.ts'
import type { ObservedDecision } from '../model/decision.ts'
import type { ClassCoverage, Finding } from '../model/finding.ts'
import { giveUp } from '../model/give-up.ts'
import { outcomeCodes } from '../model/outcome.ts'
import { joined, MadeRows } from '../model/rows.ts'
import type { Rows } from '../model/rows.ts'
import { warmUpTenant } from '../model/run-tenants.ts'
import { compareAnswers } from '../oracle/compare.ts'
import { match } from '../oracle/match.ts'
import type { OperationRows } from '../record/operation-columns.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import { shownHistory } from './blind-spots.ts'
import { lastCloses } from './closed-answers.ts'
import type { ClosedAnswers } from './closed-answers.ts'
import { isOfControl, missedLies } from './control.ts'
import type { Control, Lie } from './control.ts'
import type { Held } from './held.ts'
import { malformedFindings } from './malformed.ts'
import { plainRecords } from './plain-records.ts'
import { contentOfDecision, withControl } from './row-indices.ts'
import type { RowIndices } from './row-indices.ts'
import { answersWithoutDetails, decisionsWithoutDetails, statesDetails } from './stated-details.ts'

export interface JudgedAnswers {
  /** Of the run's records and, behind them, the control's; undefined when the final state was not read. */
  readonly comparison: Comparison | undefined
  /** The control's taken out. */
  readonly findings: readonly Finding[]
  readonly coverage: readonly ClassCoverage[]
  readonly atRisk: readonly MoneyAtRisk[]
  readonly figures: LegFigures
  /** Lies of the control that were not found. */
  readonly missedLies: readonly Lie[]
}

/** Without a final state only the control is judged: nothing can be said of the system's answers. */
export function judgeAnswers(
  run: RecordedRun,
  rows: OperationRows,
  held: Held,
  closed: ClosedAnswers,
  control: Control,
  indices: RowIndices,
): JudgedAnswers {
  const { scenario } = run.record
  const alone = checkControlAlone(control, closed, run)
  const malformed = malformedFindings(run.decisionProblems)
  if (run.finalState === undefined) {
    const coverage = alone.checked.coverage.map((entry) => ({ ...entry, opportunities: 0, findings: 0 }))
    return {
      comparison: undefined,
      findings: malformed,
      coverage,
      atRisk: [],
      figures: emptyFigures,
      missedLies: missedLies(control, alone.checked.findings, true),
    }
  }
  const detailed = statesDetails(run.finalState)
  const expected = detailed ? closed.answers : answersWithoutDetails(closed.answers)
  const contents = (rows: readonly { readonly content: string }[]): string[] => rows.map(({ content }) => content)
  const stateIndices = withControl(indices.finalState, contents(control.rows), held, control)
  const comparison = compareAnswers(expected, joined(run.finalState, control.rows), scenario.profile, closed.closeDate, stateIndices)
  const history = shownHistory(run)
  const own = ownDecisions(run, indices.decisions)
  const decisions = detailed ? own.decisions : decisionsWithoutDetails(own.decisions)
  const ofRows = {
    history: history === undefined ? new Int32Array(0) : withControl(indices.decisionHistory, contents(control.history), held, control),
    decisions: withControl(own.indices, control.decisions.map(contentOfDecision), held, control),
  }
  const plain = plainRecords(run, indices, expected.records.length)
  const checked = checkAnswers({
    expected,
    comparison,
    unknownContents: unknownContents(run, rows, closed),
    history: history && joined(history, control.history),
    decisions: joined(decisions, control.decisions),
    indices: ofRows,
    plain,
    deliveries: joined(deliveriesOf(run, rows, held), controlDeliveries(control, held)),
    close: closeEvidence(run, control),
    watched: isWatched(run, own.indices) ? 'all' : partitionsOf(control),
    allPositionsKnown: areAllPositionsKnown(rows),
  })
  giveUp(stateIndices, ofRows.history, ofRows.decisions)
  if (plain !== undefined) giveUp(plain.isPlain, plain.causePartition, plain.causeOffset)
  const findings = [...checked.findings.filter((finding) => !isOfControl(finding)), ...malformed]
  const { leg1, leg2b } = comparison
  return {
    comparison,
    findings,
    coverage: withoutControl(checked.coverage, alone.checked.coverage, malformed.length),
    atRisk: totalAtRisk(closed.answers, findings),
    figures: subtract(add(leg1, leg2b), add(alone.comparison.leg1, alone.comparison.leg2b)),
    missedLies: missedLies(control, checked.findings.filter(isOfControl), history !== undefined),
  }
}

function checkControlAlone(
  control: Control,
  { closeDate }: ClosedAnswers,
  run: RecordedRun,
): { readonly checked: CheckedAnswers; readonly comparison: Comparison } {
  const { profile } = run.record.scenario
  const expected = match(control.records, profile, closeDate, control.contents)
  const comparison = compareAnswers(expected, control.rows, profile, closeDate)
  const { history, decisions, deliveries } = control
  const close = closeEvidence(run, control)
  const checked = checkAnswers({
    expected,
    comparison,
    unknownContents: new Set(),
    history,
    decisions,
    deliveries,
    close,
    watched: partitionsOf(control),
    allPositionsKnown: true,
  })
  return { comparison, checked }
}

/** Sent with an outcome that nobody knows, and not in the final state. */
function unknownContents({ contents }: RecordedRun, { operations }: OperationRows, { answers }: ClosedAnswers): Set<string> {
  const unknown = new Set<string>()
  for (let index = 0; index < operations.count; index++) {
    if (operations.outcome[index] !== outcomeCodes.unknown) continue
    const content = contents[operations.recordIndex[index] as number] as string
    if (!answers.indexByContent.has(content)) unknown.add(content)
  }
  return unknown
}

/**
 * Decisions on the topic but the warm-up's, which are recorded apart: on a stack of the run's own all others are about the run. A stack that
 * was attached to serves others too: there only those of the run's tenants count, and of its records under whatever tenant.
 */
function ownDecisions(
  { record, decisions }: RecordedRun,
  indices: Int32Array,
): Pick<RecordedRun, 'decisions'> & { readonly indices: Int32Array } {
  const tenants = new Set(record.tenants)
  const ofWarmUp = warmUpTenant(record)
  const isShared = record.runtime.kind === 'attach'
  const closeIds = new Set(record.closes.map(({ closeId }) => closeId))
  const isOwn = (index: number, at: number): boolean => {
    if (index !== -1) return true
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind !== 'decision') return closeIds.has(event.closeId)
    const { tenant } = event.identity
    return tenants.has(tenant) || (!isShared && tenant !== ofWarmUp)
  }
  // Mostly it is all of them.
  if (indices.every(isOwn)) return { decisions, indices }
  const places = indices.map((_, at) => at).filter((at) => isOwn(indices[at] as number, at))
  return {
    decisions: new MadeRows(places.length, (place) => decisions.at(places[place] as number) as ObservedDecision),
    indices: places.map((at) => indices[at] as number),
  }
}

/** A close that every partition was seen to apply; then the topic was read to its end, and the final state after that: all in a complete run. */
function isWatched({ record, cutOff }: RecordedRun, decisionIndices: Int32Array): boolean {
  const closes = lastCloses(record.closes)
  if (record.ending.kind !== 'complete' || closes.length === 0 || closes.some(({ settledUs }) => settledUs === null)) return false
  // What is missing from a damaged file may have been seen.
  if (cutOff.length > 0) return false
  // With no decision seen at all it is the observer that saw nothing: the run is told as invalid (blind-spots.ts).
  return decisionIndices.some((index) => index !== -1)
}

/** Whether every delivery that may stand in the log is one of which a 202 told the position. */
function areAllPositionsKnown({ operations, partition }: OperationRows): boolean {
  return operations.outcome.every((outcome, index) => {
    if (outcome === outcomeCodes.accepted) return (partition[index] as number) >= 0
    return outcome !== outcomeCodes.unknown && outcome !== outcomeCodes.pending
  })
}

function partitionsOf({ deliveries }: Control): ReadonlySet<number> {
  return new Set(deliveries.map(({ partition }) => partition))
}

function deliveriesOf(
  { contents }: RecordedRun,
  { operations, partition, offset }: OperationRows,
  { indexOfRecord }: Held,
): Rows<AcceptedDelivery> {
  const accepted = new Int32Array(operations.count)
  let count = 0
  for (let index = 0; index < operations.count; index++) {
    if (operations.outcome[index] === outcomeCodes.accepted && (partition[index] as number) >= 0) accepted[count++] = index
  }
  return new MadeRows(count, (at): AcceptedDelivery => {
    const operation = accepted[at] as number
    const record = operations.recordIndex[operation] as number
    return {
      content: contents[record] as string,
      index: indexOfRecord[record] as number,
      partition: partition[operation] as number,
      offset: offset[operation] as number,
    }
  })
}

/** Of the control's records, whose answers stand behind the run's. */
function controlDeliveries({ deliveries }: Control, { records }: Held): AcceptedDelivery[] {
  return deliveries.map((delivery, place) => ({ ...delivery, index: records + place }))
}

/** A partition counts as settled when every tenant's close was applied in it. A run that was neither drained nor closed settled nowhere. */
function closeEvidence({ record }: RecordedRun, control: Control): CloseEvidence {
  const { drainedUs } = record
  const closes = lastCloses(record.closes)
  const own = control.deliveries.map(({ partition }) => partition)
  if (closes.length === 0) return drainedUs === null ? { kind: 'closed', closeIds: new Set(), settled: new Set(own) } : { kind: 'none' }
  const closeIds = new Set(record.closes.map(({ closeId }) => closeId))
  if (closes.every(({ settledUs }) => settledUs !== null)) return { kind: 'closed', closeIds, settled: 'all' }
  const missing = new Set(closes.flatMap(({ missingPartitions }) => missingPartitions))
  const partitions = Math.max(...closes.map((close) => close.partitions))
  const settled = Array.from({ length: partitions }, (_, partition) => partition).filter((partition) => !missing.has(partition))
  return { kind: 'closed', closeIds, settled: new Set([...settled, ...own]) }
}

function withoutControl(all: readonly ClassCoverage[], control: readonly ClassCoverage[], malformed: number): ClassCoverage[] {
  return all.map((entry) => {
    const own = control.find((candidate) => candidate.class === entry.class)
    const extra = entry.class === 'unexpected-record' ? malformed : 0
    return {
      ...entry,
      opportunities: Math.max(0, entry.opportunities - (own?.opportunities ?? 0)),
      findings: Math.max(0, entry.findings - (own?.findings ?? 0)) + extra,
    }
  })
}

const emptyFigures: LegFigures = { groupsExpected: 0, groupsClaimed: 0, groupsExact: 0, pairsExpected: 0, pairsClaimed: 0, pairsShared: 0 }

function add(a: LegFigures, b: LegFigures): LegFigures {
  return combine(a, b, (x, y) => x + y)
}

function subtract(a: LegFigures, b: LegFigures): LegFigures {
  return combine(a, b, (x, y) => x - y)
}

function combine(a: LegFigures, b: LegFigures, operation: (x: number, y: number) => number): LegFigures {
  return {
    groupsExpected: operation(a.groupsExpected, b.groupsExpected),
    groupsClaimed: operation(a.groupsClaimed, b.groupsClaimed),
    groupsExact: operation(a.groupsExact, b.groupsExact),
    pairsExpected: operation(a.pairsExpected, b.pairsExpected),
    pairsClaimed: operation(a.pairsClaimed, b.pairsClaimed),
    pairsShared: operation(a.pairsShared, b.pairsShared),
  }
}
