/** R1, exact reference (matching.md §4): ledger and processor records of one kind and one reference, each currency by itself. */

import type { MatchProfile, MatchResult, State } from '../model/match-result.ts'
import { absoluteMinor } from '../model/money.ts'
import type { CanonicalRecord, Kind } from '../model/record.ts'
import { GroupIndex } from './group-index.ts'
import { Int32List } from './int32-list.ts'
import type { Partition } from './partition.ts'
import { roles } from './roles.ts'
import { answerAll, groupId, isRipe, listAt } from './work.ts'
import type { Work } from './work.ts'

/** Answers all records of LEG1 kinds in one partition. */
export function applyReferenceRule(work: Work, live: Partition): void {
  const byKind = new Map<Kind, Int32List>()
  for (const index of live) {
    if (((work.roles[index] as number) & roles.leg1) === 0) continue
    const { kind, ref } = work.records[index] as CanonicalRecord
    if (ref === undefined) closeLeftOver(work, [index], isRipe(work, [index]))
    else recordsOf(byKind, kind).push(index)
  }
  for (const ofKind of byKind.values()) {
    using keys = new GroupIndex(ofKind.length, (at) => (work.records[ofKind.at(at)] as CanonicalRecord).ref)
    for (let key = 0; key < keys.size; key++) {
      const members: number[] = []
      for (let place = 0; place < keys.sizeOf(key); place++) members.push(ofKind.at(keys.memberOf(key, place)))
      answerKey(work, members)
    }
  }
}

function recordsOf(byKind: Map<Kind, Int32List>, kind: Kind): Int32List {
  let records = byKind.get(kind)
  if (records === undefined) byKind.set(kind, (records = new Int32List()))
  return records
}

function answerKey(work: Work, members: readonly number[]): void {
  if (answerPair(work, members)) return
  const leftOver: number[] = []
  for (const ofCurrency of byCurrency(work, members)) {
    const [ledger, processor] = bySide(work, ofCurrency)
    if (ledger.length === 0 || processor.length === 0) leftOver.push(...ofCurrency)
    else if (ledger.length === processor.length) {
      decideEqualCounts(work, ledger, processor)
      work.bases.addForAll(ofCurrency)
    } else if (isRipe(work, members)) answerAll(work, ofCurrency, exception('EX:AMBIGUOUS_REFERENCE'))
  }
  // The youngest record of the whole key counts, those of decided currencies included (matching.md §5).
  if (leftOver.length > 0) closeLeftOver(work, leftOver, isRipe(work, members))
  work.bases.noteShared(members)
}

/** The common case at once: one record on each side, in one currency. False where the key is anything else. */
function answerPair(work: Work, members: readonly number[]): boolean {
  if (members.length !== 2) return false
  const [one, other] = members as [number, number]
  const { side, currency } = work.records[one] as CanonicalRecord
  const { side: otherSide, currency: otherCurrency } = work.records[other] as CanonicalRecord
  if (side === otherSide || currency !== otherCurrency) return false
  if (side === 'ledger') decidePair(work, one, other)
  else decidePair(work, other, one)
  work.bases.addForAll(members)
  return true
}

function decideEqualCounts(work: Work, ledger: readonly number[], processor: readonly number[]): void {
  if (ledger.length === 1) decidePair(work, ledger[0] as number, processor[0] as number)
  else decideMany(work, ledger, processor)
}

function decidePair(work: Work, ledger: number, processor: number): void {
  const ledgerMinor = (work.records[ledger] as CanonicalRecord).grossMinor
  const processorMinor = (work.records[processor] as CanonicalRecord).grossMinor
  const members = [ledger, processor]
  answerAll(work, members, {
    state: pairState(ledgerMinor, processorMinor, work.profile),
    ruleId: 'R1',
    // The literal is one object for all; each difference is another.
    varianceMinor: ledgerMinor === processorMinor ? 0n : ledgerMinor - processorMinor,
    leg1Group: groupId(work, members),
  })
}

function pairState(ledgerMinor: bigint, processorMinor: bigint, { tolerance }: MatchProfile): State {
  if (ledgerMinor === processorMinor) return 'MATCHED'
  if ((ledgerMinor > 0n && processorMinor < 0n) || (ledgerMinor < 0n && processorMinor > 0n)) return 'EX:DIRECTION_MISMATCH'
  // Integer division of amounts that are not negative rounds down, as §8 asks.
  const relative = (absoluteMinor(ledgerMinor) * tolerance.bps) / 10_000n
  const allowed = tolerance.abs > relative ? tolerance.abs : relative
  return absoluteMinor(ledgerMinor - processorMinor) <= allowed ? 'MATCHED_VARIANCE' : 'EX:AMOUNT_MISMATCH'
}

/** Several on both sides: every gross as often here as there, or nobody can say. Equal ones are one class, never pairs. */
function decideMany(work: Work, ledger: readonly number[], processor: readonly number[]): void {
  const classes = new Map<bigint, { members: number[]; excess: number }>()
  const count = (members: readonly number[], step: 1 | -1): void => {
    for (const index of members) {
      const { grossMinor } = work.records[index] as CanonicalRecord
      const known = classes.get(grossMinor)
      if (known === undefined) classes.set(grossMinor, { members: [index], excess: step })
      else {
        known.members.push(index)
        known.excess += step
      }
    }
  }
  count(ledger, 1)
  count(processor, -1)
  const balanced = [...classes.values()].every(({ excess }) => excess === 0)
  if (!balanced) {
    answerAll(work, ledger, exception('EX:AMBIGUOUS_REFERENCE'))
    answerAll(work, processor, exception('EX:AMBIGUOUS_REFERENCE'))
    return
  }
  for (const { members } of classes.values()) {
    answerAll(work, members, { state: 'MATCHED', ruleId: 'R1', varianceMinor: 0n, leg1Group: groupId(work, members) })
  }
}

/** One side alone in each currency: missing there, or on both sides in different currencies. Nothing without a ripe close. */
function closeLeftOver(work: Work, leftOver: readonly number[], ripe: boolean): void {
  if (!ripe) return
  const [ledger, processor] = bySide(work, leftOver)
  if (ledger.length > 0 && processor.length > 0) answerAll(work, leftOver, exception('EX:CURRENCY_MISMATCH'))
  else answerAll(work, leftOver, exception(ledger.length > 0 ? 'EX:MISSING_AT_PROCESSOR' : 'EX:MISSING_IN_LEDGER'))
}

function exception(state: State): MatchResult {
  return { state, ruleId: 'R1', varianceMinor: 0n }
}

function byCurrency({ records }: Work, members: readonly number[]): Iterable<readonly number[]> {
  const first = (records[members[0] as number] as CanonicalRecord).currency
  if (members.every((index) => (records[index] as CanonicalRecord).currency === first)) return [members]
  const lists = new Map<string, number[]>()
  for (const index of members) listAt(lists, (records[index] as CanonicalRecord).currency).push(index)
  return lists.values()
}

function bySide({ records }: Work, members: readonly number[]): readonly [ledger: number[], processor: number[]] {
  const ledger: number[] = []
  const processor: number[] = []
  for (const index of members) ((records[index] as CanonicalRecord).side === 'ledger' ? ledger : processor).push(index)
  return [ledger, processor]
}
