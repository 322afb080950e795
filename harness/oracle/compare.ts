/** Compares what a system holds with the right answers (matching.md §11): by state, by groups as sets, by variance. Names no anomaly class. */

import type { Comparison, Deviation } from '../model/comparison.ts'
import type { FinalStateRow } from '../model/decision.ts'
import type { MatchProfile } from '../model/match-result.ts'
import { identityOf, identityText } from '../model/record-key.ts'
import { compareGroups } from './compare-groups.ts'
import type { Claims } from './compare-groups.ts'
import { claimOf, compareResult, isMatchedState } from './compare-result.ts'
import { answersForHeld } from './held.ts'
import type { Answers } from './match.ts'

/** `rows` is the final state in any order; `closeDate` and `profile` are those that `expected` was answered with. */
export function compareAnswers(
  expected: Answers,
  rows: Iterable<FinalStateRow>,
  profile: MatchProfile,
  closeDate: string | undefined,
  /** The index of each row's record, −1 where it is not expected; looked up by its content where the caller does not know it. */
  indices?: Int32Array,
): Comparison {
  const held = placeRows(expected, rows, indices)
  const claims = held.rowOf.map((row) => row && claimOf(row))
  const differing = compareStates(expected, claims)
  const differs = (index: number): boolean => differing.has(index)
  const strangers = strangersAmong(expected, held)
  const leg1 = compareGroups(expected, claims, strangers, 'leg1Group', differs)
  const leg2b = compareGroups(expected, claims, strangers, 'leg2bGroup', differs)
  for (const deviation of [...leg1.deviations, ...leg2b.deviations]) {
    if (!differing.has(deviation.index)) differing.set(deviation.index, deviation)
  }
  const all = [...differing.values()].toSorted((one, other) => one.index - other.index)
  const deviations = all.length === 0 ? all : withoutConsequences(expected, held.rowOf, all, profile, closeDate)
  return { ...held, deviations, consequences: all.length - deviations.length, leg1: leg1.figures, leg2b: leg2b.figures }
}

/** Differences of state, rule, detail and amounts, by record. An absent record is not compared: that it is absent is said elsewhere. */
function compareStates(expected: Answers, claims: Claims): Map<number, Deviation> {
  const deviations = new Map<number, Deviation>()
  expected.results.forEach((result, index) => {
    const claim = claims[index]
    const deviation = claim && compareResult(expected, index, result, claim)
    if (deviation !== undefined) deviations.set(index, deviation)
  })
  return deviations
}

/** Each row at its record; a second row of one record and rows of unknown records apart. */
function placeRows(
  { records, indexByContent }: Answers,
  rows: Iterable<FinalStateRow>,
  indices: Int32Array | undefined,
): Pick<Comparison, 'rowOf' | 'extraRows' | 'unknownRows'> {
  const rowOf = Array.from<FinalStateRow | undefined>({ length: records.length }).fill(undefined)
  const extraRows: { index: number; row: FinalStateRow }[] = []
  const unknownRows: FinalStateRow[] = []
  let at = 0
  for (const row of rows) {
    const index = indices?.[at++] ?? indexByContent.get(row.content) ?? -1
    if (index === -1) unknownRows.push(row)
    else if (rowOf[index] === undefined) rowOf[index] = row
    else extraRows.push({ index, row })
  }
  return { rowOf, extraRows, unknownRows }
}

/** Unknown rows that stand for nobody: one with the identity of an absent record is that record altered, and rightly in its group. */
function strangersAmong({ records }: Answers, { rowOf, unknownRows }: Pick<Comparison, 'rowOf' | 'unknownRows'>): readonly FinalStateRow[] {
  if (unknownRows.length === 0) return unknownRows
  const absent = new Set(records.filter((_record, index) => rowOf[index] === undefined).map((record) => identityText(identityOf(record))))
  return unknownRows.filter(({ identity }) => !absent.has(identityText(identity)))
}

/**
 * Leaves out what an absent or altered record explains: the answer that was given is the right one for what the system holds. A claimed
 * match is never left out, nor is anything about a conflict: money may have moved on it.
 */
function withoutConsequences(
  expected: Answers,
  rowOf: Comparison['rowOf'],
  deviations: readonly Deviation[],
  profile: MatchProfile,
  closeDate: string | undefined,
): readonly Deviation[] {
  const held = answersForHeld(expected, rowOf, profile, closeDate)
  if (held === undefined) return deviations
  return deviations.filter(({ index }) => {
    const row = rowOf[index]
    const result = held.get(index)
    if (row === undefined || result === undefined) return true
    const claim = claimOf(row)
    if (isMatchedState(claim.state) || expected.results[index]?.state === 'EX:IDENTITY_CONFLICT') return true
    return compareResult(expected, index, result, claim) !== undefined
  })
}
